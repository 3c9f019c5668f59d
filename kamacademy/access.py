"""Who may do what: permissions, rules, the POLICY table and the guard that no answer slips past.

A rule is `(person, subject, today) -> bool` and looks only at what it is given. A view loads its subject, then calls
`authorize(Permission.X, subject)`. Denied by default twice: whoever is not signed in is sent to sign in, and an
answer given without `authorize` is refused before anything is committed.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from flask import Flask, Response, abort, current_app, g, jsonify, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from kamacademy import clock

if TYPE_CHECKING:
    from kamacademy.people.models import Person

View = TypeVar("View", bound=Callable[..., Any])


class Function(StrEnum):
    """What a person does in the academy; one person may hold several. Not the job role."""

    LEARNER = "learner"
    COACH = "coach"
    LEARNING_TEAM = "learning-team"
    LEADER = "leader"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """Every act that the academy guards."""

    OPEN_FIRST_PAGE = "open the first page"
    CHANGE_OWN_ACCOUNT = "change one's own password or theme"
    LEARN = "take modules"
    CONTINUE_LEARNING = "continue a module, sitting, scenario or exercise begun by oneself"
    READ_PROFILE = "read a person's competency profile"
    OBSERVE = "record an observation of a person"
    CHANGE_OBSERVATION = "change an observation not yet shared"
    READ_OBSERVATION = "read an observation in full"
    ANSWER_OBSERVATION = "give one's own view and acknowledge"
    AMEND_NOTE = "change a note after it was shared"
    TALK_ABOUT_NOTE = "reply and settle in the conversation about a note"
    OPEN_NOTES = "open one's notes to a later coach"
    READ_PLAN = "read a person's development plan"
    CHANGE_PLAN = "change or agree a person's development plan"
    WORK_ON_OWN_PLAN = "hand in an action, and take what one learned into one's own plan"
    JUDGE_ACTION = "accept or return an action of a learner, and say how far it stretches"
    READ_READINGS = "read a person's KPI readings"
    ENTER_READING = "enter or correct a person's KPI readings"
    READ_GROUP_READINGS = "read the KPI readings of a team or a programme"
    READ_SCORECARD = "read the scorecard of a person"
    READ_GROUP_SCORECARD = "read the scorecard of a team or a programme, over all its people together"
    SEE_SCORECARDS = "see of which teams and programmes one may read the scorecard"
    ENTER_GROUP_READING = "enter or correct KPI readings of a team or a programme"
    IMPORT_READINGS = "import KPI readings from a file, and undo it"
    READ_IMPORTS = "read which files with KPI readings were imported"
    SEE_VISITS = "see one's own planned visits"
    PLAN_VISIT = "plan a visit with a learner"
    READ_VISIT = "read a planned visit and the sheet to prepare by"
    CHANGE_VISIT = "change or cancel a planned visit"
    GIVE_OWN_VIEW = "give one's own view of a planned visit"
    SEE_TEAM = "see one's own team"
    SEE_ACADEMY = "see counts over the whole academy"
    READ_RELEASES = "read releases of content and their differences"
    READ_REACTIONS = "read what people said of modules, in groups of five"
    READ_LIBRARY = "read KPI definitions and the framework"
    CORRECT_ITEMS = "correct a question after it was used"
    MANAGE_PEOPLE = "add, change and deactivate people"
    READ_AUDIT = "read the audit trail"
    MANAGE_MAIL = "see which letters left and send one again"
    PRACTISE = "answer the questions that come back after a lesson"
    READ_RETENTION = "read what is kept after sixty days, in counts"
    SEE_MARKING = "see which work waits for one's own mark"
    MARK_WORK = "mark a learner's answer or exercise"
    SETTLE_MARKS = "decide where two marks differ, and correct a mark"
    READ_MARK = "read the mark of one's own work"
    READ_AGREEMENT = "read how far markers agree, without names"
    READ_QUALITY = "read how questions and papers behave"
    SET_STANDARDS = "lead a panel of judges and sign a pass mark"
    JUDGE = "estimate on a panel that one was invited to"
    CARRY_FORM = "carry the coaching form on one's own phone"
    CERTIFY_RATERS = "enter who may attest, and end it"
    ANNOUNCE_ATTESTATION = "announce an attestation to a learner"
    SIGN_ATTESTATION = "sign an attestation that one made"
    ASK_TO_COPY = "ask whether one's own note may count as attested"
    ANSWER_COPY = "say whether a note about oneself may count as attested"
    SEE_PEER_FEEDBACK = "see which peer feedback is asked of one and by one"
    ASK_PEERS = "ask colleagues for feedback"
    CHOOSE_PEERS = "choose half of the colleagues who are asked about a learner"
    ANSWER_PEER_FEEDBACK = "answer about a colleague, where one was asked"
    READ_PEER_FEEDBACK = "read what colleagues said together, without names"
    LEAD_CALIBRATION = "lead calibration events and certify by them"
    CALIBRATE = "rate cases at an event that one was invited to, and read one's own report"
    CHOOSE_SECOND = "choose who rates a visit as second observer"
    DECLINE_SECOND = "say no to a second observer"
    RATE_AS_SECOND = "rate a visit as its second observer"
    READ_PAIR = "read two ratings of one visit side by side"
    READ_CRAFT = "read how somebody coaches, in counts"
    OVERSEE_RATERS = "see how everybody rates, and have it worked out again"
    READ_OWN_RATING = "read how one rates oneself"
    READ_TRANSCRIPT = "read what a person has learned and passed, and their certificates"
    ISSUE_CERTIFICATE = "issue oneself the certificate of a complete programme"
    ORDER_PAPERS = "have papers of everybody in one's care printed"
    FOLLOW_PAPERS = "see how far papers are that one ordered"
    FETCH_PAPERS = "fetch papers that one ordered"
    READ_STORY = "read gap, action, observation and result of a person on one time line"
    COMMIT = "commit oneself after a module, say how it was kept, and share it"
    READ_COMMITMENTS = "read commitments that a person shares"
    READ_KEPT_COMMITMENTS = "read how commitments are kept, in counts"
    PROPOSE_TRANSITION = "propose that somebody changes job role"
    SEE_TRANSITIONS = "see every change of job role"
    CONFIRM_TRANSITION = "stand behind a change of job role that a coach proposed"
    CHANGE_TRANSITION = "move or cancel a change of job role"
    READ_TRANSITION = "read of a change of job role"
    READ_NEXT_ROLE = "read which job role a learner has in mind next"
    NAME_NEXT_ROLE = "name the job role that one has in mind next"
    READ_JOB_AID = "read the one page to work by that a module has"
    READ_GUIDE = "read how the parts of a module that somebody leads are led"
    READ_COVERAGE = "read what the content covers and what it lacks"
    READ_ROLLOUTS = "read who begins when in a staggered roll-out"
    PLAN_ROLLOUT = "plan a staggered roll-out, draw its order and archive it"
    READ_EFFECTS = "read whether a module or programme moved a measure"
    ASK_STUDY = "ask whether a module or programme moved a measure"
    READ_WORTH = "read what an effect was worth against what it cost"
    RECKON_WORTH = "state the assumptions by which an effect is reckoned in money"


class HasCoach(Protocol):
    """Anything written by a coach about a learner."""

    coach: "Person"
    learner: "Person"


class TellsOf(Protocol):
    """Anything that tells about several people."""

    told_of: Sequence["Person"]


Rule = Callable[["Person", object, date], bool]


def learner_of(subject: object) -> "Person":
    """The person a subject belongs to: itself, or its learner."""
    return cast("Person", getattr(subject, "learner", subject))


def anyone(person: "Person", subject: object, today: date) -> bool:
    """Everyone who is signed in."""
    return True


def own(person: "Person", subject: object, today: date) -> bool:
    """The subject is the person's own."""
    return learner_of(subject).id == person.id


