"""What must hold of scenarios beyond their shape: every way leads on, something passes, hard stops never do."""

from collections.abc import Iterable, Iterator
from datetime import date

from kamacademy.competency.documents import indicator_ids
from kamacademy.content.documents import DocumentType, Drafts, overdue
from kamacademy.content.problems import Problem
from kamacademy.content.reading import Location, read_yaml
from kamacademy.scenario.documents import Choice, Measure, Scenario
from kamacademy.scenario.ways import ways

Finding = tuple[Location, str]
LEAST_NODES, LEAST_CHOICES, LEAST_ENDINGS = 6, 2, 2


def check_scenarios(drafts: Drafts) -> Iterable[Problem]:
    """Everything wrong with every scenario."""
    known = indicator_ids(drafts)
    for draft, scenario in drafts.contents("scenario", Scenario):
        if drafts.has("paper", draft.slug):
            yield draft.problem((), f"the name `{draft.slug}` is already used by a paper; give the file another name")
        findings = [*counts(scenario), *places(scenario), *evidence(scenario, known), *pass_rule(scenario)]
        if not findings:
            findings = list(courses(scenario))
        yield from (draft.problem(location, message) for location, message in findings)


def choices_of(scenario: Scenario) -> Iterator[tuple[Location, Choice]]:
    """Every choice with its place."""
    for number, node in enumerate(scenario.nodes):
        for place, choice in enumerate(node.choices):
            yield ("nodes", number, "choices", place), choice


def counts(scenario: Scenario) -> Iterator[Finding]:
    """Enough of everything. Asked here and not of the shape, which does not count an entry that has a mistake."""
    counted: list[tuple[Location, int, int]] = [
        (("nodes",), len(scenario.nodes), LEAST_NODES),
        (("endings",), len(scenario.endings), LEAST_ENDINGS),
        *((("nodes", n, "choices"), len(node.choices), LEAST_CHOICES) for n, node in enumerate(scenario.nodes)),
    ]
    for location, count, least in counted:
        if count < least:
            yield location, f"`{location[-1]}` has {count} entries, expected at least {least}"


def places(scenario: Scenario) -> Iterator[Finding]:
    """Each place has one name, choices lead to places, hard stops and only they lead to endings that stop."""
    first: dict[str, str] = {}
    for kind, number, place in scenario.places:
        if place in first:
            yield (kind, number, "id"), f"`{place}` is already the name of one of the {first[place]}"
        first.setdefault(place, kind)
    stopping = {ending.id for ending in scenario.endings if ending.kind == "stopped"}
    for location, choice in choices_of(scenario):
        if choice.to not in first:
            yield (*location, "to"), f"there is no node or ending `{choice.to}` in this scenario"
        elif choice.hard_stop and choice.to not in stopping:
            yield (*location, "to"), f"a hard stop leads to an ending of kind `stopped`; `{choice.to}` is none"
        elif choice.to in stopping and not choice.hard_stop:
            yield (*location, "to"), f"only a hard stop leads to `{choice.to}`, which is of kind `stopped`"


def evidence(scenario: Scenario, known: set[str]) -> Iterator[Finding]:
    """Indicators exist, are announced and can be shown; every node offers a strong choice and no words twice."""
    for number, indicator in enumerate(scenario.indicators):
        if indicator not in known:
            yield ("indicators", number), f"there is no indicator `{indicator}`"
        elif indicator in scenario.indicators[:number]:
            yield ("indicators", number), f"indicator `{indicator}` is listed twice"
        elif not any(one.indicator == indicator and one.shows == "strong" for _, one in choices_of(scenario)):
            yield ("indicators", number), f"no choice that shows `strong` speaks to `{indicator}`"
    for location, choice in choices_of(scenario):
        if choice.indicator is not None and choice.indicator not in scenario.indicators:
            yield (*location, "indicator"), f"add `{choice.indicator}` to `indicators` above, or name one that is there"
    for number, node in enumerate(scenario.nodes):
        if not any(choice.shows == "strong" for choice in node.choices):
            yield ("nodes", number, "choices"), f"node `{node.id}` offers no choice that shows `strong`"
        texts = [choice.text for choice in node.choices]
        for place, text in enumerate(texts):
            if text in texts[:place]:
                yield ("nodes", number, "choices", place), f"node `{node.id}` offers the same words twice"


def pass_rule(scenario: Scenario) -> Iterator[Finding]:
    """What passes are good or mixed endings, and values that the measures can have."""
    kinds = {ending.id: ending.kind for ending in scenario.endings}
    for number, place in enumerate(scenario.passes.endings):
        kind = kinds.get(place)
        if kind is None:
            yield ("passes", "endings", number), f"there is no ending `{place}` in this scenario"
        elif kind in {"stopped", "poor"}:
            yield ("passes", "endings", number), f"`{place}` is of kind `{kind}`, which never passes"
    for measure in Measure:
        least, gauge = scenario.passes.least.of(measure), scenario.state.of(measure)
        if least is not None and not gauge.lowest < least <= gauge.highest:
            message = f"`{measure}` runs from {gauge.lowest} to {gauge.highest}, so at least {least} asks"
            yield ("passes", "least", measure.value), f"{message} {'too much' if least > gauge.highest else 'nothing'}"


def courses(scenario: Scenario) -> Iterator[Finding]:
    """Every place is reached, every course ends, and both passing and not passing are possible."""
    found = ways(scenario)
    for kind, number, place in scenario.places:
        if place not in found.reached:
            yield (kind, number, "id"), f"no way from the first node leads to `{place}`"
        elif place not in found.can_end:
            yield (kind, number, "choices"), f"from `{place}` no way leads to an ending; give it a way out"
    for number, place in enumerate(scenario.passes.endings):
        if place in found.reached and place not in found.passing:
            yield ("passes", "endings", number), f"no way reaches `{place}` with the least values that passing asks for"
    if not found.failing:
        yield ("passes",), "every way through passes, so that passing says nothing"


def scenarios_due(drafts: Drafts, today: date) -> Iterable[Problem]:
    """Warnings for scenarios whose review date has passed."""
    for draft, scenario in drafts.contents("scenario", Scenario):
        if scenario.review_by < today:
            yield overdue(draft, ("review_by",), f"scenario `{draft.slug}`", scenario.review_by)


DOCUMENT_TYPES = (
    DocumentType(
        "scenario", Scenario, r"assessments/scenarios/(?P<name>[a-z0-9-]+)\.yaml", "{name}", read_yaml,
        check_scenarios, scenarios_due,
    ),
)  # fmt: skip
