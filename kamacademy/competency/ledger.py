"""The evidence ledger as it is read: one entry per row, with words kept from those who may not read them."""

from dataclasses import dataclass
from datetime import date

from kamacademy.competency.evidence import Context, Kind, Purpose, Row
from kamacademy.wording import number

KIND_WORDS = {
    Kind.KNOWLEDGE: "Knowledge check",
    Kind.SCENARIO: "Scenario",
    Kind.SIMULATION: "Simulation",
    Kind.WORK_PRODUCT: "Work reviewed",
    Kind.OBSERVED: "Observed",
    Kind.PEER: "Seen by a peer",
    Kind.SELF: "Own view",
    Kind.CUSTOMER: "Customer",
    Kind.EXTERNAL: "External",
}

# How coaching names the visit of an observation; its number follows.
OF_OBSERVATION = "observation-"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One row of the ledger as one reader may see it. `note` and `account_alias` are None where kept from the reader.

    `level` is 1 to 5, or None for not observed and for rows that carry a score. `is_open` says that the reader may
    read the whole source, such as the note of an observation. `rater_name` is None for a peer, whom nobody may know.
    """

    id: int
    competency: str
    indicator: str | None
    kind: Kind
    purpose: Purpose
    level: int | None
    score: float | None
    score_max: float | None
    passed: bool | None
    rater_id: int | None
    rater_name: str | None
    happened_on: date
    context: Context | None
    visit: str | None
    source_type: str
    source_id: int
    source_ref: str | None
    valid_until: date | None
    title: str
    account_alias: str | None
    note: str | None
    is_open: bool

    @property
    def kind_words(self) -> str:
        """How the evidence came about, in words."""
        return KIND_WORDS[self.kind]

    @property
    def result_words(self) -> str | None:
        """A score in words, 14 of 16, passed; None for a row without one."""
        if self.score is None:
            return None
        verdict = {True: ", passed", False: ", not passed", None: ""}[self.passed]
        return f"{number(self.score)} of {number(self.score_max)}{verdict}"

    @property
    def row(self) -> Row:
        """The entry as the rules see it; a row without a visit is a visit of its own."""
        return Row(
            competency=self.competency,
            kind=self.kind,
            level=self.level,
            happened_on=self.happened_on,
            rater_id=self.rater_id,
            visit=self.visit or f"evidence-{self.id}",
            indicator=self.indicator,
            passed=self.passed,
            source_ref=self.source_ref,
            valid_until=self.valid_until,
            purpose=self.purpose,
            key=self.id,
            score=self.score,
            score_max=self.score_max,
        )

    @property
    def is_attested(self) -> bool:
        """Whether the row was made for a decision; one's own view of an attestation was not."""
        return self.purpose is Purpose.ATTESTATION and self.kind is not Kind.SELF

    @property
    def observation_id(self) -> int | None:
        """The note that it was written in, or copied from; None for what came otherwise."""
        if self.visit is None or not self.visit.startswith(OF_OBSERVATION):
            return None
        return int(self.visit.removeprefix(OF_OBSERVATION))

    @property
    def seen_by(self) -> str:
        """Who saw it: a name, "one of several colleagues" for a peer, nothing for one's own view or a check."""
        if self.kind is Kind.PEER:
            return "one of several colleagues"
        return "" if self.kind is Kind.SELF else self.rater_name or ""


def may_read_words(*, kind: Kind, reader_id: int, learner_id: int, rater_id: int | None) -> bool:
    """Words are for the learner and for whoever wrote them; a later coach sees levels only.

    The words of peers are shown with their round, out of order and without names, and never row by row.
    """
    return kind is not Kind.PEER and reader_id in (learner_id, rater_id)