def not_own(person: "Person", subject: object, today: date) -> bool:
    """The subject is somebody else's."""
    return not own(person, subject, today)


def present_coach(person: "Person", subject: object, today: date) -> bool:
    """The person coaches the subject's learner today."""
    return learner_of(subject).is_coached_by(person, today)


def wrote(person: "Person", subject: object, today: date) -> bool:
    """The person wrote the observation."""
    return cast(HasCoach, subject).coach.id == person.id


def shared_and_own(person: "Person", subject: object, today: date) -> bool:
    """The observation is about the person and has been shared with them."""
    return own(person, subject, today) and bool(getattr(subject, "is_shared", False))


def announced(person: "Person", subject: object, today: date) -> bool:
    """The planned visit is the announcement of an attestation."""
    return getattr(subject, "purpose", None) == "attestation"


def opened_to(person: "Person", subject: object, today: date) -> bool:
    """The learner has opened the note to the person."""
    return person.id in getattr(subject, "opened_to", ())


def is_shared(person: "Person", subject: object, today: date) -> bool:
    """The observation has been shared with its learner."""
    return bool(getattr(subject, "is_shared", False))


def both_in(person: "Person", subject: object, today: date) -> bool:
    """Two people have rated the visit, and neither can be led by the other any more."""
    return bool(getattr(subject, "are_both_in", False))


