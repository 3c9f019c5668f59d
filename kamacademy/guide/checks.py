"""Which files hold what a coach is given, and what is checked over all of them."""

from collections.abc import Iterable, Sequence

from kamacademy.competency.documents import Framework, indicator_ids
from kamacademy.content.documents import DocumentType, Draft, Drafts
from kamacademy.content.problems import Problem
from kamacademy.content.reading import Location, read_yaml
from kamacademy.guide.activity import Activity
from kamacademy.guide.documents import Activities, CadencePolicy, Phrase, Phrases, Questions, WordHints

TAG_WORDS = range(4, 11)
PHRASE_WORDS = range(8, 21)


def check_all_there(drafts: Drafts) -> Iterable[Problem]:
    """Coaches and the phone read each of these files, so a set with a framework must hold them all."""
    if drafts.has("framework", "framework"):
        for document_type in DOCUMENT_TYPES:
            if not drafts.of(document_type.kind):
                path = f"assessments/coaching/{document_type.kind}.yaml"
                yield Problem(path, 1, 1, f"there is no file `{document_type.kind}`, which every coach is given")


def check_activities(drafts: Drafts) -> Iterable[Problem]:
    """Indicators exist and stand once in an activity; each can be seen somewhere; shared meetings keep the firewall."""
    yield from check_all_there(drafts)
    known = indicator_ids(drafts)
    for draft, found in drafts.contents("activities", Activities):
        for number, activity in enumerate(found.activities):
            at = ("activities", number)
            yield from indicators_once(draft, (*at, "indicators"), activity.indicator_ids, known)
            if activity.is_simulation != (activity.code == Activity.ROLE_PLAY):
                words = "a role-play, and nothing else, is a simulation: only that keeps it from counting as a visit"
                yield draft.problem((*at, "is_simulation"), words)
        seen = {one for activity in found.activities for one in activity.indicator_ids}
        for missing in sorted(known - seen):
            yield draft.problem(("activities",), f"indicator `{missing}` can be seen in no activity")
        yield from check_shared_team(drafts, draft, found)


def check_shared_team(drafts: Drafts, draft: Draft, found: Activities) -> Iterable[Problem]:
    """A shared team meeting shows only what a commercial coach may rate of every medical and nursing role."""
    for _, framework in drafts.contents("framework", Framework):
        open_rows = [set(role.rated_by_commercial) for role in framework.job_roles if role.non_commercial]
        number = [one.code for one in found.activities].index(Activity.SHARED_TEAM.value)
        for place, indicator in enumerate(found.activities[number].indicator_ids):
            if not all(indicator[:3] in row for row in open_rows):
                yield draft.problem(
                    ("activities", number, "indicators", place, "indicator"),
                    f"`{indicator}` is not rated across functions, so a shared team meeting cannot offer it",
                )


def indicators_once(draft: Draft, at: Location, indicators: Sequence[str], known: set[str]) -> Iterable[Problem]:
    """Each indicator of a list exists, and stands in it once."""
    for place, indicator in enumerate(indicators):
        if indicator not in known:
            yield draft.problem((*at, place, "indicator"), f"there is no indicator `{indicator}`")
        elif indicator in indicators[:place]:
            yield draft.problem((*at, place, "indicator"), f"indicator `{indicator}` stands here twice")


def check_phrases(drafts: Drafts) -> Iterable[Problem]:
    """Phrases and tags name indicators that exist and keep their length; every indicator has tags."""
    known = indicator_ids(drafts)
    for draft, phrases in drafts.contents("phrases", Phrases):
        yield from check_sentences(draft, "strength", phrases.strength, known)
        yield from check_sentences(draft, "improve", phrases.improve, known)
        for indicator, tags in phrases.tags.items():
            at = ("tags", indicator)
            if indicator not in known:
                yield draft.problem(at, f"there is no indicator `{indicator}`")
            for place, tag in enumerate(tags):
                yield from length(draft, (*at, place), tag, "a tag", TAG_WORDS)
                if tag in tags[:place]:
                    yield draft.problem((*at, place), "this tag stands here twice")
        for missing in sorted(known - set(phrases.tags)):
            yield draft.problem(("tags",), f"indicator `{missing}` has no tags")


def check_sentences(draft: Draft, key: str, phrases: Sequence[Phrase], known: set[str]) -> Iterable[Problem]:
    """Whole sentences, each for an indicator that exists; some for any, so that every coach finds one."""
    if all(phrase.indicator for phrase in phrases):
        yield draft.problem((key,), f"`{key}` needs a phrase without an indicator, so that every visit finds one")
    for place, phrase in enumerate(phrases):
        if phrase.indicator is not None and phrase.indicator not in known:
            yield draft.problem((key, place, "indicator"), f"there is no indicator `{phrase.indicator}`")
        yield from length(draft, (key, place, "words"), phrase.words, "a phrase", PHRASE_WORDS)


def length(draft: Draft, at: Location, words: str, what: str, wanted: range) -> Iterable[Problem]:
    """A sentence has as many words as can be read at a glance."""
    count = len(words.split())
    if count not in wanted:
        yield draft.problem(at, f"{what} has {wanted[0]} to {wanted[-1]} words, this one has {count}")


def file_named(name: str) -> str:
    """Where a file of that name lies."""
    return rf"assessments/coaching/(?P<name>{name})\.yaml"


DOCUMENT_TYPES = (
    DocumentType("activities", Activities, file_named("activities"), "{name}", read_yaml, check_activities),
    DocumentType("phrases", Phrases, file_named("phrases"), "{name}", read_yaml, check_phrases),
    DocumentType("questions", Questions, file_named("questions"), "{name}", read_yaml),
    DocumentType("cadence", CadencePolicy, file_named("cadence"), "{name}", read_yaml),
    DocumentType("word-hints", WordHints, file_named("word-hints"), "{name}", read_yaml),
)
