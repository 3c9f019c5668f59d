"""The evidence that would tell most next, for the minutes it takes: which way to get it, in one sentence. Pure.

Only a way that closes what the standing lacks is offered first. Among several, the one with the most expected bits
about the level for each minute of effort.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kamacademy.competency.chance_words import in_ten
from kamacademy.competency.estimation import FRESH_MONTHS, LOST, Estimate, Standing, months_before
from kamacademy.competency.missing import Missing, missing
from kamacademy.competency.words import visits_words
from kamacademy.wording import counted, day


class Way(StrEnum):
    """How more can be known, or what to do instead."""

    COACH = "a visit by the present coach"
    SECOND = "a visit by a second, certified observer"
    PEERS = "feedback of colleagues"
    CHECK = "the knowledge check"
    PRACTICE = "practice"
    NOTHING = "nothing"


# Minutes of everybody's time beside the visit itself, which takes place anyway: three for the note, ten for the talk,
# the rest to plan and prepare. A second observer has to be found and briefed. Three colleagues answer in five minutes
# each, choosing and asking them takes fifteen, and reading it together ten. The longest of the checks takes thirty.
MINUTES = {Way.COACH: 30, Way.SECOND: 60, Way.PEERS: 40, Way.CHECK: 30}
COLLEAGUES_ASKED = 3

SEEN_AGAIN = frozenset({Missing.VISITS, Missing.SURER, Missing.FRESH})
# What is asked for first. A level has to be known before it matters who saw it, and a check can be taken at any time.
TURNS = (
    frozenset({Missing.VISITS}),
    frozenset({Missing.SECOND_PERSON, Missing.CERTIFIED}),
    frozenset({Missing.FRESH, Missing.SURER}),
    frozenset({Missing.CHECK, Missing.KNOWLEDGE}),
)


@dataclass(frozen=True, slots=True)
class CoachAtHand:
    """The present coach: whether certified today, and whether among those who have rated this competency."""

    name: str
    is_certified: bool
    has_rated: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way, and what it would close."""

    way: Way
    closes: frozenset[Missing]


def candidates(estimate: Estimate, coach: CoachAtHand | None, *, asks_peers: bool) -> list[Candidate]:
    """The ways that are open. `coach` is None where nobody coaches, or the coach may not rate this competency.

    `asks_peers` says whether the form for colleagues speaks about it.
    """
    found = [Candidate(Way.SECOND, SEEN_AGAIN | {Missing.SECOND_PERSON, Missing.CERTIFIED})]
    if coach is not None:
        found.insert(0, Candidate(Way.COACH, closed_by(coach, estimate)))
    if asks_peers:
        found.append(Candidate(Way.PEERS, SEEN_AGAIN | {Missing.SECOND_PERSON}))
    if estimate.check_passed is not None:
        found.append(Candidate(Way.CHECK, frozenset({Missing.CHECK, Missing.KNOWLEDGE})))
    return found


def closed_by(coach: CoachAtHand, estimate: Estimate) -> frozenset[Missing]:
    """What a visit by the present coach would close."""
    closes = set(SEEN_AGAIN)
    if estimate.raters and not coach.has_rated:
        closes.add(Missing.SECOND_PERSON)
    if coach.is_certified:
        closes.add(Missing.CERTIFIED)
    return frozenset(closes)


def is_known_below(estimate: Estimate) -> bool:
    """Whether it is so likely that the target is not reached that more visits would tell nothing new."""
    is_known = estimate.level is not None and estimate.standing is Standing.BELOW
    return is_known and estimate.target is not None and estimate.chance_of_at_least(estimate.target) <= LOST


def offered(estimate: Estimate, open_ways: Sequence[Candidate]) -> list[Way]:
    """The ways to choose from: those that close what is missing and its turn; one alone where there is no choice."""
    lacks = frozenset(missing(estimate))
    if not lacks:
        return [Way.NOTHING]
    if is_known_below(estimate):
        return [Way.PRACTICE]
    for turn in TURNS:
        found = [one.way for one in open_ways if one.closes & turn & lacks]
        if found:
            return found
    raise AssertionError(lacks)


