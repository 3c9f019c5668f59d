"""What a phone sends: an observation or a learner's own view, read from its JSON with every problem at once.

`intake.operations` takes entries in. Lengths are those of the form; unknown keys are left alone, so that an older
server still reads what a newer phone sends.
"""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from kamacademy.coaching.agreement import Agreed
from kamacademy.coaching.fields import Fields
from kamacademy.coaching.focus import MOST_IN_FOCUS
from kamacademy.coaching.proposition import Fit
from kamacademy.competency.evidence import Context
from kamacademy.guide.activity import Activity
from kamacademy.records.signature import JSON, canonical

LONGEST_LINE, LONGEST_WORDS, LONGEST_OWN_WORDS, LONGEST_TITLE, LONGEST_ALIAS = 400, 1000, 2000, 250, 80


class EntryRefused(Exception):
    """An entry that cannot be taken as it is; `problems` says in sentences what to put right on the phone."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class EntryRating:
    """One indicator in focus. `level` None with `is_rated` is "not observed"."""

    indicator: str
    level: int | None
    evidence_line: str | None = None
    is_rated: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """An observation as a phone sends it.

    `key` is the random identifier that the phone made, `edition` how often it was saved there, `base` the server's
    edition from which the phone went on, 0 for none.
    """

    key: str
    edition: int
    base: int
    device_at: datetime
    learner_id: int
    release_id: int
    activity: Activity
    complexity: Context
    observed_on: date
    ratings: tuple[EntryRating, ...]
    visit_id: int | None = None
    account_alias: str | None = None
    proposition_fit: Fit | None = None
    strength: str | None = None
    improve: str | None = None
    agreed: Agreed | None = None
    is_to_share: bool = False

    @property
    def digest(self) -> str:
        """A hash of what it says, in hexadecimal: the same however often and from whatever base it is sent."""
        agreed = self.agreed
        return digest_of(
            self.key, self.edition, self.learner_id, self.release_id, self.visit_id, self.activity.value,
            self.complexity.value, self.observed_on.isoformat(), self.account_alias, self.proposition_fit,
            [[one.indicator, one.level, one.evidence_line, one.is_rated] for one in self.ratings],
            self.strength, self.improve, self.is_to_share,
            [agreed.title, agreed.indicator, agreed.due_on.isoformat(), agreed.library_id] if agreed else None,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class OwnViewEntry:
    """How a learner saw a visit, as a phone sends it: of a planned visit, of a note, or of a coach and a day."""

    key: str
    edition: int
    base: int
    device_at: datetime
    viewed_on: date
    levels: dict[str, int | None]
    visit_id: int | None = None
    observation_id: int | None = None
    coach_id: int | None = None
    words: str | None = None

    @property
    def digest(self) -> str:
        """A hash of what it says, in hexadecimal, as of an observation."""
        return digest_of(
            self.key, self.edition, self.viewed_on.isoformat(), self.levels, self.visit_id, self.observation_id,
            self.coach_id, self.words,
        )  # fmt: skip


def digest_of(*said: JSON) -> str:
    """The hash of what was said, in canonical form."""
    return sha256(canonical(said)).hexdigest()


def read_entry(sent: object) -> Entry | OwnViewEntry:
    """What was sent, checked for its form alone. Raises EntryRefused with all problems at once."""
    if not isinstance(sent, dict):
        raise EntryRefused(["What was sent is no entry."])
    fields = Fields(sent)
    kind = sent.get("kind")
    if kind not in ("observation", "own-view"):
        raise EntryRefused(["The entry does not say whether it is an observation or an own view."])
    found = observation_in(fields) if kind == "observation" else own_view_in(fields)
    if fields.problems or found is None:
        raise EntryRefused(fields.problems)
    return found


def observation_in(fields: Fields) -> Entry | None:
    """An observation, or None once a problem was noted."""
    key, device_at = fields.key("key"), fields.moment("device_at", "The phone's time")
    edition, base = fields.whole("edition", "The edition"), fields.whole("base", "The base edition", least=0)
    learner_id, release_id = fields.whole("learner", "The learner"), fields.whole("release", "The content release")
    activity = fields.choice("activity", Activity, "The kind of visit")
    complexity = fields.choice("complexity", Context, "How hard the visit was")
    observed_on = fields.day("observed_on", "The day of the visit")
    ratings = tuple(rating_in(one) for one in fields.parts("ratings", "The ratings"))
    if len(ratings) > MOST_IN_FOCUS:
        fields.refuse(f"Choose at most {MOST_IN_FOCUS} indicators.")
    if len({one.indicator for one in ratings}) < len(ratings):
        fields.refuse("An indicator is rated twice.")
    agreed_fields = fields.part("agreed", "The agreed action")
    agreed = agreed_in(agreed_fields) if agreed_fields else None
    if agreed and agreed.indicator not in {one.indicator for one in ratings}:
        fields.refuse("The agreed action is about an indicator that was not in focus.")
    visit_id = fields.optional_whole("visit", "The planned visit")
    fit = fields.optional_choice("proposition_fit", Fit, "Whether the proposition matched the stated goal")
    alias = fields.text("account_alias", "The account alias", LONGEST_ALIAS)
    strength = fields.text("strength", "The strength", LONGEST_WORDS)
    improve = fields.text("improve", "The thing to improve", LONGEST_WORDS)
    is_to_share = fields.yes_or_no("share", "Whether to share")
    if (
        fields.problems
        or key is None or device_at is None or edition is None or base is None or learner_id is None
        or release_id is None or activity is None or complexity is None or observed_on is None
    ):  # fmt: skip
        return None
    return Entry(
        key=key, edition=edition, base=base, device_at=device_at, learner_id=learner_id, release_id=release_id,
        activity=activity, complexity=complexity, observed_on=observed_on, ratings=ratings,
        visit_id=visit_id, account_alias=alias, proposition_fit=fit, strength=strength, improve=improve,
        agreed=agreed, is_to_share=is_to_share,
    )  # fmt: skip


def rating_in(fields: Fields) -> EntryRating:
    """One rating; a part that cannot be read is noted and stands empty."""
    indicator = fields.indicator("indicator")
    name = f"The line of {indicator}"
    return EntryRating(
        indicator,
        fields.optional_whole("level", f"The level of {indicator}", most=5),
        fields.text("evidence_line", name, LONGEST_LINE),
        fields.yes_or_no("is_rated", f"Whether {indicator} is rated", default=True),
    )


def agreed_in(fields: Fields) -> Agreed | None:
    """The agreed action, or None once a problem was noted."""
    title = fields.text("title", "The agreed action", LONGEST_TITLE)
    due_on = fields.day("due_on", "The day of the agreed action")
    indicator = fields.indicator("indicator")
    library_id = fields.text("library_id", "The library action", 60)
    if title is None:
        fields.refuse("The agreed action has no words.")
    return None if title is None or due_on is None else Agreed(title, indicator, due_on, library_id)


def own_view_in(fields: Fields) -> OwnViewEntry | None:
    """An own view, or None once a problem was noted."""
    key, device_at = fields.key("key"), fields.moment("device_at", "The phone's time")
    edition, base = fields.whole("edition", "The edition"), fields.whole("base", "The base edition", least=0)
    viewed_on = fields.day("viewed_on", "The day of the visit")
    ratings = [rating_in(one) for one in fields.parts("ratings", "The levels")]
    visit_id = fields.optional_whole("visit", "The planned visit")
    observation_id = fields.optional_whole("observation", "The note")
    coach_id = fields.optional_whole("coach", "The coach")
    words = fields.text("words", "Your own words", LONGEST_OWN_WORDS)
    if not ratings:
        fields.refuse("Choose a sentence or “not observed” for at least one indicator.")
    if visit_id is None and observation_id is None and coach_id is None:
        fields.refuse("The view does not say whose visit it was.")
    if fields.problems or key is None or device_at is None or edition is None or base is None or viewed_on is None:
        return None
    return OwnViewEntry(
        key=key, edition=edition, base=base, device_at=device_at, viewed_on=viewed_on,
        levels={one.indicator: one.level for one in ratings}, visit_id=visit_id, observation_id=observation_id,
        coach_id=coach_id, words=words,
    )  # fmt: skip
