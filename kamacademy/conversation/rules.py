"""The rules of a conversation about a note, each with the sentence that says how to go on."""


class Locked(Exception):
    """A note does not change any more: 48 hours have passed, or it is an attestation."""


class NothingChanged(Exception):
    """A change that changes nothing makes no version."""

    def __init__(self) -> None:
        super().__init__("Nothing is different, so the note stays as it is.")


class ChangedMeanwhile(Exception):
    """The note was changed elsewhere since this form was opened."""

    def __init__(self) -> None:
        super().__init__("The note was changed in another window meanwhile. Look at it below, then change it again.")


class TooLateToDispute(Exception):
    """A dispute is raised within ten days; an answer is open for ever."""

    def __init__(self) -> None:
        super().__init__("A note can be disputed for ten days. You can still answer it, and your coach will read that.")


class AboutNothing(Exception):
    """A dispute says what it is about, among what the note holds."""

    def __init__(self) -> None:
        super().__init__("Choose what you see differently: at least one rating, or the words.")


class AlreadySettled(Exception):
    """A settled thread takes no more replies."""

    def __init__(self) -> None:
        super().__init__("That is settled already. A new answer opens the conversation again.")


class NotYoursToSettle(Exception):
    """Only the learner who raised a dispute closes it."""

    def __init__(self) -> None:
        super().__init__("Only the person who raised a dispute closes it. Your reply is what helps now.")


class PulseAlreadyGiven(Exception):
    """The two questions are answered once for a note, and only for coaching."""

    def __init__(self) -> None:
        super().__init__("Your answers are already kept. Thank you.")


class NobodyToOpenTo(Exception):
    """Notes are opened to the present coach, and only those that another coach wrote."""

    def __init__(self) -> None:
        super().__init__("There is no later coach to open it to: your present coach wrote it, or you have none.")
