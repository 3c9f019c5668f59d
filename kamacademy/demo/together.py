"""What people do around visits: plan them, look at them, talk about notes, attest, and ask colleagues. Pure."""

from dataclasses import dataclass
from datetime import date

from kamacademy.demo.acts import Act, Seen
from kamacademy.guide.activity import Activity


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanVisit(Act):
    """A visit planned by its learner or coach. `key` names it; `focus` None is what the open actions are about."""

    key: str
    learner: str
    coach: str
    planned_on: date
    begins: str
    activity: Activity
    account: str | None
    focus: tuple[str, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Announce(PlanVisit):
    """A visit announced as an attestation; its focus is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelVisit(Act):
    """A planned visit called off."""

    visit: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveOwnView(Act):
    """The learner's own view of a planned visit, given on the day and before the note can be read."""

    visit: str
    levels: tuple[tuple[str, int | None], ...]
    words: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutNote(Act):
    """Something done about a shared note, which is named by its key."""

    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareLate(AboutNote):
    """A finished note is shared days after its visit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivePulse(AboutNote):
    """The learner's two answers about the coaching, each 1 to 5."""

    was_specific: int
    can_use: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendNote(AboutNote):
    """The coach changes one rating of a note, and the thing to improve, within 48 hours."""

    seen: Seen
    improve: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Say(AboutNote):
    """The learner answers a note, or disputes it where `about` names indicators."""

    words: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply(AboutNote):
    """A reply in the newest thread about a note."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settle(AboutNote):
    """The newest thread about a note is settled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenNotes(Act):
    """A learner opens earlier notes to the present coach."""

    notes: tuple[str, ...]
    coach: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskToCopy(AboutNote):
    """The coach asks whether a note may count as attested."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCopy(AboutNote):
    """The learner agrees or declines."""

    is_agreed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPeers(Act):
    """A learner opens a round of peer feedback, `round` for later acts, and picks half of those asked."""

    round: str
    size: int
    picks: tuple[str, ...]
    weeks: int
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoosePeers(Act):
    """The coach chooses the rest."""

    round: str
    picks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPeers(Act):
    """A colleague answers: for each statement a choice, None for "cannot say", and perhaps an example."""

    round: str
    choices: tuple[tuple[str, int | None, str | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SendFromPhone(Act):
    """A draft as one of the coach's devices sends it; `entry` is the identifier that a device gave it."""

    entry: str
    device: str
    learner: str
    activity: Activity
    account: str
    seen: tuple[Seen, ...]
    strength: str | None
    improve: str | None
