"""The form of peer feedback as content: six statements, five sentences each, and the level that each sentence shows."""

from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import Field, model_validator

from kamacademy.competency.documents import Framework, indicator_ids
from kamacademy.content.documents import Closed, DocumentType, Drafts, IndicatorId, Slug, Words
from kamacademy.content.problems import BrokenRule, Problem
from kamacademy.content.reading import read_yaml

STATEMENTS, SENTENCES = 6, 5


class PeerChoice(Closed):
    """One sentence of the scale, and the level of the framework that it shows.

    The form keeps a scale of its own, 1 to 5. No sentence shows level 5, which the framework lets a panel confirm.
    """

    words: Words
    level: Annotated[int, Field(ge=1, le=4)]


class PeerItem(Closed):
    """One statement about working together, with the indicator that it speaks about."""

    id: Annotated[Slug, Field(max_length=40)]
    statement: Words
    indicator: IndicatorId
    choices: Annotated[tuple[PeerChoice, ...], Field(min_length=SENTENCES, max_length=SENTENCES)]

    @model_validator(mode="after")
    def levels_never_fall(self) -> Self:
        """A better sentence never shows a lower level."""
        for number, (lower, higher) in enumerate(zip(self.choices, self.choices[1:], strict=False), start=1):
            if higher.level < lower.level:
                raise BrokenRule("a later sentence shows a lower level than the one before", "choices", number, "level")
        return self


class PeerForm(Closed):
    """What colleagues are asked."""

    title: Words
    summary: Words
    items: Annotated[tuple[PeerItem, ...], Field(min_length=STATEMENTS, max_length=STATEMENTS)]

    @model_validator(mode="after")
    def each_statement_once(self) -> Self:
        """Answers are kept under the statement's name."""
        seen = set[str]()
        for number, item in enumerate(self.items):
            if item.id in seen:
                raise BrokenRule(f"statement `{item.id}` is already there", "items", number, "id")
            seen.add(item.id)
        return self


def check_peer_form(drafts: Drafts) -> Iterable[Problem]:
    """Indicators exist, and colleagues of every function may rate them for every job role."""
    indicators = indicator_ids(drafts)
    for draft, form in drafts.contents("peer-feedback", PeerForm):
        for number, item in enumerate(form.items):
            at = ("items", number, "indicator")
            if item.indicator not in indicators:
                yield draft.problem(at, f"there is no indicator `{item.indicator}`")
                continue
            for role in closed_to_peers(drafts, item.indicator[:3]):
                yield draft.problem(
                    at, f"{item.indicator} of a {role} is rated by the own function only; choose another"
                )


def closed_to_peers(drafts: Drafts, competency: str) -> list[str]:
    """The job roles whose competency colleagues of other functions may not rate."""
    return [
        role.code
        for _, framework in drafts.contents("framework", Framework)
        for role in framework.job_roles
        if role.non_commercial and competency not in role.rated_by_commercial
    ]


DOCUMENT_TYPES = (
    DocumentType(
        "peer-feedback", PeerForm, r"assessments/coaching/(?P<name>peer-feedback)\.yaml", "{name}", read_yaml,
        check_peer_form,
    ),
)  # fmt: skip
