"""What a level still lacks to count as at target, each lack by its name. Pure."""

from enum import StrEnum

from kamacademy.competency.estimation import CERTIFIED_NEEDED, RATERS_NEEDED, SURE, VISITS_NEEDED, Estimate


class Missing(StrEnum):
    """One thing that the rule asks for and that is not there."""

    VISITS = "visits"
    SECOND_PERSON = "second person"
    CERTIFIED = "certified person"
    SURER = "surer"
    FRESH = "fresh"
    CHECK = "check"
    KNOWLEDGE = "knowledge"


def missing(estimate: Estimate) -> tuple[Missing, ...]:
    """What keeps a competency from being at target, in the order in which it is asked for; nothing without a target.

    Once a level is held, visits and people are not asked for again until it is lost; certainty is.
    """
    if estimate.target is None:
        return ()
    if (estimate.held or 0) < estimate.target:
        found = list(missing_to_hold(estimate, estimate.target))
    else:
        found = [] if estimate.chance_of_at_least(estimate.target) >= SURE else [Missing.SURER]
    if estimate.latest is not None and not estimate.is_fresh:
        found.append(Missing.FRESH)
    if estimate.check_passed is False:
        found.append(Missing.CHECK)
    elif not estimate.is_knowledge_secure:
        found.append(Missing.KNOWLEDGE)
    return tuple(found)


def missing_to_hold(estimate: Estimate, target: int) -> tuple[Missing, ...]:
    """What keeps a level from being held."""
    asked = {
        Missing.VISITS: estimate.visits < VISITS_NEEDED,
        Missing.SECOND_PERSON: estimate.raters < RATERS_NEEDED,
        Missing.CERTIFIED: estimate.certified < CERTIFIED_NEEDED,
    }
    found = [one for one, lacks in asked.items() if lacks]
    # A level that slipped below without being seen is surer again after the next visit.
    if not found or estimate.chance_of_at_least(target) < SURE:
        found.append(Missing.SURER)
    return tuple(found)