def cares_for_all(person: "Person", subject: object, today: date) -> bool:
    """The person coaches everybody of whom the subject tells, today."""
    told_of = cast(TellsOf, subject).told_of
    return bool(told_of) and all(one.is_coached_by(person, today) for one in told_of)


def waits_to_be_confirmed(person: "Person", subject: object, today: date) -> bool:
    """The change of job role is only proposed."""
    return bool(getattr(subject, "awaits_confirmation", False))


def is_told(person: "Person", subject: object, today: date) -> bool:
    """The change of job role has been announced."""
    return bool(getattr(subject, "is_announced", False))


def stands_by(person: "Person", subject: object, today: date) -> bool:
    """The person is the buddy of whoever changes job role."""
    return getattr(subject, "buddy_id", None) == person.id


def own_seat(person: "Person", subject: object, today: date) -> bool:
    """The subject is a place kept for the person, on a panel or among the colleagues asked."""
    return getattr(subject, "person_id", None) == person.id


def leads(person: "Person", subject: object, today: date) -> bool:
    """The person coaches somebody of the team, today."""
    return person.id in getattr(subject, "coach_ids", ())


def belongs(person: "Person", subject: object, today: date) -> bool:
    """The person is in the team."""
    return person.id in getattr(subject, "member_ids", ())


def has(function: Function) -> Rule:
    """The person holds a function."""

    def rule(person: "Person", subject: object, today: date) -> bool:
        return function in person.functions

    return rule


def either(*rules: Rule) -> Rule:
    """One of the rules holds."""

    def rule(person: "Person", subject: object, today: date) -> bool:
        return any(one(person, subject, today) for one in rules)

    return rule


def negated(one: Rule) -> Rule:
    """The rule does not hold."""

    def rule(person: "Person", subject: object, today: date) -> bool:
        return not one(person, subject, today)

    return rule


def both(*rules: Rule) -> Rule:
    """All of the rules hold."""

    def rule(person: "Person", subject: object, today: date) -> bool:
        return all(one(person, subject, today) for one in rules)

    return rule


is_learner, is_coach = has(Function.LEARNER), has(Function.COACH)
is_learning_team, is_leader = has(Function.LEARNING_TEAM), has(Function.LEADER)
is_administrator = has(Function.ADMINISTRATOR)
own_or_coached = either(both(is_learner, own), both(is_coach, present_coach))
# The coach who will come along, as long as the learner is in their care.
comes_along = both(is_coach, wrote, present_coach)

