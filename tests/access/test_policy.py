"""Who may do what: every permission asked of every kind of person.

The persons: **self** is the learner whom it is about; **other** another learner; **coach** has the learner in their
care today; **former** had until last month; **foreign** coaches somebody else; **authors** are the learning team;
**closed** is the learner again, with every function there is, after the account was closed.

The subjects: **learner** is the person or anything that belongs to them; **draft** an observation by the present coach
that is not shared; **present** one that the present coach shared; **shared** one that the former coach shared;
**opened** the same, opened by the learner to the present coach and to a coach of somebody else; **half** a draft of the
former coach with such an opening, which must not count; **unsent** a draft that the former coach left behind;
**visit** one planned with the present coach, **announced** the same as an attestation, **earlier** one planned with the
former coach; **self** whoever asks; **seat** the learner's place on a panel of judges, or among the colleagues asked;
**blind** a visit that the present coach and, as second observer, the coach of somebody else rate, **rated** the same
once both ratings are in, **beyond** one of the former coach; **order** papers that the present coach ordered about
the learner, **left** the same by the former coach, **nobody** papers of the present coach that tell of nobody;
**team** the learner's team, in which the present coach coaches; **whole** a programme, which has no members of its own;
**asked** a change of the learner's job role that waits to be confirmed, **settled** one that is announced, with another
learner as buddy.
"""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from kamacademy import clock
from kamacademy.access import POLICY, Function, Permission, allowed
from kamacademy.people.models import CoachingRelation, Person
from tests.world import NOW

