"""A small programme with a module of its own for the United Kingdom, made of shipped modules and a few words."""

from datetime import datetime

from kamacademy.content.documents import Drafts
from kamacademy.content.models import Release
from kamacademy.curriculum.models import ModuleAttempt
from kamacademy.people.models import Person
from tests.curriculum.practice import MODULE_PATH, PROGRAMME_PATH, plain_module, text_of
from tests.curriculum.study import M01, M03, PROGRAMME, read_all_lessons, sit
from tests.exercise.work import with_files
from tests.world import NOW, World

M04 = "m04-oncology-and-specialty-models"
UK = "m03-uk-small"
UK_TITLE = "Systems and providers in England"
US_TITLE = "Providers and risk: who decides and who pays"
FOLDER = f"curricula/{PROGRAMME}"
US_PATH, UK_PATH = f"{FOLDER}/{M03}/module.yaml", f"{FOLDER}/{UK}/module.yaml"
C01_PATH = "curricula/framework/c01.yaml"
FACT = "mssp-2026"
UK_MODULE = f"""\
code: M03-UK
market: UK
title: {UK_TITLE}
summary: Who plans care and who gives it.
minutes: {{self_paced: 60, virtual: 0, leader_led: 0}}
builds:
  - {{competency: C01, level: 3}}
objectives: [Say who plans care]
lessons: [who-plans-care]
check: m03-uk-small-check
exercise:
  title: Name the board
  minutes: 20
  task: Name the board that plans care for one account.
  good: {{3: Names it and its plan.}}
observation: {{indicator: C01a, level: 3, watch: Ask who plans care for the account.}}
kpi: K01
"""
QUESTION = """\
  - id: {name}
    stem: Who plans care?
    options:
      - {{text: The board, correct: true, feedback: Right.}}
      - {{text: The ward, feedback: It gives care.}}
      - {{text: The shop, feedback: It sells.}}
"""
UK_LESSON = f"""\
---
title: Who plans care
minutes: 5
idea: A board plans care for its people.
indicators: [C01a]
retrieval:
{QUESTION.format(name="q1")}{QUESTION.format(name="q2")}---

## The board

A board plans care.

::fact uk-boards-small

::fact {FACT}

::question q1

::question q2
"""
UK_CHECK = """\
title: "Knowledge check: systems and providers in England"
purpose: Show that you know who plans care.
items: [m03-01, m03-02]
pass_percent: 50
minutes: 5
valid_days: 365
"""
UK_FACTS = """\
title: Boards
facts:
  - id: uk-boards-small
    title: Boards in England
    claim: Boards plan care in England.
    market: UK
    as_of: 2026-11-01
    source: A test
    review_by: 2027-11-01
    status: verified
  - id: words-everywhere
    title: Words
    claim: Words matter everywhere.
    market: all
    as_of: 2026-11-01
    source: A test
    review_by: 2027-11-01
    status: verified
"""
ENTRIES = f"""\
modules:
  - module: {M01}
  - module: {M03}
    in_market: {{UK: {UK}}}
  - module: {M04}
    requires: [{M03}]
"""


def without(text: str, *begun: str) -> str:
    """A text without the lines that begin so: the shipped files may say more of markets than a test wants."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(begun))


def files(drafts: Drafts) -> dict[str, str]:
    """The files that make the programme: three modules, the second of them another one in the United Kingdom."""
    programme, c01 = text_of(drafts, PROGRAMME_PATH), without(text_of(drafts, C01_PATH), "check_in_market:")
    assert "check: m03-check\n" in c01
    return {
        PROGRAMME_PATH: programme[: programme.index("modules:\n")] + ENTRIES,
        MODULE_PATH: plain_module(drafts),
        US_PATH: without(text_of(drafts, US_PATH), "scenarios:", "market:").replace(
            "code: M03\n", "code: M03\nmarket: US\n"
        ),
        UK_PATH: UK_MODULE,
        f"{FOLDER}/{UK}/lessons/who-plans-care.md": UK_LESSON,
        "assessments/papers/m03-uk-small-check.yaml": UK_CHECK,
        "curricula/facts/boards-small.yaml": UK_FACTS,
        C01_PATH: c01.replace("check: m03-check\n", "check: m03-check\ncheck_in_market: {UK: m03-uk-small-check}\n"),
    }


def publish(world: World, drafts: Drafts, at: datetime = NOW, **changed: str) -> Release:
    """A release with that programme, the first of its kind."""
    return world.publish(with_files(drafts, files(drafts) | changed), at=at)


def pass_module(learner: Person, module: str, at: datetime = NOW) -> ModuleAttempt:
    """Read a module and pass its check."""
    attempt = read_all_lessons(learner, module, at)
    sit(attempt, at=at)
    return attempt