POLICY: Mapping[Permission, Rule] = {
    Permission.OPEN_FIRST_PAGE: anyone,
    Permission.CHANGE_OWN_ACCOUNT: own,
    Permission.LEARN: is_learner,
    Permission.CONTINUE_LEARNING: both(is_learner, own),
    Permission.READ_PROFILE: own_or_coached,
    Permission.OBSERVE: both(is_coach, present_coach),
    Permission.CHANGE_OBSERVATION: both(is_coach, wrote, present_coach),
    Permission.READ_OBSERVATION: either(wrote, shared_and_own, both(is_coach, is_shared, opened_to, present_coach)),
    Permission.ANSWER_OBSERVATION: shared_and_own,
    Permission.AMEND_NOTE: both(is_coach, wrote, present_coach, is_shared),
    Permission.TALK_ABOUT_NOTE: either(shared_and_own, both(is_coach, wrote, is_shared)),
    Permission.OPEN_NOTES: both(is_learner, own),
    Permission.READ_PLAN: own_or_coached,
    Permission.CHANGE_PLAN: own_or_coached,
    Permission.WORK_ON_OWN_PLAN: both(is_learner, own),
    Permission.JUDGE_ACTION: both(not_own, is_coach, present_coach),
    Permission.READ_READINGS: own_or_coached,
    Permission.ENTER_READING: own_or_coached,
    Permission.READ_SCORECARD: own_or_coached,
    Permission.READ_GROUP_SCORECARD: either(is_learning_team, is_leader, both(is_coach, leads)),
    Permission.SEE_SCORECARDS: either(is_coach, is_learning_team, is_leader),
    Permission.READ_GROUP_READINGS: either(is_learning_team, is_leader, both(is_coach, leads), belongs),
    Permission.ENTER_GROUP_READING: either(is_learning_team, both(is_coach, leads)),
    Permission.IMPORT_READINGS: either(is_learning_team, is_administrator),
    Permission.READ_IMPORTS: either(is_learning_team, is_leader, is_administrator),
    Permission.SEE_VISITS: either(is_learner, is_coach),
    Permission.PLAN_VISIT: own_or_coached,
    Permission.READ_VISIT: either(both(is_learner, own), comes_along),
    Permission.CHANGE_VISIT: either(both(is_learner, own, negated(announced)), comes_along),
    Permission.GIVE_OWN_VIEW: both(is_learner, own),
    Permission.SEE_TEAM: is_coach,
    Permission.SEE_ACADEMY: either(is_learning_team, is_leader),
    Permission.READ_RELEASES: is_learning_team,
    Permission.READ_REACTIONS: is_learning_team,
    Permission.READ_LIBRARY: anyone,
    Permission.CORRECT_ITEMS: is_learning_team,
    Permission.MANAGE_PEOPLE: is_administrator,
    Permission.READ_AUDIT: is_administrator,
    Permission.MANAGE_MAIL: is_administrator,
    Permission.PRACTISE: both(is_learner, own),
    Permission.READ_RETENTION: is_learning_team,
    Permission.SEE_MARKING: either(is_coach, is_learning_team),
    Permission.MARK_WORK: both(not_own, either(both(is_coach, present_coach), is_learning_team)),
    Permission.SETTLE_MARKS: both(not_own, is_learning_team),
    Permission.READ_MARK: both(is_learner, own),
    Permission.READ_AGREEMENT: is_learning_team,
    Permission.READ_QUALITY: is_learning_team,
    Permission.SET_STANDARDS: is_learning_team,
    Permission.JUDGE: own_seat,
    Permission.SEE_PEER_FEEDBACK: own,
    Permission.ASK_PEERS: both(is_learner, own),
    Permission.CHOOSE_PEERS: both(is_coach, present_coach),
    Permission.ANSWER_PEER_FEEDBACK: own_seat,
    Permission.READ_PEER_FEEDBACK: own_or_coached,
    Permission.LEAD_CALIBRATION: is_learning_team,
    Permission.CALIBRATE: own_seat,
    Permission.CHOOSE_SECOND: comes_along,
    Permission.DECLINE_SECOND: both(is_learner, own),
    Permission.RATE_AS_SECOND: own_seat,
    Permission.READ_PAIR: both(both_in, either(wrote, own_seat)),
    Permission.OVERSEE_RATERS: is_learning_team,
    Permission.READ_OWN_RATING: both(is_coach, own),
    Permission.READ_TRANSCRIPT: own_or_coached,
    Permission.ISSUE_CERTIFICATE: both(is_learner, own),
    Permission.ORDER_PAPERS: is_coach,
    Permission.FOLLOW_PAPERS: both(is_coach, own_seat),
    Permission.FETCH_PAPERS: both(is_coach, own_seat, cares_for_all),
    Permission.READ_STORY: own_or_coached,
    Permission.COMMIT: both(is_learner, own),
    Permission.READ_COMMITMENTS: own_or_coached,
    Permission.READ_KEPT_COMMITMENTS: is_learning_team,
    Permission.PROPOSE_TRANSITION: both(not_own, either(is_administrator, both(is_coach, present_coach))),
    Permission.SEE_TRANSITIONS: is_administrator,
    Permission.CONFIRM_TRANSITION: both(not_own, is_administrator),
    Permission.CHANGE_TRANSITION: both(
        not_own, either(is_administrator, both(is_coach, present_coach, waits_to_be_confirmed))
    ),
    Permission.READ_TRANSITION: either(
        is_administrator, both(is_coach, present_coach), both(is_told, either(own, stands_by))
    ),
    Permission.READ_NEXT_ROLE: own_or_coached,
    Permission.NAME_NEXT_ROLE: both(is_learner, own),
    Permission.READ_CRAFT: either(both(is_coach, own), both(is_coach, present_coach)),
    Permission.CARRY_FORM: either(is_learner, is_coach),
    Permission.CERTIFY_RATERS: is_administrator,
    Permission.ANNOUNCE_ATTESTATION: both(is_coach, present_coach),
    Permission.SIGN_ATTESTATION: comes_along,
    Permission.ASK_TO_COPY: comes_along,
    Permission.ANSWER_COPY: shared_and_own,
    Permission.READ_JOB_AID: either(is_learner, is_coach, is_learning_team),
    Permission.READ_GUIDE: either(is_coach, is_learning_team),
    Permission.READ_COVERAGE: is_learning_team,
    Permission.READ_ROLLOUTS: either(is_learning_team, is_leader),
    Permission.PLAN_ROLLOUT: is_learning_team,
    Permission.READ_EFFECTS: either(is_learning_team, is_leader),
    Permission.ASK_STUDY: is_learning_team,
    Permission.READ_WORTH: either(is_learning_team, is_leader),
    Permission.RECKON_WORTH: is_learning_team,
}