TABLE = """
                              self  other coach former foreign authors leader admin closed
OPEN_FIRST_PAGE      learner  yes   yes   yes   yes    yes     yes     yes    yes   -
CHANGE_OWN_ACCOUNT   learner  yes   -     -     -      -       -       -      -     -
CHANGE_OWN_ACCOUNT   self     yes   yes   yes   yes    yes     yes     yes    yes   -
LEARN                learner  yes   yes   -     -      -       -       -      -     -
CONTINUE_LEARNING    learner  yes   -     -     -      -       -       -      -     -
READ_PROFILE         learner  yes   -     yes   -      -       -       -      -     -
OBSERVE              learner  -     -     yes   -      -       -       -      -     -
CHANGE_OBSERVATION   draft    -     -     yes   -      -       -       -      -     -
CHANGE_OBSERVATION   unsent   -     -     -     -      -       -       -      -     -
READ_OBSERVATION     draft    -     -     yes   -      -       -       -      -     -
READ_OBSERVATION     shared   yes   -     -     yes    -       -       -      -     -
READ_OBSERVATION     unsent   -     -     -     yes    -       -       -      -     -
ANSWER_OBSERVATION   draft    -     -     -     -      -       -       -      -     -
READ_OBSERVATION     opened   yes   -     yes   yes    -       -       -      -     -
READ_OBSERVATION     half     -     -     -     yes    -       -       -      -     -
ANSWER_OBSERVATION   shared   yes   -     -     -      -       -       -      -     -
ANSWER_OBSERVATION   opened   yes   -     -     -      -       -       -      -     -
AMEND_NOTE           draft    -     -     -     -      -       -       -      -     -
AMEND_NOTE           present  -     -     yes   -      -       -       -      -     -
AMEND_NOTE           shared   -     -     -     -      -       -       -      -     -
AMEND_NOTE           opened   -     -     -     -      -       -       -      -     -
TALK_ABOUT_NOTE      draft    -     -     -     -      -       -       -      -     -
TALK_ABOUT_NOTE      present  yes   -     yes   -      -       -       -      -     -
TALK_ABOUT_NOTE      opened   yes   -     -     yes    -       -       -      -     -
OPEN_NOTES           learner  yes   -     -     -      -       -       -      -     -
OPEN_NOTES           shared   yes   -     -     -      -       -       -      -     -
READ_PLAN            learner  yes   -     yes   -      -       -       -      -     -
CHANGE_PLAN          learner  yes   -     yes   -      -       -       -      -     -
WORK_ON_OWN_PLAN     learner  yes   -     -     -      -       -       -      -     -
WORK_ON_OWN_PLAN     self     yes   yes   -     -      -       -       -      -     -
JUDGE_ACTION         learner  -     -     yes   -      -       -       -      -     -
JUDGE_ACTION         self     -     -     -     -      -       -       -      -     -
READ_READINGS        learner  yes   -     yes   -      -       -       -      -     -
ENTER_READING        learner  yes   -     yes   -      -       -       -      -     -
READ_GROUP_READINGS  team     yes   -     yes   -      -       yes     yes    -     -
READ_GROUP_READINGS  whole    -     -     -     -      -       yes     yes    -     -
READ_SCORECARD       learner  yes   -     yes   -      -       -       -      -     -
READ_SCORECARD       self     yes   yes   -     -      -       -       -      -     -
READ_GROUP_SCORECARD team     -     -     yes   -      -       yes     yes    -     -
READ_GROUP_SCORECARD whole    -     -     -     -      -       yes     yes    -     -
SEE_SCORECARDS       learner  -     -     yes   yes    yes     yes     yes    -     -
ENTER_GROUP_READING  team     -     -     yes   -      -       yes     -      -     -
ENTER_GROUP_READING  whole    -     -     -     -      -       yes     -      -     -
IMPORT_READINGS      learner  -     -     -     -      -       yes     -      yes   -
READ_IMPORTS         learner  -     -     -     -      -       yes     yes    yes   -
SEE_VISITS           learner  yes   yes   yes   yes    yes     -       -      -     -
PLAN_VISIT           learner  yes   -     yes   -      -       -       -      -     -
READ_VISIT           visit    yes   -     yes   -      -       -       -      -     -
READ_VISIT           earlier  yes   -     -     -      -       -       -      -     -
CHANGE_VISIT         visit    yes   -     yes   -      -       -       -      -     -
CHANGE_VISIT         announced -    -     yes   -      -       -       -      -     -
CHANGE_VISIT         earlier  yes   -     -     -      -       -       -      -     -
GIVE_OWN_VIEW        visit    yes   -     -     -      -       -       -      -     -
GIVE_OWN_VIEW        earlier  yes   -     -     -      -       -       -      -     -
SEE_TEAM             learner  -     -     yes   yes    yes     -       -      -     -
SEE_ACADEMY          learner  -     -     -     -      -       yes     yes    -     -
READ_RELEASES        learner  -     -     -     -      -       yes     -      -     -
CORRECT_ITEMS        learner  -     -     -     -      -       yes     -      -     -
READ_REACTIONS       learner  -     -     -     -      -       yes     -      -     -
READ_LIBRARY         learner  yes   yes   yes   yes    yes     yes     yes    yes   -
READ_JOB_AID         learner  yes   yes   yes   yes    yes     yes     -      -     -
READ_GUIDE           learner  -     -     yes   yes    yes     yes     -      -     -
READ_COVERAGE        learner  -     -     -     -      -       yes     -      -     -
READ_ROLLOUTS        learner  -     -     -     -      -       yes     yes    -     -
PLAN_ROLLOUT         learner  -     -     -     -      -       yes     -      -     -
READ_EFFECTS         learner  -     -     -     -      -       yes     yes    -     -
ASK_STUDY            learner  -     -     -     -      -       yes     -      -     -
READ_WORTH           learner  -     -     -     -      -       yes     yes    -     -
RECKON_WORTH         learner  -     -     -     -      -       yes     -      -     -
MANAGE_PEOPLE        learner  -     -     -     -      -       -       -      yes   -
READ_AUDIT           learner  -     -     -     -      -       -       -      yes   -
MANAGE_MAIL          learner  -     -     -     -      -       -       -      yes   -
PRACTISE             learner  yes   -     -     -      -       -       -      -     -
PRACTISE             self     yes   yes   -     -      -       -       -      -     -
READ_RETENTION       learner  -     -     -     -      -       yes     -      -     -
SEE_MARKING          learner  -     -     yes   yes    yes     yes     -      -     -
MARK_WORK            learner  -     -     yes   -      -       yes     -      -     -
MARK_WORK            self     -     -     -     -      -       -       -      -     -
SETTLE_MARKS         learner  -     -     -     -      -       yes     -      -     -
SETTLE_MARKS         self     -     -     -     -      -       -       -      -     -
READ_MARK            learner  yes   -     -     -      -       -       -      -     -
READ_AGREEMENT       learner  -     -     -     -      -       yes     -      -     -
READ_QUALITY         learner  -     -     -     -      -       yes     -      -     -
SET_STANDARDS        learner  -     -     -     -      -       yes     -      -     -
CARRY_FORM           learner  yes   yes   yes   yes    yes     -       -      -     -
JUDGE                seat     yes   -     -     -      -       -       -      -     -
JUDGE                learner  -     -     -     -      -       -       -      -     -
CERTIFY_RATERS       learner  -     -     -     -      -       -       -      yes   -
ANNOUNCE_ATTESTATION learner  -     -     yes   -      -       -       -      -     -
SIGN_ATTESTATION     draft    -     -     yes   -      -       -       -      -     -
SIGN_ATTESTATION     unsent   -     -     -     -      -       -       -      -     -
ASK_TO_COPY          draft    -     -     yes   -      -       -       -      -     -
ASK_TO_COPY          shared   -     -     -     -      -       -       -      -     -
ANSWER_COPY          draft    -     -     -     -      -       -       -      -     -
ANSWER_COPY          shared   yes   -     -     -      -       -       -      -     -
SEE_PEER_FEEDBACK    self     yes   yes   yes   yes    yes     yes     yes    yes   -
SEE_PEER_FEEDBACK    learner  yes   -     -     -      -       -       -      -     -
ASK_PEERS            self     yes   yes   -     -      -       -       -      -     -
ASK_PEERS            learner  yes   -     -     -      -       -       -      -     -
CHOOSE_PEERS         learner  -     -     yes   -      -       -       -      -     -
ANSWER_PEER_FEEDBACK seat     yes   -     -     -      -       -       -      -     -
ANSWER_PEER_FEEDBACK learner  -     -     -     -      -       -       -      -     -
READ_PEER_FEEDBACK   learner  yes   -     yes   -      -       -       -      -     -
LEAD_CALIBRATION     learner  -     -     -     -      -       yes     -      -     -
CALIBRATE            seat     yes   -     -     -      -       -       -      -     -
CALIBRATE            learner  -     -     -     -      -       -       -      -     -
CHOOSE_SECOND        blind    -     -     yes   -      -       -       -      -     -
CHOOSE_SECOND        beyond   -     -     -     -      -       -       -      -     -
DECLINE_SECOND       blind    yes   -     -     -      -       -       -      -     -
RATE_AS_SECOND       blind    -     -     -     -      yes     -       -      -     -
RATE_AS_SECOND       beyond   -     -     -     -      yes     -       -      -     -
READ_PAIR            blind    -     -     -     -      -       -       -      -     -
READ_PAIR            rated    -     -     yes   -      yes     -       -      -     -
READ_PAIR            beyond   -     -     -     yes    yes     -       -      -     -
READ_CRAFT           self     -     -     yes   yes    yes     -       -      -     -
READ_CRAFT           learner  -     -     yes   -      -       -       -      -     -
OVERSEE_RATERS       learner  -     -     -     -      -       yes     -      -     -
OVERSEE_RATERS       self     -     -     -     -      -       yes     -      -     -
READ_OWN_RATING      self     -     -     yes   yes    yes     -       -      -     -
READ_OWN_RATING      learner  -     -     -     -      -       -       -      -     -
READ_TRANSCRIPT      learner  yes   -     yes   -      -       -       -      -     -
ISSUE_CERTIFICATE    learner  yes   -     -     -      -       -       -      -     -
ORDER_PAPERS         learner  -     -     yes   yes    yes     -       -      -     -
FOLLOW_PAPERS        order    -     -     yes   -      -       -       -      -     -
FOLLOW_PAPERS        left     -     -     -     yes    -       -       -      -     -
FETCH_PAPERS         order    -     -     yes   -      -       -       -      -     -
FETCH_PAPERS         left     -     -     -     -      -       -       -      -     -
FETCH_PAPERS         nobody   -     -     -     -      -       -       -      -     -
READ_STORY           learner  yes   -     yes   -      -       -       -      -     -
READ_STORY           self     yes   yes   -     -      -       -       -      -     -
COMMIT               learner  yes   -     -     -      -       -       -      -     -
COMMIT               self     yes   yes   -     -      -       -       -      -     -
READ_COMMITMENTS     learner  yes   -     yes   -      -       -       -      -     -
READ_KEPT_COMMITMENTS learner -     -     -     -      -       yes     -      -     -
PROPOSE_TRANSITION   learner  -     -     yes   -      -       -       -      yes   -
PROPOSE_TRANSITION   self     -     -     -     -      -       -       -      -     -
SEE_TRANSITIONS      learner  -     -     -     -      -       -       -      yes   -
CONFIRM_TRANSITION   asked    -     -     -     -      -       -       -      yes   -
CONFIRM_TRANSITION   self     -     -     -     -      -       -       -      -     -
CHANGE_TRANSITION    asked    -     -     yes   -      -       -       -      yes   -
CHANGE_TRANSITION    settled  -     -     -     -      -       -       -      yes   -
READ_TRANSITION      asked    -     -     yes   -      -       -       -      yes   -
READ_TRANSITION      settled  yes   yes   yes   -      -       -       -      yes   -
READ_NEXT_ROLE       learner  yes   -     yes   -      -       -       -      -     -
NAME_NEXT_ROLE       learner  yes   -     -     -      -       -       -      -     -
NAME_NEXT_ROLE       self     yes   yes   -     -      -       -       -      -     -
"""
KINDS, *ROWS = [line.split() for line in TABLE.strip().splitlines()]
CASES = [
    (permission, subject, kind, mark == "yes")
    for permission, subject, *marks in ROWS
    for kind, mark in zip(KINDS, marks, strict=True)
]


