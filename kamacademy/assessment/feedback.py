"""What a person is shown of a sitting, by the paper's feedback policy."""

from dataclasses import dataclass

from kamacademy.assessment.documents import Paper


@dataclass(frozen=True, slots=True)
class Feedback:
    """`shows_items`: questions with answers and reasons after submitting. `is_at_once`: each after its answer."""

    shows_items: bool
    is_at_once: bool


def feedback(paper: Paper) -> Feedback:
    """The policy of a paper. A secured paper never shows its questions again."""
    return Feedback(shows_items=paper.feedback != "never" and not paper.secured, is_at_once=paper.feedback == "at_once")


def promise(paper: Paper) -> str:
    """What the first page promises about explanations."""
    if not feedback(paper).shows_items:
        return "Afterwards you see your result by topic. The questions are used again, so they are not shown."
    if feedback(paper).is_at_once:
        return "After each answer you see at once why it is right or wrong, and the answer then stands."
    return "Afterwards you see why each answer is right or wrong."
