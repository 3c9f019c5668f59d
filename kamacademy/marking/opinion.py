"""One mark on a rubric: points and words by line, its share of the points, and how two marks differ. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from kamacademy.exercise.documents import Rubric, RubricLine
from kamacademy.marking.turn import Decision
from kamacademy.wording import counted, number

# Two marks differ when their totals are more than this share of all points apart ...
MOST_APART = 0.2
# ... or when any line is this many points apart.
LINE_APART = 2
DECISION_WORDS = {Decision.ACCEPT: "accepts", Decision.RETURN: "returns", Decision.POINTS: "gives points"}


@dataclass(frozen=True, slots=True)
class LineMark:
    """One line as it was marked, with its words copied. `points` None is "cannot tell", which is not 0."""

    id: str
    title: str
    points: int | None
    points_max: int
    anchor: str
    comment: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one mark says of a work."""

    decision: Decision
    lines: tuple[LineMark, ...]

    @property
    def points(self) -> int:
        """The points of all lines that could be judged."""
        return sum(line.points for line in self.lines if line.points is not None)

    @property
    def points_max(self) -> int:
        """The most points of all lines that could be judged."""
        return sum(line.points_max for line in self.lines if line.points is not None)

    @property
    def share(self) -> float:
        """The share of the points, 0 to 1, of the lines that could be judged; 0 where none could."""
        return self.points / self.points_max if self.points_max else 0.0

    @property
    def is_whole(self) -> bool:
        """True where every line could be judged."""
        return all(line.points is not None for line in self.lines)

    @property
    def stored_lines(self) -> list[dict[str, Any]]:
        """The lines as plain values. Any: they are kept as JSON."""
        return [asdict(line) for line in self.lines]

    @property
    def points_by_line(self) -> dict[str, int]:
        """Points of the lines that could be judged."""
        return {line.id: line.points for line in self.lines if line.points is not None}


def line_marks(rubric: Rubric, points: Mapping[str, int | None], comments: Mapping[str, str]) -> tuple[LineMark, ...]:
    """The lines of a rubric with what was given, each with its words as they are now."""
    return tuple(
        LineMark(
            id=line.id,
            title=line.title,
            points=points[line.id],
            points_max=line.points,
            anchor=anchor(line, points[line.id]),
            comment=comments.get(line.id, ""),
        )
        for line in rubric.lines
    )


def anchor(line: RubricLine, points: int | None) -> str:
    """The sentence of some points; between two sentences where the line has none for them."""
    if points is None:
        return "The marker could not tell from this work."
    if points in line.anchors:
        return line.anchors[points]
    below = max(one for one in line.anchors if one < points)
    above = min(one for one in line.anchors if one > points)
    return f"Between {below} and {above}."


def differences(one: Opinion, other: Opinion) -> tuple[str, ...]:
    """How two marks of one work differ so much that somebody must look, in words; nothing where they agree.

    One who could tell and one who could not differ too: otherwise the result would hang on who came first.
    """
    return tuple(found_differences(one, other))


def found_differences(one: Opinion, other: Opinion) -> Iterator[str]:
    """The differences: the decision, the total, each line."""
    if one.decision is not other.decision:
        yield f"One mark {DECISION_WORDS[one.decision]}, the other {DECISION_WORDS[other.decision]}."
    most = sum(line.points_max for line in one.lines)
    apart = abs(one.points - other.points)
    if one.is_whole and other.is_whole and apart > MOST_APART * most:
        yield f"The totals are {counted(apart, 'point')} of {most} apart."
    for first, second in zip(one.lines, other.lines, strict=True):
        if words := line_difference(first, second):
            yield f"“{first.title}”: {words}"


def line_difference(first: LineMark, second: LineMark) -> str:
    """How far one line is apart, in words; empty where it is near enough."""
    if first.points is None or second.points is None:
        return "" if first.points is second.points else "one could tell, the other could not."
    apart = abs(first.points - second.points)
    return f"{apart} points apart." if apart >= LINE_APART else ""


def words_to_learner(lines: Sequence[LineMark], *, decision: Decision, reason: str, strength: str, improve: str) -> str:
    """What a learner reads of a mark as one text: why it comes back, one strength, one thing to improve, comments."""
    parts = [reason] if decision is Decision.RETURN else []
    parts += [f"What is strong: {strength}"] if strength else []
    parts += [f"To improve: {improve}"] if improve else []
    parts += [f"{line.title}: {line.comment}" for line in lines if line.comment]
    return "\n\n".join(parts)


def points_words(opinion: Opinion) -> str:
    """5 of 9 points; says how many lines are left out."""
    unknown = sum(1 for line in opinion.lines if line.points is None)
    left_out = f", {counted(unknown, 'line')} left out" if unknown else ""
    return f"{number(opinion.points)} of {opinion.points_max} points{left_out}"
