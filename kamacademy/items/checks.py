"""What is wrong with questions and cases: by themselves, and in the variants of fifty seeds."""

from collections.abc import Iterator, Mapping, Sequence

from kamacademy.content.reading import Location
from kamacademy.items.case import Case, CaseData
from kamacademy.items.data_table import DataTable
from kamacademy.items.item import AnyItem
from kamacademy.items.variant import BrokenWords, NoVariant, Variant, fill

SEEDS = range(50)
MOST_GROUPS = 3
MOST_X = 60
Fault = tuple[Location, str]


def item_faults(item: AnyItem) -> Iterator[Fault]:
    """Everything wrong with a question that stands alone; of all seeds the first that shows a fault."""
    yield from over_seeds(item, [Variant(seed) for seed in SEEDS])


def case_faults(case: Case, tables: Mapping[str, DataTable]) -> Iterator[Fault]:
    """Everything wrong with a case, its table and its questions."""
    if case.data is not None:
        if case.data.file not in tables:
            yield ("data", "file"), f"there is no table `{case.data.file}`"
            return
        found = list(data_faults(case.data, tables[case.data.file]))
        yield from found
        if found:
            return
    try:
        variants = [case.variant(seed, tables) for seed in SEEDS]
    except NoVariant as error:
        yield error.at, str(error)
        return
    for at, text in case.texts():
        yield from unfillable(at, text, variants[0])
    for number, item in enumerate(case.items):
        for at, message in [*repeated_names(item, case), *over_seeds(item, variants)]:
            yield ("items", number, *at), message


def repeated_names(item: AnyItem, case: Case) -> Iterator[Fault]:
    """Names of a question's figures that its case has already given."""
    for part, names in (("parameters", item.parameters), ("computed", item.computed)):
        for name in names:
            if name in case.parameters or name in case.computed:
                yield (part, name), f"the case has a value `{name}` already; choose another name"


def over_seeds(item: AnyItem, cases: Sequence[Variant]) -> Iterator[Fault]:
    """The faults of a question over all seeds, each place once."""
    broken = list(item.faults())
    yield from broken
    seen = {at for at, _ in broken}
    varies = bool(item.parameters or item.computed or cases[0].values)
    for case in cases if varies else cases[:1]:
        for at, message in variant_faults(item, case):
            if at not in seen:
                seen.add(at)
                yield at, message


def variant_faults(item: AnyItem, case: Variant) -> Iterator[Fault]:
    """The faults of one variant; what cannot be filled in is not looked at further."""
    try:
        variant = item.variant(case.seed, case)
    except NoVariant as error:
        yield error.at, str(error)
        return
    broken = [fault for at, text in item.texts() for fault in unfillable(at, text, variant)]
    yield from broken or item.variant_faults(variant)


def unfillable(at: Location, text: str, variant: Variant) -> Iterator[Fault]:
    """That a text has a placeholder without a value."""
    try:
        fill(text, variant.values)
    except BrokenWords as error:
        yield at, str(error)


def data_faults(data: CaseData, table: DataTable) -> Iterator[Fault]:
    """Columns that the table does not have, or that hold something else."""
    kinds = {column.name: column.kind for column in table.columns}
    for name in data.labels:
        if name not in kinds:
            yield ("data", "labels", name), f"the table has no column `{name}`"
    for place, vary in enumerate(data.vary):
        for number, name in enumerate(vary.columns):
            if kinds.get(name) != "number":
                yield ("data", "vary", place, "columns", number), f"the table has no column of numbers `{name}`"
        for name in vary.where:
            if name not in kinds:
                yield ("data", "vary", place, "where", name), f"the table has no column `{name}`"
    yield from chart_faults(data, table, kinds)


def chart_faults(data: CaseData, table: DataTable, kinds: Mapping[str, str]) -> Iterator[Fault]:
    """A chart whose columns do not exist, or whose rows would lie on one another."""
    chart = data.chart
    if chart is None:
        return
    missing = False
    for part, name in (("x", chart.x), ("by", chart.by)):
        if name is not None and name not in kinds:
            yield ("data", "chart", part), f"the table has no column `{name}`"
            missing = True
    if kinds.get(chart.y) != "number":
        yield ("data", "chart", "y"), f"the table has no column of numbers `{chart.y}`"
        missing = True
    if missing:
        return
    groups = [table.cell(row, chart.by) if chart.by else "" for row in table.rows]
    places = [(group, table.cell(row, chart.x)) for group, row in zip(groups, table.rows, strict=True)]
    if len(set(groups)) > MOST_GROUPS:
        yield ("data", "chart", "by"), f"makes {len(set(groups))} groups, expected at most {MOST_GROUPS}"
    if len(set(places)) < len(places):
        yield ("data", "chart", "x"), f"the table has a `{chart.x}` twice in one group; a chart needs each once"
    if len({x for _, x in places}) > MOST_X:
        yield ("data", "chart", "x"), f"has more than {MOST_X} places, too many for a chart"
