"""Reading what modules hand out, always from the newest release: who works by it needs what holds today."""

from collections.abc import Callable
from typing import TypeVar

from flask import abort

from kamacademy.content.library import Library, NotInLibrary
from kamacademy.content.queries import library
from kamacademy.handout.page import AidPage, GuidePage, Shelf, aid_page, guide_page, shelves

Page = TypeVar("Page")


def job_aid(module: str) -> AidPage:
    """The job aid of a module, or 404."""
    return found_or_404(aid_page, module)


def guide(module: str) -> GuidePage:
    """The facilitator guide of a module, or 404."""
    return found_or_404(guide_page, module)


def all_shelves() -> list[Shelf]:
    """What there is, by module."""
    return shelves(library())


def found_or_404(look_up: Callable[[Library, str], Page], module: str) -> Page:
    """A page of the newest release, or 404."""
    try:
        return look_up(library(), module)
    except NotInLibrary:
        abort(404)
