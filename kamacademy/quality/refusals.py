"""Why a panel or a pass mark cannot go on, in words for whoever asked."""

from collections.abc import Sequence

from kamacademy.wording import listed


class MayNot(Exception):
    """A rule of standard setting forbids it now; the words say why and what to do."""


class NotNow(MayNot):
    """The panel is past the stage, or not yet there."""

    def __init__(self) -> None:
        super().__init__("The panel has moved on since this page was opened. It is shown as it stands now.")


class CannotClose(MayNot):
    """A round lacks judges or estimates. Carries one sentence for each."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = tuple(reasons)


class UnknownPeople(MayNot):
    """Addresses that nobody active has."""

    def __init__(self, addresses: Sequence[str]) -> None:
        super().__init__(
            f"Nobody with an open account has the address {listed(addresses, 'or')}. Nobody was invited yet."
        )


class PanelRuns(MayNot):
    """A paper has one panel at a time."""

    def __init__(self) -> None:
        super().__init__("A panel for this paper is already at work. End it before opening another.")


class NoCut(MayNot):
    """The estimates or grades give no pass mark."""
