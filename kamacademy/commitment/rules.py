"""The rules of commitments, each with the sentence that says how to go on."""


class CommitmentRule(Exception):
    """A rule of commitments was broken; its words are for the person."""


class ModuleNotComplete(CommitmentRule):
    """Commitments follow a completed module."""

    def __init__(self) -> None:
        super().__init__("Commitments come when the module is complete.")


class AlreadyCommitted(CommitmentRule):
    """One page of commitments follows one working-through of a module."""

    def __init__(self) -> None:
        super().__init__("Your commitments after this module are kept already.")


class NothingSaid(CommitmentRule):
    """At least one of the three lines is written."""

    def __init__(self) -> None:
        super().__init__("Write at least one line: what you will stop, start or continue.")


class TooLateToChange(CommitmentRule):
    """What was asked about stays as it was when it was asked."""

    def __init__(self) -> None:
        super().__init__("Commitments can be changed until they are first asked about, after 30 days.")


class StaysInPlan(CommitmentRule):
    """A line that was taken into the plan stays as it went there."""

    def __init__(self, word: str) -> None:
        super().__init__(f"“{word}” is in your plan already, so the line stays as it is. Change the action there.")


class NotAskedNow(CommitmentRule):
    """An answer belongs to the thirty days in which it is asked for."""

    def __init__(self) -> None:
        super().__init__("This question is not open now. It is asked for thirty days, and an answer stays as it is.")


class AnswerEach(CommitmentRule):
    """All lines of a module are answered together."""

    def __init__(self) -> None:
        super().__init__("Answer each of your commitments.")


class NobodyToShareWith(CommitmentRule):
    """A commitment is shared with the present coach."""

    def __init__(self) -> None:
        super().__init__("You have no coach at present to share it with.")


class AlreadyInPlan(CommitmentRule):
    """A commitment becomes an action once."""

    def __init__(self) -> None:
        super().__init__("This commitment is in your plan already.")


class LineGone(CommitmentRule):
    """The line was left out while it was being taken up elsewhere."""

    def __init__(self) -> None:
        super().__init__("You have just taken this line out of your commitments.")
