"""Every paper as a table, for those who reckon on with it. Pure."""

from kamacademy.reports.sheets import (
    ActionBlock,
    CertificateSheet,
    EffectSheet,
    NoteSheet,
    Paper,
    PlanSheet,
    ProfileSheet,
    ScorecardSheet,
    TeamSheet,
    TranscriptSheet,
)
from kamacademy.reports.verification import shown
from kamacademy.spreadsheet import Cell, Table

PLAN_COLUMNS = (
    "Person", "State", "Action", "Competency", "Indicator", "Gap", "Where it will be tried", "Evidence expected",
    "Due", "First agreed for", "Result it should move", "Origin", "Stretch (1 to 3)", "Latest check-in", "Done",
)  # fmt: skip


def plan_table(sheet: PlanSheet) -> Table:
    """An action to a row, open ones first."""
    running = [action_row(sheet.head.name, one) for one in sheet.blocks]
    proposed = [action_row(sheet.head.name, ActionBlock(one, None, None)) for one in sheet.proposed]
    done: list[tuple[Cell, ...]] = [
        (
            sheet.head.name, one.state.value, one.title, None, None, None, None, one.evidence_given, one.due_on,
            one.first_due_on, None, None, None, None, one.done_on,
        )
        for one in sheet.finished
    ]  # fmt: skip
    return Table(Paper.PLAN, PLAN_COLUMNS, (*running, *proposed, *done))


def action_row(name: str, block: ActionBlock) -> tuple[Cell, ...]:
    """An action that is not over."""
    card = block.card
    return (
        name, card.state.value, card.title, card.competency_name, card.indicator_name, card.gap_words,
        card.where_tried, card.evidence_expected, card.due_on, card.first_due_on, card.kpi.name if card.kpi else None,
        card.origin_words, card.stretch, block.last_said or None, None,
    )  # fmt: skip


def note_table(sheet: NoteSheet) -> Table:
    """A rating to a row, then the words."""
    columns = ("Person", "Coach", "Seen on", "Occasion", "What", "Level", "Words", "Own view (level)", "Due")
    shared = (sheet.head.name, sheet.coach, sheet.observed_on, sheet.title)
    ratings = [(*shared, one.name, one.level, one.evidence_line, one.self_level, None) for one in sheet.lines]
    words = (
        ("One strength", sheet.strength, None),
        ("One thing to improve", sheet.improve, None),
        ("Agreed to try", sheet.agreed, sheet.agreed_due_on),
        ("Own view", sheet.own_view, None),
    )
    said = [(*shared, what, None, text, None, due) for what, text, due in words if text]
    return Table(sheet.paper, columns, (*ratings, *said))


def profile_table(sheet: ProfileSheet) -> Table:
    """A competency to a row: the level as surely as it is known, and what it rests on."""
    columns = (
        "Person", "Day", "Cluster", "Code", "Competency", "Level", "Lowest of range", "Highest of range", "Target",
        "In words", "Visits", "Observers", "Of them certified", "Latest visit", "Attested view", "Rule",
    )  # fmt: skip
    rows = tuple(
        (
            sheet.head.name, sheet.head.on, cluster.name, one.competency.code, one.competency.name,
            one.estimate.level, one.estimate.low, one.estimate.high, one.estimate.target, one.standing_words,
            one.estimate.visits, one.estimate.raters, one.estimate.certified, one.estimate.latest,
            one.attested_words if one.is_attested else None, sheet.profile.rule,
        )
        for cluster in sheet.profile.clusters
        for one in cluster.competencies
    )  # fmt: skip
    return Table(Paper.PROFILE, columns, rows)


def transcript_table(sheet: TranscriptSheet) -> Table:
    """What was learned, passed and issued, one to a row."""
    columns = (
        "Person", "Kind", "Programme", "Title", "Day", "How", "Points", "Valid until", "Certificate code", "Market",
    )  # fmt: skip
    name = sheet.head.name
    modules = [
        (
            name,
            "Module",
            one.programme,
            one.module,
            one.completed_on,
            one.how,
            one.points or None,
            one.valid_until,
            None,
            one.market or None,
        )
        for one in sheet.modules
    ]
    papers = [
        (name, "Paper", None, one.title, one.passed_on, "Passed", one.points, one.valid_until, None, None)
        for one in sheet.papers
    ]
    certificates = [
        (name, "Certificate", one.title, one.title, one.issued_on, None, None, one.valid_until, shown(one.code), None)
        for one in sheet.certificates
    ]
    return Table(Paper.TRANSCRIPT, columns, (*modules, *papers, *certificates))