def begun_by(ways: Sequence[Way], *, is_own: bool) -> Sequence[Way]:
    """Those of the ways that the reader can begin, if there is one; the learner more of them than the coach."""
    own = (Way.COACH, Way.PEERS, Way.CHECK) if is_own else (Way.COACH,)
    return [way for way in ways if way in own] or ways


def best(ways: Collection[Way], bits: Mapping[Way, float]) -> Way:
    """The way with the most expected bits a minute; the first of equals."""
    return max(ways, key=lambda way: bits[way] / MINUTES[way])


@dataclass(frozen=True, slots=True)
class NextEvidence:
    """What to do next in one sentence, and about how many minutes it takes; None where there is nothing to do."""

    way: Way
    words: str
    minutes: int | None


def next_evidence(
    way: Way,
    estimate: Estimate,
    level_names: Sequence[str],
    *,
    learner: str,
    is_own: bool,
    coach: CoachAtHand | None,
) -> NextEvidence:
    """The chosen way as the reader reads it: the learner, or the coach of `learner`, a first name."""
    return NextEvidence(way, sentence(way, estimate, level_names, learner, is_own, coach), MINUTES.get(way))


def sentence(
    way: Way, estimate: Estimate, level_names: Sequence[str], learner: str, is_own: bool, coach: CoachAtHand | None
) -> str:
    """One sentence."""
    match way:
        case Way.NOTHING:
            return nothing_words(estimate)
        case Way.PRACTICE:
            assert estimate.level is not None
            above = level_names[estimate.level]
            return f"The level is known well enough; what moves it now is practice towards the sentences of {above}."
        case Way.CHECK:
            return f"{'Take' if is_own else f'{learner} can take'} the knowledge check: {check_reason(estimate)}."
        case Way.PEERS:
            asks = "Ask" if is_own else f"{learner} can ask"
            return f"{asks} colleagues for feedback: {reason(estimate, None)}."
        case Way.SECOND:
            whose = "you" if is_own else learner
            arranged = f"an administrator can put {whose} into a colleague’s care for it"
            return f"A visit by a second observer who is certified: {reason(estimate, None)}; {arranged}."
        case _:
            assert coach is not None
            return f"Plan a visit{f' with {coach.name}' if is_own else ''}: {reason(estimate, coach)}."


def nothing_words(estimate: Estimate) -> str:
    """At target, or without one."""
    if estimate.target is None or estimate.latest is None:
        return "Nothing has to be settled: the job role has no target here."
    until = months_before(estimate.latest, -FRESH_MONTHS)
    return f"Nothing now: the target is reached, and a visit by {day(until)} at the latest keeps it fresh."


def check_reason(estimate: Estimate) -> str:
    """Why the check is next."""
    if estimate.check_passed:
        return "later answers make it very likely that the standard is no longer held"
    return "it is all that is missing" if missing(estimate) == (Missing.CHECK,) else "it is what can be settled next"


def reason(estimate: Estimate, coach: CoachAtHand | None) -> str:
    """Why another look is next: the first thing missing that it would close."""
    lacks = missing(estimate)
    if Missing.VISITS in lacks:
        return f"a level needs {visits_words(estimate)}"
    if Missing.SECOND_PERSON in lacks and (coach is None or not coach.has_rated):
        return "so far one person alone has seen it"
    if Missing.CERTIFIED in lacks:
        return "nobody who saw it was certified at the time"
    if Missing.FRESH in lacks:
        return f"the latest is more than {counted(FRESH_MONTHS, 'month')} old"
    assert estimate.target is not None
    chance = in_ten(estimate.chance_of_at_least(estimate.target))
    return f"the chance that the target is reached is {chance}, and 8 in 10 are asked for"
