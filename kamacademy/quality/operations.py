"""Computing figures, leading a panel of judges, and signing the pass mark that comes of it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from flask import current_app
from sqlalchemy import delete

from kamacademy.assessment.catalogue import Catalogue, catalogue
from kamacademy.assessment.documents import Paper
from kamacademy.assessment.models import CutScore
from kamacademy.assessment.operations import set_cut_score
from kamacademy.assessment.paper import questions_possible
from kamacademy.assessment.queries import cut_score
from kamacademy.content.library import Library
from kamacademy.content.models import Release
from kamacademy.content.queries import library
from kamacademy.db import db, hold
from kamacademy.exercise.documents import Exercise, Rubric
from kamacademy.items.documents import Bank
from kamacademy.mail import operations as mail
from kamacademy.mail.queries import is_on
from kamacademy.people.models import Person
from kamacademy.people.queries import find_person
from kamacademy.quality import queries
from kamacademy.quality.analysis import bank_figures, exercise_figures, firsts, flags_of, paper_figures
from kamacademy.quality.angoff import cut
from kamacademy.quality.blueprint import covered, weights
from kamacademy.quality.models import CutBasis, Panel, PanelEstimate, PanelJudge, QualityReport, QualityRun
from kamacademy.quality.panel import Seat, Stage, estimates, obstacles, still_open
from kamacademy.quality.refusals import CannotClose, NoCut, NotNow, PanelRuns, UnknownPeople
from kamacademy.quality.responses import Refused
from kamacademy.quality.setting import ANGOFF, BORDERLINE, Proposal, content_of, cut_name, of_grades, of_panel
from kamacademy.quality.snapshot import ExerciseSnapshot, ItemSnapshot, PaperSnapshot, kept, restored
from kamacademy.quality.words import refusal
from kamacademy.records.models import Signature
from kamacademy.records.operations import note, sign

ReportKey = tuple[str, str, int]


def ask_again(*, by: Person, at: datetime) -> QualityRun:
    """Ask for all figures to be computed again in the background; while one waits, the same one."""
    waiting = queries.newest_run()
    if waiting is not None and waiting.finished_at is None:
        return waiting
    asked = QualityRun(asked_by_id=by.id, asked_at=at)
    db.session.add(asked)
    db.session.flush()
    note("quality.asked", by=by.id, at=at, subject=("quality_run", asked.id))
    return asked


def run_waiting(*, at: datetime) -> int:
    """Compute if anybody asked; gives how many asked. For a job: a second time there is nothing to do.

    Where it fails, the figures stay as they were, and who asked reads so; why is in the worker's log.
    """
    waiting = queries.runs_waiting()
    if not waiting:
        return 0
    has_failed = False
    try:
        with db.session.begin_nested():
            compute(at=at)
    except Exception:  # whatever it was would come again each minute
        current_app.logger.exception("The figures of questions and papers could not be computed")
        has_failed = True
    for one in waiting:
        one.finished_at, one.has_failed = at, has_failed
    return len(waiting)


def compute(*, at: datetime) -> int:
    """Compute the figures of all questions and papers of the newest release afresh; gives how many reports there are.

    Reports of what is no longer there go.
    """
    papers, known = library(), queries.editions_by_revision()
    before = queries.report_by_key()
    fresh = [*item_reports(papers, known), *paper_reports(papers, known), *exercise_reports(papers)]
    for one in fresh:
        store(one, before, at)
    gone = set(before) - {key_of(one) for one in fresh}
    db.session.flush()
    db.session.execute(delete(QualityReport).where(QualityReport.id.in_([before[one].id for one in gone])))
    return len(fresh)


def key_of(report: QualityReport) -> ReportKey:
    """What a report is about."""
    return report.kind, report.subject, report.revision


def store(fresh: QualityReport, before: Mapping[ReportKey, QualityReport], at: datetime) -> None:
    """Keep a report in the place of the one before it."""
    kept_one = before.get(key_of(fresh))
    if kept_one is None:
        fresh.computed_at = at
        db.session.add(fresh)
        return
    kept_one.n, kept_one.flags, kept_one.is_current = fresh.n, fresh.flags, fresh.is_current
    kept_one.figures, kept_one.computed_at = fresh.figures, at


def item_reports(papers: Library, known: queries.Editions) -> list[QualityReport]:
    """The figures of every question, bank by bank."""
    found = []
    for slug, bank in papers.all(Bank, "bank").items():
        given = queries.responses_by_paper(known, item_ids=[one.id for one in bank.all_items])
        current = known[papers.revision_id("bank", slug)]
        found += [item_report(one, current) for one in bank_figures(firsts(given).responses)]
    return found


def item_report(snapshot: ItemSnapshot, current: Mapping[str, int]) -> QualityReport:
    """One question's report."""
    figures = snapshot.figures
    return QualityReport(
        kind="item",
        subject=figures.item,
        revision=figures.revision,
        n=figures.n,
        is_current=current.get(figures.item) == figures.revision,
        flags=flags_of(snapshot),
        figures=kept(snapshot),
    )


