"""What a coach is given in a release."""

from typing import TypeVar

from kamacademy.content.documents import Closed
from kamacademy.content.library import Library, NotInLibrary
from kamacademy.content.queries import NothingPublished
from kamacademy.guide.documents import Activities, CadencePolicy, Phrases, Questions, WordHints

Model = TypeVar("Model", bound=Closed)


class NotYetPublished(NothingPublished):
    """The release was made before coaches were given anything."""

    def __init__(self, release: int) -> None:
        Exception.__init__(
            self,
            f"Release {release} does not hold what coaches are given. "
            "Run: kamacademy content publish --by EMAIL --note WORDS",
        )


def activities_in(release: Library) -> Activities:
    """What each kind of activity can show. Raises NotYetPublished."""
    return given(release, Activities, "activities")


def phrases_in(release: Library) -> Phrases:
    """Starter phrases and evidence tags. Raises NotYetPublished."""
    return given(release, Phrases, "phrases")


def questions_in(release: Library) -> Questions:
    """Banks of questions for the talk. Raises NotYetPublished."""
    return given(release, Questions, "questions")


def cadence_in(release: Library) -> CadencePolicy:
    """How often people are observed and spoken with. Raises NotYetPublished."""
    return given(release, CadencePolicy, "cadence")


def word_hints_in(release: Library) -> WordHints:
    """Words to look out for in a note. Raises NotYetPublished."""
    return given(release, WordHints, "word-hints")


def given(release: Library, model: type[Model], kind: str) -> Model:
    """The one document of a kind. Raises NotYetPublished."""
    try:
        return release.one(model, kind, kind)
    except NotInLibrary:
        raise NotYetPublished(release.number) from None
