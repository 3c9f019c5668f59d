"""All plans by what they need, plans in counts, and the library of plan actions."""

from flask import Blueprint, render_template, request

from kamacademy import clock
from kamacademy.access import Function, Permission, authorize, person_signed_in
from kamacademy.board import queries
from kamacademy.board.action_shelves import Wanted
from kamacademy.board.findings import GROUPS
from kamacademy.board.page import board_of
from kamacademy.board.plan_counts import HEADS, folded
from kamacademy.development.action_library import KIND_WORDS
from kamacademy.tally.operations import tallied

board = Blueprint("board", __name__, template_folder="templates")


@board.get("/team/plans")
def plans() -> str:
    """All plans of a coach's people by what needs attention, and the teams of coaches in care in counts."""
    authorize(Permission.SEE_TEAM)
    coach, day = person_signed_in(), clock.today()
    care = queries.people_in_care(coach, day)
    return render_template(
        "board/plans.html",
        board=board_of(care, request.args.get("show")),
        groups=queries.counts_by_coach(coach, care, day),
        heads=HEADS,
    )


@board.get("/academy/plans")
def plans_by_team() -> str:
    """How plans stand in each team, in counts that point at nobody."""
    authorize(Permission.SEE_ACADEMY)
    today = clock.today()
    counted = tallied("plans-by-team", GROUPS, lambda: queries.counts_by_team(today), clock.now())
    groups, without = folded(counted.counts)
    return render_template(
        "board/plans-by-team.html", groups=groups, without=without, counted_at=counted.at, heads=HEADS
    )


@board.get("/library")
def action_library() -> str:
    """The library of plan actions, to read and to search."""
    authorize(Permission.READ_LIBRARY)
    reader, kind = person_signed_in(), request.args.get("kind", "")
    wanted = Wanted(request.args.get("words", "").strip(), kind if kind in KIND_WORDS else "")
    return render_template(
        "board/library.html",
        library=queries.library_for(reader, wanted),
        wanted=wanted,
        kinds=KIND_WORDS,
        learns=Function.LEARNER in reader.functions,
    )
