"""The way through the academy, by what a person does in it."""

from collections.abc import Collection
from dataclasses import dataclass

from kamacademy.access import Function


@dataclass(frozen=True, slots=True)
class Link:
    """One entry. `mine` marks pages that are addressed by the person's own key."""

    endpoint: str
    words: str
    icon: str
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one title."""

    title: str
    links: tuple[Link, ...]


GROUPS: tuple[tuple[Function | None, Group], ...] = (
    (
        Function.LEARNER,
        Group(
            "My work",
            (
                Link("overview.next_step", "Next step", "signpost"),
                Link("curriculum.programmes", "Learn", "book"),
                Link("competency.profile", "Profile", "sliders", mine=True),
                Link("plan.running", "Plan", "list-check", mine=True),
                Link("outcome.results", "Results", "graph-up", mine=True),
                Link("retrieval.practice", "Practice", "arrow-repeat"),
                Link("overview.visits", "Visits", "calendar3"),
                Link("peer.rounds", "Peer feedback", "chat-left-text"),
            ),
        ),
    ),
    (
        Function.COACH,
        Group(
            "My team",
            (
                Link("overview.today", "Today", "house"),
                Link("overview.team", "Team", "people"),
                Link("coaching.observations", "Observe", "binoculars"),
                Link("overview.visits", "Visits", "calendar3"),
                Link("marking.queue", "Marking", "journal-check"),
                Link("board.plans", "Plans", "list-check"),
                Link("peer.rounds", "Peer feedback", "chat-left-text"),
                Link("calibration.mine", "Calibration", "bullseye"),
                Link("craft.mine", "My coaching", "chat-left-heart"),
                Link("monitor.own_rating", "My rating", "person-workspace"),
            ),
        ),
    ),
    (
        Function.LEARNING_TEAM,
        Group(
            "Academy",
            (
                Link("overview.academy", "Overview", "diagram-3"),
                Link("impact.effects", "Did it work?", "question-circle"),
                Link("content.releases", "Releases", "collection"),
                Link("marking.queue", "Marking", "journal-check"),
                Link("quality.items", "Questions", "patch-question"),
                Link("quality.papers", "Papers", "clipboard-check"),
                Link("retrieval.retention", "Retention", "arrow-repeat"),
                Link("feed.runs", "Imports", "archive"),
                Link("calibration.events", "Calibration", "bullseye"),
                Link("monitor.raters", "Raters", "person-workspace"),
                Link("peer.rounds", "Peer feedback", "chat-left-text"),
            ),
        ),
    ),
    (
        Function.LEADER,
        Group(
            "Academy",
            (
                Link("overview.academy", "Overview", "diagram-3"),
                Link("impact.effects", "Did it work?", "question-circle"),
                Link("feed.runs", "Imports", "archive"),
                Link("peer.rounds", "Peer feedback", "chat-left-text"),
            ),
        ),
    ),
    (
        Function.ADMINISTRATOR,
        Group(
            "Administration",
            (
                Link("people.people_list", "People", "person-gear"),
                Link("records.audit", "Audit trail", "clock-history"),
                Link("mail.letters", "Letters", "envelope"),
                Link("feed.runs", "Imports", "archive"),
                Link("attestation.raters", "Raters", "patch-check"),
                Link("transition.role_changes", "Role changes", "arrow-up-right"),
            ),
        ),
    ),
)


def navigation(functions: Collection[Function]) -> list[Group]:
    """The groups a person sees, each title and each entry once."""
    groups: list[Group] = []
    for function, group in GROUPS:
        if function in functions and all(group.title != shown.title for shown in groups):
            seen = {link for shown in groups for link in shown.links}
            groups.append(Group(group.title, tuple(link for link in group.links if link not in seen)))
    return groups


def tabs(functions: Collection[Function]) -> list[Link]:
    """At most five entries for the foot of a phone: the first of one's own work, then all other groups, then the rest.

    What does not fit is listed on the account page.
    """
    groups = navigation(functions)
    if not groups:
        return []
    first, *others = groups
    return [first.links[0], *(link for group in others for link in group.links), *first.links[1:]][:5]


def nearest(path: str, addresses: Collection[str]) -> str | None:
    """The entry that a page belongs to: the longest address that the path equals or lies under."""
    above = [one for one in addresses if path == one or path.startswith(f"{one}/")]
    return max(above, key=len, default=None)
