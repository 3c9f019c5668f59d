"""Where a knowledge check is taken: the programme and the module that end with it. Pure."""

from kamacademy.content.library import Library
from kamacademy.curriculum.documents import Module, Programme
from kamacademy.curriculum.markets import anywhere_in


def place_of_check(release: Library, paper: str) -> tuple[str, str] | None:
    """Programme and module of a paper, the first of several; None for a paper that no module asks for."""
    for slug, programme in release.all(Programme, "programme").items():
        for module in anywhere_in(programme):
            if release.one(Module, "module", module).check == paper:
                return slug, module
    return None