def paper_reports(papers: Library, known: queries.Editions) -> list[QualityReport]:
    """The figures of every paper."""
    found = catalogue(papers)
    reports = []
    for slug, paper in papers.all(Paper, "paper").items():
        snapshot = paper_snapshot(slug, paper, papers, found, known)
        reports.append(
            QualityReport(
                kind="paper", subject=slug, revision=0, n=snapshot.sittings, is_current=True, flags=[],
                figures=kept(snapshot),
            )
        )  # fmt: skip
    return reports


def exercise_reports(papers: Library) -> list[QualityReport]:
    """The borderline regression of every exercise whose rubric has overall grades."""
    given = queries.gradings()
    return [
        QualityReport(
            kind="exercise", subject=slug, revision=0, n=len(given.get(slug, ())), is_current=True, flags=[],
            figures=kept(exercise_figures(slug, given.get(slug, ()))),
        )
        for slug in graded_exercises(papers)
    ]  # fmt: skip


def graded_exercises(papers: Library) -> dict[str, Exercise]:
    """The exercises of a release whose rubric has overall grades."""
    return {
        slug: one
        for slug, one in papers.all(Exercise, "exercise").items()
        if papers.one(Rubric, "rubric", one.rubric).grades
    }


def paper_snapshot(
    slug: str, paper: Paper, papers: Library, found: Catalogue, known: queries.Editions
) -> PaperSnapshot:
    """One paper's figures, at the mark that passes it today."""
    first = firsts(queries.responses_by_paper(known, paper=slug))
    form = frozenset(
        (item_id, known[papers.revision_id("bank", found.entries[item_id].bank)][item_id])
        for item_id in questions_possible(paper, found)
    )
    asked: dict[int, list[str]] = {}
    for one in first.responses:
        asked.setdefault(one.sitting, []).append(one.item)
    return paper_figures(first, form, passing_percent(slug, paper, papers), covered(paper, found, asked.values()))


def passing_percent(slug: str, paper: Paper, papers: Library) -> float:
    """The percent that passes a sitting begun today."""
    stored = cut_score(slug, papers.release_id) if paper.cut else None
    return float(paper.pass_percent) if stored is None else stored.percent


def open_panel(paper: str, *, portrait: str, addresses: Sequence[str], by: Person, at: datetime) -> Panel:
    """A panel for a paper of the newest release, with its first judges. Raises PanelRuns, UnknownPeople."""
    papers = library()
    hold(db.session.get_one(Release, papers.release_id))  # two people may ask at once
    if any(one.stage not in (Stage.SET, Stage.ENDED) for one in queries.panels_of(paper)):
        raise PanelRuns
    opened = Panel(
        paper=paper,
        release_id=papers.release_id,
        portrait=portrait,
        weights=weights(papers.one(Paper, "paper", paper), catalogue(papers)),
        opened_by=by,
        opened_at=at,
        judges=[],
    )
    people = people_at(addresses)
    db.session.add(opened)
    db.session.flush()
    note("panel.opened", by=by.id, at=at, subject=("panel", opened.id), paper=paper)
    seat_judges(opened, people, by=by, at=at)
    return opened


def people_at(addresses: Sequence[str]) -> list[Person]:
    """The people with some e-mail addresses, each once. Raises UnknownPeople."""
    found = {address: find_person(address) for address in addresses}
    unknown = [address for address, person in found.items() if person is None or not person.is_active]
    if unknown:
        raise UnknownPeople(unknown)
    return list({person.id: person for person in found.values() if person is not None}.values())


