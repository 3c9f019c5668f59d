"""The scorecards of a person, a team and a programme, and the list of those one may read."""

from flask import Blueprint, render_template, url_for

from kamacademy import clock
from kamacademy.access import Permission, allowed, authorize, person_signed_in
from kamacademy.content.queries import library
from kamacademy.curriculum.documents import Programme
from kamacademy.development.queries import lexicon_in
from kamacademy.kpi.queries import programme_of, team_of
from kamacademy.people.market import market_of
from kamacademy.people.queries import person, team
from kamacademy.scorecard import queries
from kamacademy.scorecard.measures import Whose
from kamacademy.scorecard.next_step import NextStep, Way

scorecard = Blueprint("scorecard", __name__, template_folder="templates")


@scorecard.get("/scorecards")
def cards() -> str:
    """The cards of teams and programmes: all for who sees the academy, of those in one's care for a coach."""
    authorize(Permission.SEE_SCORECARDS)
    reader, sees_all = person_signed_in(), allowed(Permission.SEE_ACADEMY, None)
    programmes = library().all(Programme, "programme") if sees_all else {}
    return render_template(
        "scorecard/cards.html", sees_all=sees_all,
        teams=queries.all_teams() if sees_all else queries.teams_coached(reader, clock.today()),
        programmes=[(slug, one.title) for slug, one in programmes.items()],
    )  # fmt: skip


@scorecard.get("/people/<int:person_id>/kpis/scorecard")
def of_person(person_id: int) -> str:
    """The scorecard of a person's job role."""
    learner = person(person_id)
    authorize(Permission.READ_SCORECARD, learner)

    def next_url(step: NextStep, code: str) -> str | None:
        if step.way is Way.ACTION:
            return url_for("plan.running", person_id=learner.id)
        if step.way is Way.MODULE:
            return address_of_module(step.key)
        return url_for("proposal.try_it", person_id=learner.id, kind="result", key=code.lower())

    def line_url(whose: Whose, code: str) -> str | None:
        if whose is Whose.OWN:
            return url_for("outcome.result", person_id=learner.id, code=code.lower())
        if whose is Whose.TEAM and learner.team_id is not None:
            return url_for("outcome.team_result", team_id=learner.team_id, code=code.lower())
        return None

    return render_template(
        "scorecard/of-person.html", learner=learner, is_own=learner.id == person_signed_in().id,
        card=queries.card_of(learner, library()), next_url=next_url, line_url=line_url,
    )  # fmt: skip


@scorecard.get("/teams/<int:team_id>/scorecard")
def of_team(team_id: int) -> str:
    """The scorecard of a team: its own measures, and all its people together."""
    group = team_of(team_id, clock.today())
    authorize(Permission.READ_GROUP_SCORECARD, group)
    found = queries.card_of_team(group, market_of(None, team(team_id).market), library())

    def line_url(whose: Whose, code: str) -> str | None:
        return url_for("outcome.team_result", team_id=team_id, code=code.lower()) if whose is Whose.TEAM else None

    return render_template(
        "scorecard/of-group.html", group=group, card=found, next_url=group_next_url, line_url=line_url,
        paper="reports.team_scorecard", of={"team_id": team_id},
    )  # fmt: skip


@scorecard.get("/programmes/<slug>/scorecard")
def of_programme(slug: str) -> str:
    """The scorecard of a programme: everybody assigned to it together, and what is measured for a programme."""
    group = programme_of(slug, library())
    authorize(Permission.READ_GROUP_SCORECARD, group)

    def line_url(whose: Whose, code: str) -> str | None:
        return url_for("outcome.programme_result", slug=slug, code=code.lower()) if whose is Whose.PROGRAMME else None

    return render_template(
        "scorecard/of-group.html", group=group, card=queries.card_of_programme(group, library()),
        next_url=group_next_url, line_url=line_url, paper="reports.programme_scorecard", of={"slug": slug},
    )  # fmt: skip


def group_next_url(step: NextStep, code: str) -> str | None:
    """Where what comes next for a group is read; None where it is only said."""
    if step.way is Way.MODULE:
        return address_of_module(step.key)
    if step.way is Way.CHAIN:
        return url_for("impact.effects")
    return url_for("board.action_library", words=code) if step.way is Way.LIBRARY else None


def address_of_module(slug: str) -> str | None:
    """Where somebody reads of a module: who learns its own page, others its job aid; None for who may read neither."""
    found = lexicon_in(library()).modules[slug]
    if allowed(Permission.LEARN, None) and found.programme:
        return url_for("curriculum.module", programme=found.programme, module=slug)
    if allowed(Permission.READ_JOB_AID, None) and found.has_job_aid:
        return url_for("handout.job_aid", module=slug)
    return None