@dataclass
class Sheet:
    """An observation as the rules see it."""

    learner: Person
    coach: Person
    is_shared: bool
    opened_to: frozenset[int] = frozenset()


@dataclass
class Visit:
    """A planned visit as the rules see it."""

    learner: Person
    coach: Person
    purpose: str = "development"


@dataclass
class Seat:
    """A judge's place on a panel as the rules see it."""

    person_id: int


@dataclass
class TwoObservers:
    """A visit that two people rate as the rules see it."""

    learner: Person
    coach: Person
    person_id: int
    are_both_in: bool


@dataclass
class Order:
    """Papers that somebody ordered as the rules see them."""

    person_id: int
    told_of: tuple[Person, ...]


@dataclass
class Group:
    """A team or a programme as the rules see it."""

    member_ids: frozenset[int]
    coach_ids: frozenset[int]


@dataclass
class RoleChange:
    """A change of job role as the rules see it."""

    learner: Person
    buddy_id: int
    is_announced: bool

    @property
    def awaits_confirmation(self) -> bool:
        """Whether it is only proposed."""
        return not self.is_announced


def person(key: int, *functions: Function) -> Person:
    """Someone with a key and functions; in no database."""
    return Person(id=key, function_codes=[one.value for one in functions], coached_by=[])


def company() -> tuple[dict[str, Person], dict[str, object]]:
    """The people and subjects of the table, by name."""
    today = clock.today()
    people = {
        "self": person(1, Function.LEARNER),
        "other": person(2, Function.LEARNER),
        "coach": person(3, Function.COACH),
        "former": person(4, Function.COACH),
        "foreign": person(5, Function.COACH),
        "authors": person(6, Function.LEARNING_TEAM),
        "leader": person(7, Function.LEADER),
        "admin": person(8, Function.ADMINISTRATOR),
        "closed": person(1, *Function),
    }
    people["closed"].deactivated_at = NOW
    learner, began = people["self"], today - timedelta(days=30)
    learner.coached_by = [
        CoachingRelation(coach_id=4, starts_on=today - timedelta(days=300), ends_on=began - timedelta(days=1)),
        CoachingRelation(coach_id=3, starts_on=began),
    ]
    subjects = {
        "learner": learner,
        "draft": Sheet(learner, people["coach"], is_shared=False),
        "shared": Sheet(learner, people["former"], is_shared=True),
        "present": Sheet(learner, people["coach"], is_shared=True),
        "opened": Sheet(learner, people["former"], is_shared=True, opened_to=frozenset({3, 5})),
        "half": Sheet(learner, people["former"], is_shared=False, opened_to=frozenset({3})),
        "unsent": Sheet(learner, people["former"], is_shared=False),
        "seat": Seat(person_id=1),
        "order": Order(3, (learner,)),
        "left": Order(4, (learner,)),
        "nobody": Order(3, ()),
        "team": Group(frozenset({1}), frozenset({3})),
        "whole": Group(frozenset(), frozenset()),
        "visit": Visit(learner, people["coach"]),
        "asked": RoleChange(learner, 2, is_announced=False),
        "settled": RoleChange(learner, 2, is_announced=True),
        "announced": Visit(learner, people["coach"], "attestation"),
        "earlier": Visit(learner, people["former"]),
        "blind": TwoObservers(learner, people["coach"], 5, are_both_in=False),
        "rated": TwoObservers(learner, people["coach"], 5, are_both_in=True),
        "beyond": TwoObservers(learner, people["former"], 5, are_both_in=True),
    }
    return people, subjects


