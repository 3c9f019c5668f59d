"""Plans that are told step by step in the texts, and the acts that follow from them. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from kamacademy.demo.acts import Act, Agreement
from kamacademy.demo.chance import moment, workday
from kamacademy.demo.company import Colleague
from kamacademy.demo.plan_acts import (
    Accept,
    AgreePlan,
    CheckIn,
    ClosePlan,
    Drop,
    GiveBack,
    HandIn,
    HoldReview,
    OnAction,
    Propose,
    ProposeOwn,
    RateStretch,
    Redate,
    ShowEvidence,
    WriteReview,
)
from kamacademy.demo.step_words import Do, SaidWords, StepWords
from kamacademy.demo.visits import Visit
from kamacademy.reviewing.review import Said

MINUTES_BETWEEN = 6


@dataclass(frozen=True, slots=True)
class Usual:
    """What is said of an action where the step has no words of its own."""

    coach: str
    learner: str
    done: str


def agreements(
    visits: Sequence[Visit], steps: Sequence[StepWords], titles: Mapping[str, str], today: date
) -> list[Visit]:
    """The visits, those with a step now with their action: what was seen lowest, where possible new."""
    due = {one.action: today + timedelta(days=one.due) for one in steps if one.do is Do.AGREED}
    given, found = set[str](), list[Visit]()
    for visit in visits:
        observe = visit.observe
        if observe.key in due:
            _, _, indicator = min(
                (one.indicator in given, one.level, one.indicator) for one in observe.seen if one.level
            )
            given.add(indicator)
            agreement = Agreement(titles[indicator], indicator, due[observe.key], None)
            visit = replace(visit, observe=replace(observe, agreement=agreement))  # the same visit
        found.append(visit)
    return found


def step_acts(learner: Colleague, steps: Sequence[StepWords], usual: Mapping[str, Usual], today: date) -> Iterator[Act]:
    """What each step does, in order, some minutes apart on the morning of its working day."""
    for number, step in enumerate(steps):
        day = workday(today - timedelta(days=step.ago))
        at = moment(day, 9) + timedelta(minutes=MINUTES_BETWEEN * number)
        by = learner.key if step.by == "learner" else learner.coach_at((today - day).days)
        if step.do is Do.AGREED:
            continue
        if step.action and step.do not in (Do.PROPOSE, Do.OWN):
            yield on_action(learner, step, at, by, usual.get(step.action), today)
        else:
            yield on_plan(learner, step, at, by, today)


def on_plan(learner: Colleague, step: StepWords, at: datetime, by: str, today: date) -> Act:
    """An act about the whole plan, or one that puts an action forward."""
    key, due_on = learner.key, today + timedelta(days=step.due)
    match step.do:
        case Do.PROPOSE:
            return Propose(at=at, by=by, learner=key, library_id=step.action, where=step.where, due_on=due_on)
        case Do.OWN:
            return ProposeOwn(
                at=at, by=by, learner=key, action=step.action, title=step.title, indicator=step.indicator,
                where=step.where, evidence=step.evidence, kpi=step.kpi, due_on=due_on, origin=step.source,
                origin_name=step.name,
            )  # fmt: skip
        case Do.SIGN:
            return AgreePlan(at=at, by=by, learner=key)
        case Do.REVIEW:
            said = tuple((name, said_of(one, today)) for name, one in step.said.items())
            return WriteReview(
                at=at, by=by, learner=key, said=said, moved=step.moved, next_step=step.next, kept=step.kept
            )  # fmt: skip
        case Do.HELD:
            return HoldReview(at=at, by=by, learner=key)
    assert step.do is Do.CLOSE, step
    return ClosePlan(at=at, by=by, learner=key)


def said_of(words: SaidWords, today: date) -> Said:
    """A verdict with its day."""
    due_on = None if words.due is None else today + timedelta(days=words.due)
    return Said(words.verdict, words.reason, due_on)


def on_action(learner: Colleague, step: StepWords, at: datetime, by: str, usual: Usual | None, today: date) -> OnAction:
    """An act about one action, in the step's own words or the usual ones."""
    key, name, words = learner.key, step.action, step.words or ""
    match step.do:
        case Do.REMARK:
            default = usual and (usual.learner if by == key else usual.coach)
            return CheckIn(at=at, by=by, learner=key, action=name, words=words or default or "")
        case Do.SHOW:
            return shown(key, step, at, usual)
        case Do.HAND_IN:
            return HandIn(at=at, by=by, learner=key, action=name)
        case Do.ACCEPT:
            return Accept(at=at, by=by, learner=key, action=name)
        case Do.GIVE_BACK:
            return GiveBack(at=at, by=by, learner=key, action=name, reason=words)
        case Do.STRETCH:
            return RateStretch(at=at, by=by, learner=key, action=name, stretch=step.stretch)
        case Do.REDATE:
            due_on = today + timedelta(days=step.due)
            return Redate(at=at, by=by, learner=key, action=name, due_on=due_on, reason=words)
    assert step.do is Do.DROP, step
    return Drop(at=at, by=by, learner=key, action=name, reason=words)


def shown(learner: str, step: StepWords, at: datetime, usual: Usual | None) -> ShowEvidence:
    """One piece of evidence: a link, a file, or words."""
    link = f"https://{step.link}" if step.link else None
    words = None if link or step.file else step.words or (usual.done if usual else None)
    return ShowEvidence(at=at, by=learner, learner=learner, action=step.action, words=words, link=link, file=step.file)