def certificate_table(sheet: CertificateSheet) -> Table:
    """The certificate in one row."""
    columns = ("Person", "Certificate", "Award", "Modules", "Completed", "Issued", "Valid until", "Code", "Address")
    row = (
        sheet.name, sheet.title, sheet.award, sheet.modules, sheet.completed_on, sheet.issued_on, sheet.valid_until,
        shown(sheet.code), sheet.address,
    )  # fmt: skip
    return Table(Paper.CERTIFICATE, columns, (row,))


def team_table(sheet: TeamSheet) -> Table:
    """A person to a row, in order of name. A level is empty below three visits."""
    columns = (
        "Person", "Job role", "Last seen", "Actions open", "Actions due", "Last agreement",
        *(one.name for one in sheet.competencies.values()),
    )  # fmt: skip
    rows = tuple(
        (
            one.name, one.job_role, one.last_seen, len(one.actions), one.due, one.agreed or None,
            *(one.estimates[code].level for code in sheet.competencies),
        )
        for one in sheet.members
    )  # fmt: skip
    return Table(Paper.TEAM, columns, rows)


def scorecard_table(sheet: ScorecardSheet) -> Table:
    """A measure to a row, those without a figure too. A share of too few cases is given as counts alone."""
    columns = (
        "Card of", "Day", "Code", "Measure", "Whose figure", "Figure", "Period", "Readings", "Target", "Status",
        "Why no figure or status", "Read beside", "Next", "What was seen",
    )  # fmt: skip
    rows = tuple(
        (
            sheet.name, sheet.on, one.card.kpi.code, one.card.kpi.name, one.whose_words or "Own",
            one.card.figure_words, one.card.period_words, one.card.n_words, one.card.target_words,
            one.card.status_words, one.missing,
            f"{one.guard.name}: {one.guard.figure or 'no figure here'}" if one.guard.name else one.guard.words,
            f"{one.next.lead}: {one.next.words}" if one.next else None, one.noted.words if one.noted else None,
        )
        for one in (*sheet.card.lines, *sheet.card.without)
    )  # fmt: skip
    return Table(Paper.SCORECARD, columns, rows)


def effect_table(sheet: EffectSheet) -> Table:
    """The answer in the first row, then the difference by time since the start, the chain, and the worth."""
    columns = (
        "About", "Measure", "Part", "What", "Value", "Low", "High", "People who begin", "People beside", "In words",
    )  # fmt: skip
    about, found = (sheet.title, sheet.measure), sheet.found
    rows: list[tuple[Cell, ...]] = [
        (*about, "Answer", sheet.told.answer, *(rounded(one) for one in (found.value, found.low, found.high)), None,
         None, sheet.told.words),
    ]  # fmt: skip
    rows += [
        (*about, f"By time since the start, {found.unit}", one.since,
         *(rounded(each) for each in (one.value, one.low, one.high)), one.begun, one.others, None)
        for one in found.points
    ]  # fmt: skip
    for link in sheet.chain.links if sheet.chain else ():
        rows += [
            (*about, f"Chain: {link.title}", one.words, one.figure, None, None, None, None, None) for one in link.counts
        ]
        rows += [(*about, f"Chain: {link.title}", None, None, None, None, None, None, words) for words in link.words]
    for line in sheet.worth.results if sheet.worth else ():
        low, central, high = line.figures
        rows.append((*about, "Worth", line.name, central, low, high, None, None, line.words or None))
    return Table(Paper.EFFECT, columns, tuple(rows))


def rounded(value: float | None) -> float | None:
    """A figure with two decimals, as a table is reckoned on with."""
    return None if value is None else round(value, 2)