def invite(panel: Panel, addresses: Sequence[str], *, by: Person, at: datetime) -> int:
    """Add judges while the first round runs; gives how many are new. Raises NotNow, UnknownPeople."""
    hold_at(panel, Stage.ROUND_ONE)
    return seat_judges(panel, people_at(addresses), by=by, at=at)


def seat_judges(panel: Panel, people: Collection[Person], *, by: Person, at: datetime) -> int:
    """Give people seats; who was released comes back."""
    seats = {one.person_id: one for one in panel.judges}
    added = 0
    for person in people:
        present = seats.get(person.id)
        if present is not None and present.released_at is None:
            continue
        if present is None:
            present = PanelJudge(person=person, person_id=person.id, invited_at=at)
            panel.judges.append(present)
        present.released_at = None
        added += 1
        db.session.flush()
        note("panel.judge-invited", by=by.id, at=at, subject=("panel", panel.id), judge=present.id)
        write_to(present, 1, at=at)
    return added


def write_to(judge: PanelJudge, round_: int, *, at: datetime) -> None:
    """Tell a judge that a round waits, where letters are sent at all."""
    if not is_on():
        return
    title = library(judge.panel.release_id).one(Paper, "paper", judge.panel.paper).title
    link = f"{current_app.config['ADDRESS']}/panels/{judge.panel_id}"
    mail.post(
        judge.person_id,
        judge.person.email,
        "panel",
        f"Your judgement is asked: {title}" if round_ == 1 else f"The second round is open: {title}",
        mail.written("quality/letters/panel.txt", person=judge.person, title=title, link=link, round=round_),
        at=at,
    )


def hold_at(panel: Panel, *stages: Stage) -> None:
    """Hold a panel that must be at one of some stages. Raises NotNow."""
    hold(panel)
    db.session.refresh(panel, ["judges"])
    if panel.stage not in stages:
        raise NotNow


def release(judge: PanelJudge, *, by: Person, at: datetime) -> None:
    """Let a judge go; the estimates stay and count no more. Raises NotNow."""
    hold_at(judge.panel, Stage.ROUND_ONE, Stage.ROUND_TWO)
    judge.released_at = judge.released_at or at
    db.session.flush()
    note("panel.judge-released", by=by.id, at=at, subject=("panel", judge.panel_id), judge=judge.id)


def estimate(judge: PanelJudge, given: Mapping[str, int], *, round_: int, hand_in: bool, at: datetime) -> str | None:
    """Keep a judge's estimates of 100 for some questions; handing in ends the round for the judge.

    Handing in needs an estimate for each question; gives which are open, in a sentence, with all that was given kept.
    Raises NotNow.
    """
    hold_at(judge.panel, Stage.ROUND_ONE, Stage.ROUND_TWO)
    if judge.panel.stage.round != round_ or judge.handed_in(round_) is not None or judge.released_at is not None:
        raise NotNow
    before = queries.own_estimates(judge.id, round_)
    for item_id, of_hundred in given.items():
        row = before.get(item_id)
        if row is None:
            row = PanelEstimate(judge_id=judge.id, item_id=item_id, round=round_)
            before[item_id] = row
            db.session.add(row)
        row.of_hundred, row.given_at = of_hundred, at
    db.session.flush()
    missing = still_open(tuple(judge.panel.weights), before) if hand_in else None
    if hand_in and missing is None:
        judge.round_one_at, judge.round_two_at = (at, None) if round_ == 1 else (judge.round_one_at, at)
        db.session.flush()
        note("panel.handed-in", by=judge.person_id, at=at, subject=("panel", judge.panel_id), round=round_)
    return missing


