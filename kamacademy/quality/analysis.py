"""From answers to the figures that are kept. Heavy libraries load inside, since only jobs and commands come here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from kamacademy.quality.coverage import Coverage
from kamacademy.quality.figures import Calibration
from kamacademy.quality.flags import item_flags
from kamacademy.quality.responses import Refused, Response
from kamacademy.quality.snapshot import ExerciseSnapshot, ItemSnapshot, PaperSnapshot
from kamacademy.quality.standards import Grading

# The number of the borderline grade among the five, from fail at 1.
BORDERLINE_GRADE = 2.0


@dataclass(frozen=True, slots=True)
class Firsts:
    """The answers of each person's first sitting of each paper, and how many sittings came after one."""

    responses: tuple[Response, ...]
    again: int


def firsts(by_paper: Iterable[tuple[str, Response]]) -> Firsts:
    """First sittings only: who takes a paper again has read the explanations. Answers come with their paper's name."""
    given = list(by_paper)
    first: dict[tuple[int, str], int] = {}
    for paper, one in sorted(given, key=lambda pair: (pair[1].at, pair[1].sitting)):
        first.setdefault((one.learner, paper), one.sitting)
    counted = set(first.values())
    again = {one.sitting for _, one in given} - counted
    return Firsts(tuple(one for _, one in given if one.sitting in counted), len(again))


def bank_figures(responses: Sequence[Response]) -> list[ItemSnapshot]:
    """The figures of every question of one bank, by name and revision, on one scale where numbers allow."""
    from kamacademy.quality.irt import calibration_of_frame
    from kamacademy.quality.item_analysis import items_of_frame
    from kamacademy.quality.tables import frame_of

    if not responses:
        return []
    frame = frame_of(responses)
    scale = calibration_of_frame(frame)
    parameters = {(one.item, one.revision): one for one in scale.items} if isinstance(scale, Calibration) else {}
    return [
        ItemSnapshot(one, scale if isinstance(scale, Refused) else parameters.get((one.item, one.revision)))
        for one in items_of_frame(frame)
    ]


def flags_of(snapshot: ItemSnapshot) -> list[str]:
    """What to look at in a question, the gravest first."""
    return [flag.value for flag in item_flags(snapshot.figures)]


def paper_figures(
    first: Firsts, form: frozenset[tuple[str, int]], cut_percent: float, covers: Coverage
) -> PaperSnapshot:
    """The figures of one paper. `form` names the questions, each with its edition, that it may ask today.

    Sittings with a question that reads otherwise today are left out; `covers` may know them all the same.
    """
    from kamacademy.quality.irt import calibration_of_frame
    from kamacademy.quality.reliability import consistency, reliability_of_frame
    from kamacademy.quality.tables import frame_of

    sittings = {one.sitting for one in first.responses}
    earlier = {one.sitting for one in first.responses if (one.item, one.revision) not in form}
    frame = frame_of(one for one in first.responses if one.sitting not in earlier)
    reliable = reliability_of_frame(frame)
    scale = calibration_of_frame(frame)
    return PaperSnapshot(
        sittings=len(sittings),
        earlier=len(earlier),
        again=first.again,
        cut_percent=cut_percent,
        reliability=reliable,
        consistency=None if isinstance(reliable, Refused) else consistency(reliable, cut_percent),
        calibration=scale if isinstance(scale, Refused) else replace(scale, abilities=()),
        coverage=covers,
    )


def exercise_figures(name: str, gradings: Sequence[Grading]) -> ExerciseSnapshot:
    """The borderline regression of one exercise; its name fixes which candidates are drawn again."""
    from kamacademy.quality.borderline import cut

    seed = int.from_bytes(sha256(name.encode()).digest()[:4])
    return ExerciseSnapshot(cut(gradings, BORDERLINE_GRADE, seed))
