"""What stands on each paper: values that a template prints and a table repeats. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from markupsafe import Markup

from kamacademy.coaching.lines import Line
from kamacademy.competency.documents import Cluster, Competency, Framework
from kamacademy.competency.estimation import Estimate
from kamacademy.competency.level_line import LevelLine, level_line
from kamacademy.competency.profile import Profile
from kamacademy.impact.chain import Chain
from kamacademy.impact.found import Found
from kamacademy.impact.telling import Stamp, Told
from kamacademy.kpi.cards import KpiCard
from kamacademy.plan.cards import ActionCard, FinishedAction
from kamacademy.plan.page import NextEvidence, PlanPage
from kamacademy.records.signature import Signed
from kamacademy.reports.qr import QrCode
from kamacademy.scorecard.card import Scorecard
from kamacademy.wording import day
from kamacademy.worth.reckoned import Told as ToldWorth

# Longer words would not leave room for the rest of a page; the page on the screen has them all.
LONGEST_WORDS = 260
LINES_KEPT = 3


class Paper(StrEnum):
    """The papers there are; the value is the first part of a file's name."""

    PLAN = "Development plan"
    NOTE = "Coaching report"
    ATTESTATION = "Attestation"
    PROFILE = "Competency profile"
    TRANSCRIPT = "Transcript of learning"
    CERTIFICATE = "Certificate"
    TEAM = "Team review"
    JOB_AID = "Job aid"
    GUIDE = "Facilitator guide"
    SCORECARD = "Scorecard"
    EFFECT = "Effect report"


@dataclass(frozen=True, slots=True)
class Head:
    """Whose paper it is. `coach` is None where nobody coaches them that day."""

    name: str
    job_role: str
    coach: str | None
    on: date


@dataclass(frozen=True, slots=True)
class ActionBlock:
    """An open action with the level it works on and the result it should move."""

    card: ActionCard
    line: LevelLine | None
    result: KpiCard | None

    @property
    def last_said(self) -> str:
        """The newest check-in with its name and day; empty before the first."""
        if not self.card.check_ins:
            return ""
        last = self.card.check_ins[-1]
        return f"{last.name}, {day(last.at)}: {shortened(last.words)}"


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """A development plan on one page."""

    head: Head
    lede: str
    blocks: tuple[ActionBlock, ...]
    proposed: tuple[ActionCard, ...]
    finished: tuple[FinishedAction, ...]
    unknown: tuple[NextEvidence, ...]
    signatures: tuple[Signed, ...]


@dataclass(frozen=True, slots=True)
class NoteSheet:
    """A shared note on one page. `own_view` is None before it was given."""

    head: Head
    paper: Paper
    title: str
    coach: str
    observed_on: date
    account_alias: str | None
    lines: tuple[Line, ...]
    fit: str | None
    strength: str | None
    improve: str | None
    agreed: str | None
    agreed_due_on: date | None
    own_view: str | None
    signature: Signed | None


@dataclass(frozen=True, slots=True)
class ProfileSheet:
    """A competency profile."""

    head: Head
    profile: Profile
    framework: Framework


@dataclass(frozen=True, slots=True)
class ModuleLine:
    """A module that was completed. `points` is `9 of 10`, empty without a check; `valid_until` None for ever.

    `market` names the one that it is written for; it is empty where that is everybody.
    """

    programme: str
    module: str
    market: str
    completed_on: date
    how: str
    points: str
    valid_until: date | None
    counts: bool


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper passed that is no module's check."""

    title: str
    passed_on: date
    points: str
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """A certificate that was issued."""

    id: int
    title: str
    issued_on: date
    valid_until: date | None
    code: str
    is_valid: bool


@dataclass(frozen=True, slots=True)
class TranscriptSheet:
    """What a person has learned and passed, newest first. `offered` are programmes done and without a certificate."""

    head: Head
    modules: tuple[ModuleLine, ...]
    papers: tuple[PaperLine, ...]
    certificates: tuple[CertificateLine, ...]
    offered: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CertificateSheet:
    """A certificate with the address at which anybody can ask whether it holds."""

    name: str
    title: str
    award: str
    modules: int
    completed_on: date
    issued_on: date
    valid_until: date | None
    code: str
    address: str
    qr: QrCode


@dataclass(frozen=True, slots=True)
class Member:
    """One person of a team review. `estimates` are of the development view, by code."""

    id: int
    name: str
    job_role: str
    cells: Markup
    last_seen: date | None
    has_waited: bool
    actions: tuple[tuple[str, date, bool], ...]
    gaps: tuple[NextEvidence, ...]
    unknown: tuple[NextEvidence, ...]
    agreed: str
    estimates: Mapping[str, Estimate]

    @property
    def due(self) -> int:
        """How many open actions are past their day."""
        return sum(is_late for _, _, is_late in self.actions)


@dataclass(frozen=True, slots=True)
class TeamSheet:
    """A coach's people, in order of name."""

    coach: str
    on: date
    members: tuple[Member, ...]
    clusters: Sequence[Cluster]
    competencies: Mapping[str, Competency]


@dataclass(frozen=True, slots=True)
class ScorecardSheet:
    """A scorecard of a person, a team or a programme. `whose` says of whom, after the name."""

    name: str
    whose: str
    on: date
    card: Scorecard


@dataclass(frozen=True, slots=True)
class EffectSheet:
    """Whether a module or programme moved a measure: the answer, the chain, how it was worked out, and its worth.

    `chain` is None before it was first counted, `worth` where nobody stated by which assumptions.
    """

    title: str
    measure: str
    on: date
    asked_by: str
    asked_on: date
    told: Told
    stamp: Stamp
    found: Found
    chain: Chain | None
    counted_on: date | None
    worth: ToldWorth | None


def shortened(words: str, longest: int = LONGEST_WORDS) -> str:
    """Words that fit, cut between two of them and marked."""
    flat = " ".join(words.split())
    return flat if len(flat) <= longest else f"{flat[: longest - 1].rsplit(' ', 1)[0]} …"


def plan_sheet(
    head: Head, page: PlanPage, estimates: Mapping[str, Estimate], results: Mapping[str, KpiCard], names: Sequence[str]
) -> PlanSheet:
    """A plan's page as a paper; `names` are those of the levels."""
    blocks = tuple(
        ActionBlock(
            card=card,
            line=level_line(estimates[card.competency], names) if card.competency in estimates else None,
            result=results.get(card.kpi.code) if card.kpi else None,
        )
        for card in page.open
    )
    return PlanSheet(
        head=head,
        lede=page.lede,
        blocks=blocks,
        proposed=page.proposed[:LINES_KEPT],
        finished=page.finished[:LINES_KEPT],
        unknown=page.unknown,
        signatures=page.signatures,
    )


def file_name(paper: Paper, of: str, on: date, form: str) -> str:
    """The name of a file: what, whose and of which day; nothing else about the person."""
    return f"{paper} - {plain(of)} - {on.isoformat()}.{form}"


def plain(name: str) -> str:
    """A name without signs that a file system minds."""
    return " ".join("".join(sign if sign.isalnum() or sign in " .'’-" else " " for sign in name).split())
