"""A case: one situation, perhaps with a table, and several questions on it; drawn and shown as a whole."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field

from kamacademy.content.documents import Closed, Slug, Words
from kamacademy.content.reading import Location
from kamacademy.items.data_table import DataTable, multiplied
from kamacademy.items.expression import Function, NoResult, Value, evaluate, number
from kamacademy.items.kinds import Item
from kamacademy.items.variant import BrokenWords, Formula, Name, NoVariant, Variant, Varied, fill


class Chart(Closed):
    """A chart of one column over another; `by` draws a line or a bar for each of up to three groups."""

    kind: Literal["line", "bar"]
    x: Name
    y: Name
    by: Name | None = None


class Vary(Closed):
    """Columns whose figures are multiplied by a factor in the rows that `where` names, then rounded."""

    columns: Annotated[tuple[Name, ...], Field(min_length=1)]
    factor: Formula
    decimals: Annotated[int, Field(ge=0, le=4)] = 0
    where: dict[Name, Words] = {}


class CaseData(Closed):
    """The table of a case: the file in `assessments/data/`, what it shows, and how it varies by seed."""

    file: Slug
    caption: Words
    labels: dict[Name, Words] = {}
    chart: Chart | None = None
    vary: tuple[Vary, ...] = ()


class Case(Varied):
    """A situation with questions that may use its figures. `computed` may ask the table: total, mean, count, ..."""

    id: Slug
    title: Words
    stem: Words
    data: CaseData | None = None
    items: Annotated[tuple[Item, ...], Field(min_length=1, max_length=8)]

    def variant(self, seed: int, tables: Mapping[str, DataTable]) -> Variant:
        """The figures for a seed. `tables` are those of the release by name. Raises NoVariant."""
        if not self.parameters and not self.computed:
            return Variant(seed)

        def functions_of(values: Mapping[str, Value]) -> Mapping[str, Function]:
            table = self.table(values, tables)
            return table.functions() if table is not None else {}

        return Variant(seed, self.drawn(seed, self.id, {}, functions_of))

    def table(self, values: Mapping[str, Value], tables: Mapping[str, DataTable]) -> DataTable | None:
        """The table as these values vary it; None for a case without one. Raises NoVariant."""
        if self.data is None:
            return None
        table = tables[self.data.file]
        for place, vary in enumerate(self.data.vary):
            try:
                factor = number(evaluate(vary.factor, values))
                where: dict[str, Value] = {name: fill(words, values) for name, words in vary.where.items()}
                table = multiplied(table, vary.columns, factor, vary.decimals, where)
            except (NoResult, BrokenWords) as error:
                raise NoVariant(str(error), "data", "vary", place) from None
        return table

    def texts(self) -> Iterator[tuple[Location, str]]:
        """Every text of the case itself that may have placeholders."""
        yield ("title",), self.title
        yield ("stem",), self.stem
        if self.data is not None:
            yield ("data", "caption"), self.data.caption
            for name, label in self.data.labels.items():
                yield ("data", "labels", name), label
