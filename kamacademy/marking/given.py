"""What a marker has chosen and typed so far, and what a mark still needs before it counts. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kamacademy.exercise.documents import Rubric
from kamacademy.exercise.rubric import shortfalls
from kamacademy.marking.turn import Decision, Turn

CANNOT_TELL = "unknown"
LONGEST = 2000
TEXTS = ("strength", "improve", "reason", "note")


@dataclass(frozen=True, slots=True)
class Given:
    """A mark as it stands in the form. A line missing in `points` is not chosen yet; None is "cannot tell"."""

    points: Mapping[str, int | None] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    grade: str = ""
    strength: str = ""
    improve: str = ""
    reason: str = ""
    note: str = ""


def points_name(line: str) -> str:
    """The name of a line's points in the form. Ids hold no underscore, so that no two fields share a name."""
    return f"p_{line}"


def comment_name(line: str) -> str:
    """The name of a line's comment in the form."""
    return f"c_{line}"


def read(rubric: Rubric, form: Mapping[str, Sequence[str]]) -> Given:
    """What a form sent. Points that a line does not give are taken as not chosen."""

    def first(name: str) -> str:
        return next(iter(form.get(name, ())), "").replace("\r\n", "\n").strip()[: 2 * LONGEST]

    points: dict[str, int | None] = {}
    for line in rubric.lines:
        sent = first(points_name(line.id))
        if sent == CANNOT_TELL:
            points[line.id] = None
        elif sent in {str(one) for one in range(line.points + 1)}:
            points[line.id] = int(sent)
    return Given(
        points=points,
        comments={line.id: first(comment_name(line.id)) for line in rubric.lines},
        grade=first("grade") if first("grade") in rubric.grades else "",
        **{name: first(name) for name in TEXTS},
    )


def problems(rubric: Rubric, given: Given, decision: Decision, turn: Turn) -> dict[str, str]:
    """Everything that keeps a mark from counting, by name in the form: what to do about it."""
    return dict(found_problems(rubric, given, decision, turn))


def found_problems(rubric: Rubric, given: Given, decision: Decision, turn: Turn) -> Iterator[tuple[str, str]]:
    """The problems in the order of the form; `act` is about the mark as a whole."""
    yield from line_problems(rubric, given, decision, turn)
    if decision is not Decision.POINTS:
        if not given.strength:
            yield "strength", "Name one thing that is strong in this work."
        if not given.improve:
            yield "improve", "Name one thing to improve."
    if rubric.grades and not given.grade:
        yield "grade", "Choose the grade of the work as a whole."
    if not given.reason and (decision is Decision.RETURN or turn is Turn.CORRECTION):
        is_return = decision is Decision.RETURN
        yield "reason", "Say what is missing before you return it." if is_return else "Say why it is corrected."
    for name in TEXTS:
        if len(getattr(given, name)) > LONGEST:
            yield name, f"Keep this below {LONGEST:,} characters."


def line_problems(rubric: Rubric, given: Given, decision: Decision, turn: Turn) -> Iterator[tuple[str, str]]:
    """Lines without points, and points that are not enough for acceptance; what was accepted once stays so."""
    for line in rubric.lines:
        if line.id not in given.points:
            yield points_name(line.id), "Choose the points, or “Cannot tell”."
        elif given.points[line.id] is None and decision is Decision.ACCEPT:
            yield points_name(line.id), "Acceptance needs points here. If you cannot tell, return the work and say why."
        if len(given.comments.get(line.id, "")) > LONGEST:
            yield comment_name(line.id), f"Keep this below {LONGEST:,} characters."
    known = {line: points for line, points in given.points.items() if points is not None}
    is_whole = len(known) == len(rubric.lines)
    decides = decision is Decision.ACCEPT and turn is not Turn.CORRECTION
    if decides and is_whole and (reasons := list(shortfalls(rubric, known))):
        yield "act", f"The rubric does not accept this work. {' '.join(reasons)}"
    if decision is Decision.POINTS and not known and len(given.points) == len(rubric.lines):
        yield "act", "Judge at least one line: without any, there are no points to give."
