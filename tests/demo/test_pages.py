"""Every page of the filled company, reached by links from each role's first page."""

import re
from collections import Counter, deque
from urllib.parse import urlsplit

import pytest
from flask import Flask

from kamacademy.demo.operations import PASSWORD
from tests.browser import Browser

pytestmark = pytest.mark.xdist_group("demo")

MOST_OF_A_KIND = 3
# A browser's own script fills the page on the phone: tests/web opens it. What a learner attached is a file and no page.
NOT_OPENED = ("static", "corridor.shell", "proof.evidence_file", "feed.template_file")
# Files, which tests/reports opens and reads.
ON_PAPER = re.compile(r"/paper\.(pdf|csv|xlsx)$")
ROLES = {
    "mira.halvorsen": {
        "overview.next_step", "curriculum.programmes", "curriculum.module", "curriculum.lesson", "competency.profile",
        "competency.detail", "competency.why", "competency.evidence", "competency.framework", "conversation.note",
        "plan.running", "outcome.results", "outcome.result", "people.account",
        "overview.visits", "overview.preparation", "visit.new", "visit.change", "visit.cancel", "visit.calendar",
        "intake.own_view", "conversation.notes", "conversation.answer", "conversation.dispute", "conversation.talk",
        "peer.rounds", "peer.round_", "corridor.shell", "corridor.open_export",
    },
    "leila.haddad": {"peer.answer", "overview.preparation", "visit.change"},
    "chiara.bellini": {"attestation.copy", "peer.round_", "overview.preparation"},
    "tom.whitaker": {"overview.next_step", "curriculum.module", "competency.profile", "outcome.results"},
    "daniel.okafor": {
        "overview.team", "coaching.observations", "coaching.new", "conversation.note", "competency.profile",
        "plan.running", "outcome.results", "overview.today", "board.plans", "overview.preparation",
        "attestation.new", "coaching.resume", "conversation.conversations", "corridor.shell", "peer.choose",
        "competency.why", "craft.mine", "monitor.own_rating", "calibration.mine", "calibration.seat",
        "calibration.case", "pairing.choose", "pairing.pair",
    },
    "ingrid.sole": {
        "attestation.sign", "attestation.copy", "coaching.resume", "intake.conflict", "pairing.rate", "pairing.pair",
        "calibration.seat", "craft.mine",
    },
    "nadia.petrova": {
        "overview.academy", "content.releases", "content.release", "curriculum.programmes", "monitor.raters",
        "commitment.keeping", "commitment.kept_after",
        "pairing.agreement", "calibration.events", "calibration.event", "calibration.new",
        "calibration.certification",
    },
    "samuel.adeyemi": {
        "overview.academy", "overview.team", "overview.today", "coaching.observations", "craft.of_person",
        "calibration.case", "monitor.own_rating",
    },
    "astrid.moreau": {"overview.today", "calibration.seat", "calibration.case", "craft.mine", "monitor.own_rating"},
    "yusuf.demir": {"overview.today", "calibration.mine", "calibration.seat", "monitor.own_rating"},
    "lukas.meyer": {
        "overview.next_step", "proof.evidence_file", "plan.history", "reviewing.reviews",
        "commitment.commitments", "transition.next_role",
    },
    "fatima.benali": {"plan.running", "plan.closed", "development.redate", "commitment.commitments"},
    "noah.clarke": {"plan.running", "transition.page"},
    "helena.vogt": {
        "overview.today", "overview.team", "board.plans", "reviewing.review", "proof.evidence_file",
        "transition.propose",
    },
    "margaret.osei": {"overview.team", "overview.academy", "board.plans"},
    "grace.thornton": {
        "people.people_list", "people.person", "people.new_person", "records.audit", "attestation.raters",
    },
}  # fmt: skip


def kind_of(app: Flask, address: str) -> str:
    """The endpoint of an address."""
    endpoint, _ = app.url_map.bind("localhost").match(urlsplit(address).path)
    return str(endpoint)


def walk(browser: Browser, app: Flask) -> set[str]:
    """Follow every link, a few of each kind; the kinds of page there are. Each must open and be well made."""
    waiting, known, kinds = deque(["/"]), {"/"}, Counter[str]()
    while waiting:
        address = waiting.popleft()
        kind = kind_of(app, address)
        kinds[kind] += 1
        if kind in NOT_OPENED or ON_PAPER.search(address) or kinds[kind] > MOST_OF_A_KIND:
            continue
        browser.open(address)
        for link in browser.page.find_all("a", href=re.compile(r"^/")):
            found = str(link["href"]).partition("#")[0]
            if found not in known:
                known.add(found)
                waiting.append(found)
    return set(kinds)


@pytest.mark.parametrize("name", ROLES)
def test_every_page_that_a_link_leads_to_opens(visit: type[Browser], company: Flask, name: str) -> None:
    browser = visit()
    browser.sign_in(f"{name}@fernwick.example", PASSWORD)
    kinds = walk(browser, company)
    assert ROLES[name] <= kinds, ROLES[name] - kinds


def test_a_learner_cannot_read_another_learner(visit: type[Browser]) -> None:
    mira = visit().sign_in("mira.halvorsen@fernwick.example", PASSWORD)
    jonas = visit().sign_in("jonas.lindqvist@fernwick.example", PASSWORD)
    own = next(str(link["href"]) for link in jonas.page.find_all("a", href=re.compile(r"^/people/\d+$")))
    mira.open(own, expect=403)