# Endpoints open to all: listed, so that a test can hold them against every other route.
PUBLIC_EXTENSION_ENDPOINTS = frozenset({"static", "bootstrap.static", "htmx.static", "corridor_files.static"})


def public(view: View) -> View:
    """Mark a view as open without signing in."""
    view.is_public = True  # type: ignore[attr-defined]  # a mark on the function, read by the guard below
    return view


def for_devices(view: View) -> View:
    """Mark a view that a program on a phone asks: it is told to sign in, where a page would lead there."""
    view.is_for_devices = True  # type: ignore[attr-defined]  # a mark on the function, read by the guard below
    return view


def person_signed_in() -> "Person":
    """The person who is signed in; only for views behind the guard."""
    return cast("Person", current_user._get_current_object())


def allowed(permission: Permission, subject: object, person: "Person | None" = None) -> bool:
    """Whether a person, by default the one signed in, may do this with the subject."""
    who = person if person is not None else person_signed_in()
    return who.is_active and POLICY[permission](who, subject, clock.today())


def authorize(permission: Permission, subject: object = None) -> None:
    """Let the view go on, or refuse with 403 and an audit event. Every guarded view calls it."""
    g.authorized = True
    if not allowed(permission, subject):
        current_app.extensions["on_denied"](permission, person_signed_in().id)
        abort(403)


def is_public(endpoint: str | None) -> bool:
    """Whether an endpoint is open without signing in."""
    if endpoint is None or endpoint in PUBLIC_EXTENSION_ENDPOINTS:
        return True
    return getattr(current_app.view_functions[endpoint], "is_public", False) is True


def is_for_devices(endpoint: str | None) -> bool:
    """Whether a program on a phone asks there."""
    return getattr(current_app.view_functions.get(endpoint or ""), "is_for_devices", False) is True


def may_go_on() -> bool:
    """Whether somebody is signed in and has a password of their own."""
    return bool(current_user.is_authenticated) and not person_signed_in().must_change_password


def told_to_sign_in() -> AnyResponse:
    """What a program on a phone is told: that a page must be visited first."""
    answer = jsonify({"state": "sign-in"})
    answer.status_code = 401
    answer.headers["Cache-Control"] = "no-store"
    return answer


# What is open to somebody who still has the password that was given to them.
OPEN_BEFORE_OWN_PASSWORD = frozenset({"people.account", "people.theme", "people.sign_out"})


def turn_away() -> AnyResponse | None:
    """Send whoever is not signed in to the sign-in page, and whoever needs a password of their own to choose one."""
    if is_public(request.endpoint):
        return None
    if is_for_devices(request.endpoint) and not may_go_on():
        return told_to_sign_in()
    if not current_user.is_authenticated:
        wanted = request.full_path.rstrip("?") if request.method == "GET" else None
        return away_to(url_for("people.sign_in", next=wanted if wanted != "/" else None))
    if person_signed_in().must_change_password and request.endpoint not in OPEN_BEFORE_OWN_PASSWORD:
        return away_to(url_for("people.account"))
    return None


def away_to(address: str) -> AnyResponse:
    """Go elsewhere before the view is asked, so that it need not authorize."""
    g.turned_away = True
    return redirect(address, 303)


def refuse_unguarded(response: Response) -> Response:
    """Fail an answer below 400 that was given without `authorize`."""
    if response.status_code >= 400 or is_public(request.endpoint) or "authorized" in g or "turned_away" in g:
        return response
    current_app.logger.error("%s answered without authorize()", request.endpoint)
    return current_app.make_response(("This page forgot to ask for permission.", 500))


def init_app(app: Flask) -> None:
    """Guard every request."""
    app.before_request(turn_away)
    app.after_request(refuse_unguarded)
    app.jinja_env.globals.update(allowed=allowed, Permission=Permission, Function=Function)