def close_round(panel: Panel, round_: int, *, by: Person, at: datetime) -> Panel:
    """End a round that everybody handed in; a second time changes nothing. Raises NotNow, CannotClose."""
    hold_at(panel, Stage.ROUND_ONE, Stage.ROUND_TWO, Stage.TO_SIGN)
    if panel.stage.round != round_:
        raise NotNow
    seats = [Seat(one.person.name, one.handed_in(round_) is not None) for one in panel.seated]
    reasons = obstacles(seats)
    if reasons:
        raise CannotClose(reasons)
    if round_ == 1:
        panel.round_one_closed_at = at
    else:
        panel.round_two_closed_at = at
    db.session.flush()
    note("panel.round-closed", by=by.id, at=at, subject=("panel", panel.id), round=round_)
    if round_ == 1:
        for judge in panel.seated:
            write_to(judge, 2, at=at)
    return panel


def end_panel(panel: Panel, *, by: Person, at: datetime) -> None:
    """End a panel without a pass mark; what stood before stands. Raises NotNow."""
    hold_at(panel, Stage.ROUND_ONE, Stage.ROUND_TWO, Stage.TO_SIGN)
    panel.ended_at = at
    db.session.flush()
    note("panel.ended", by=by.id, at=at, subject=("panel", panel.id))


def proposal(panel: Panel) -> Proposal:
    """The pass mark that the panel's estimates give. Raises NoCut."""
    found = cut(estimates(queries.estimates_in(panel.id)), panel.weights)
    if isinstance(found, Refused):
        raise NoCut("The estimates give no pass mark.")
    return of_panel(found, library().one(Paper, "paper", panel.paper).title, library().number)


def sign_panel(panel: Panel, meaning: str, *, by: Person, at: datetime) -> CutScore:
    """Set the panel's pass mark under its meaning as it was read.

    Raises NotNow, also where the sentence has changed since; NoCut.
    """
    hold_at(panel, Stage.TO_SIGN)
    proposed = proposal(panel)
    if proposed.meaning != meaning:
        raise NotNow
    panel.set_at = at
    return set_signed(panel.paper, proposed, method=ANGOFF, panel=panel, by=by, at=at)


def grade_proposal(exercise: str) -> Proposal:
    """The pass mark that the grades of an exercise gave when figures were last computed. Raises NoCut with why not."""
    kept_ones = queries.reports("exercise", exercise)
    if not kept_ones:
        raise NoCut("No figures have been computed for this exercise yet.")
    found = restored(ExerciseSnapshot, kept_ones[0].figures).borderline
    if isinstance(found, Refused):
        raise NoCut(refusal(found))
    if not 0 < round(found.cut_percent, 1) <= 100:
        raise NoCut("The line meets the borderline grade outside the scale. Look at the rubric and the grades first.")
    papers = library()
    return of_grades(found, papers.one(Exercise, "exercise", exercise).title, papers.number)


def sign_grades(exercise: str, meaning: str, *, by: Person, at: datetime) -> CutScore:
    """Set an exercise's pass mark under its meaning as it was read.

    Raises NotNow where the figures have changed since or are set already; NoCut.
    """
    for report in queries.reports("exercise", exercise):
        hold(report)  # two people may sign at once
    proposed = grade_proposal(exercise)
    if proposed.meaning != meaning or any(
        one.figures == proposed.figures for one in queries.cuts_of(cut_name(exercise))
    ):
        raise NotNow
    return set_signed(cut_name(exercise), proposed, method=BORDERLINE, panel=None, by=by, at=at)


def set_signed(
    paper: str, proposed: Proposal, *, method: str, panel: Panel | None, by: Person, at: datetime
) -> CutScore:
    """Store a pass mark with what it rests on, signed. Whoever calls has asked for the password."""
    cut_set = set_cut_score(
        paper,
        percent=proposed.percent,
        standard_error=proposed.standard_error,
        method=method,
        from_release_id=library().release_id,
        by=by,
        at=at,
    )
    db.session.add(CutBasis(cut=cut_set, panel_id=panel.id if panel else None, figures=proposed.figures))
    db.session.flush()
    signed_by(cut_set, proposed, by=by, at=at)
    return cut_set


def signed_by(cut_set: CutScore, proposed: Proposal, *, by: Person, at: datetime) -> Signature:
    """The signature under a pass mark."""
    content = content_of(
        cut_set.paper,
        cut_set.percent,
        cut_set.standard_error,
        cut_set.method,
        cut_set.from_release_id,
        proposed.figures,
    )
    return sign(content, meaning=proposed.meaning, subject=("cut_score", cut_set.id), by=by.id, at=at)
