"""The two kinds of document: where their files lie, and what is checked against the module. Pure."""

from collections.abc import Iterable
from datetime import date

from kamacademy.content.documents import DocumentType, Draft, Drafts, overdue
from kamacademy.content.problems import Problem
from kamacademy.content.reading import Location, read_yaml
from kamacademy.curriculum.documents import MODULE_FOLDER, Minutes, Module
from kamacademy.handout.documents import GUIDE, JOB_AID, JobAid, ModuleGuide, Part, Session


def stated(minutes: Minutes) -> dict[Part, int]:
    """The minutes that a module states, of the ways of delivery that somebody leads."""
    found: dict[Part, int] = {"virtual": minutes.virtual, "leader-led": minutes.leader_led}
    return {part: number for part, number in found.items() if number}


def check_guides(drafts: Drafts) -> Iterable[Problem]:
    """A guide's module exists, and each session takes the minutes that the module states for it."""
    modules = {draft.slug: module for draft, module in drafts.contents("module", Module)}
    for draft, guide in drafts.contents(GUIDE, ModuleGuide):
        module = modules.get(draft.slug)
        if module is None:
            yield draft.problem((), f"there is no module `{draft.slug}`")
            continue
        for place, session in enumerate(guide.sessions):
            yield from check_session(draft, ("sessions", place), session, stated(module.minutes))


def check_session(draft: Draft, at: Location, session: Session, minutes: dict[Part, int]) -> Iterable[Problem]:
    """One session against the module's minutes. A team session is for modules that state none."""
    if session.part == "team":
        if minutes:
            yield draft.problem(
                (*at, "part"), f"the module states minutes for {' and '.join(minutes)}: guide that part"
            )
        if session.minutes is None:
            yield draft.problem((*at, "part"), "a team session states its `minutes`, since the module states none")
    elif session.minutes is not None:
        yield draft.problem((*at, "minutes"), "the module states the minutes of this part; leave `minutes` out here")
    elif session.part not in minutes:
        yield draft.problem((*at, "part"), f"the module states no minutes for {session.part}; it is no part of it")
    wanted = session.minutes if session.part == "team" else minutes.get(session.part)
    if wanted is not None and session.total != wanted:
        words = f"the agenda takes {session.total} minutes, the {session.part} part {wanted}"
        yield draft.problem((*at, "agenda"), words)


def check_aids(drafts: Drafts) -> Iterable[Problem]:
    """A job aid's module exists."""
    for draft, _ in drafts.contents(JOB_AID, JobAid):
        if not drafts.has("module", draft.slug):
            yield draft.problem((), f"there is no module `{draft.slug}`")


def aids_due(drafts: Drafts, today: date) -> Iterable[Problem]:
    """Warnings for job aids whose review date has passed."""
    for draft, aid in drafts.contents(JOB_AID, JobAid):
        if aid.review_by < today:
            yield overdue(draft, ("review_by",), f"job aid `{draft.slug}`", aid.review_by)


DOCUMENT_TYPES = (
    DocumentType(JOB_AID, JobAid, rf"{MODULE_FOLDER}/job-aid\.yaml", "{module}", read_yaml, check_aids, aids_due),
    DocumentType(GUIDE, ModuleGuide, rf"{MODULE_FOLDER}/facilitator-guide\.yaml", "{module}", read_yaml, check_guides),
)