@pytest.mark.parametrize(("permission", "subject", "kind", "may"), CASES, ids=lambda one: str(one))
def test_the_policy_says(permission: str, subject: str, kind: str, may: bool) -> None:
    people, subjects = company()
    asking = people[kind]
    assert allowed(Permission[permission], subjects.get(subject, asking), asking) is may


def test_every_permission_is_in_the_policy_and_in_the_table() -> None:
    assert set(POLICY) == set(Permission)
    assert {row[0] for row in ROWS} == {permission.name for permission in Permission}


def test_a_coach_may_act_from_the_first_to_the_last_day_of_their_time() -> None:
    learner, coach, today = person(1, Function.LEARNER), person(3, Function.COACH), clock.today()
    day = timedelta(days=1)
    for starts_on, ends_on, may in (
        (today, None, True),
        (today, today, True),
        (today - day, today - day, False),
        (today + day, None, False),
        (today - day, today, True),
    ):
        learner.coached_by = [CoachingRelation(coach_id=coach.id, starts_on=starts_on, ends_on=ends_on)]
        assert allowed(Permission.READ_PROFILE, learner, coach) is may


def test_who_holds_several_functions_may_do_what_each_of_them_may() -> None:
    both = person(9, Function.COACH, Function.LEARNER)
    assert allowed(Permission.LEARN, both, both)
    assert allowed(Permission.SEE_TEAM, None, both)


def test_coaching_without_the_function_opens_nothing() -> None:
    learner, was_coach = person(1, Function.LEARNER), person(3, Function.LEARNER)
    learner.coached_by = [CoachingRelation(coach_id=3, starts_on=clock.today())]
    assert not allowed(Permission.READ_PROFILE, learner, was_coach)
    assert not allowed(Permission.OBSERVE, learner, was_coach)
