"""An exercise and its rubric for tests, published beside the shipped content, and answers to it."""

from collections.abc import Mapping
from datetime import datetime

from flask import current_app

from kamacademy.content.documents import Draft, Drafts, read_file
from kamacademy.content.queries import document_types
from kamacademy.exercise.answers import Answers
from kamacademy.exercise.documents import Exercise, Rubric
from kamacademy.exercise.models import Submission
from kamacademy.exercise.operations import begin_submission, save_draft, submit
from kamacademy.people.models import Person
from tests.world import NOW, World

SLUG = "five-facts"
RUBRIC_PATH, EXERCISE_PATH = "assessments/rubrics/five-facts.yaml", "assessments/exercises/five-facts.yaml"
RUBRIC = """\
title: Five facts, one insight
guidance: |-
  Read the page once as a whole.

  - Mark what is on the page
  - Not what you know
for_markers: The remark on parking is hearsay.
accepted_from: 4
lines:
  - id: insight
    title: The insight
    indicator: C13b
    anchors:
      0: No insight.
      2: Joins two facts.
      4: Joins three facts and can be wrong.
    levels: {1: 1, 2: 2, 3: 3, 4: 3}
    do_not_credit: [An insight whose real point is the product]
  - id: action
    title: The action
    indicator: C01b
    points: 3
    anchors: {0: No action., 3: A role and a date.}
    levels: {2: 1, 3: 2}
  - id: rules
    title: Within the rules
    points: 2
    least: 1
    anchors: {0: Offers something in return., 2: Nothing is offered in return.}
grades: {fail: Again., borderline: Hard to say., pass: Does it., good: Clear., excellent: An example.}
"""
EXERCISE = """\
title: Five facts, one insight
intro: |-
  Take one account.

  1. Collect facts.
  2. Say one thing.
minutes: 30
account: either
case:
  name: Prairie Bend County Hospital
  text: |-
    A county hospital with 49 beds.

    - The bus leaves at six.
rubric: five-facts
sections:
  - title: Facts
    help: At least two kinds.
    fields:
      - id: facts
        kind: table
        label: Your facts
        rows: {min: 2, max: 4}
        columns:
          - {id: fact, kind: long_text, label: Fact, words_max: 8}
          - {id: sort, kind: choice, label: Kind, options: [A number, A quote]}
          - {id: day, kind: date, label: Of which day, required: false}
  - title: The insight
    fields:
      - {id: insight, kind: long_text, label: One insight, words_max: 30}
      - {id: wrong-if, kind: text, label: I would be wrong if, required: false}
      - {id: stops, kind: choices, label: What would you stop?, options: [A visit, A report, Nothing]}
      - {id: hours, kind: number, label: Hours freed, unit: hours, min: 0, max: 80}
      - {id: by-when, kind: date, label: By when will you have asked?}
      - {id: main, kind: choice, label: Your own points, options: ["0", "1", "2"]}
"""
FACTS = [
    {"fact": "38 stays in a year", "sort": "A number", "day": "2026-10-01"},
    {"fact": "“Too far”", "sort": "A quote"},
]
COMPLETE = Answers(
    account="own",
    alias="North river",
    texts={"insight": "People skip the clinic.", "hours": "4", "by-when": "2026-12-01", "main": "2"},
    choices={"stops": ["A report"]},
    tables={"facts": FACTS},
)
MARKS = {"insight": 3, "action": 2, "rules": 2}


def drafted(path: str, text: str) -> Draft:
    """A file of our own as a draft without problems."""
    kind = next(one for one in document_types() if one.slug_of(path))
    draft, problems = read_file(kind, path, text)
    assert draft is not None, problems
    return draft


def with_files(drafts: Drafts, files: Mapping[str, str]) -> Drafts:
    """The shipped files with others beside or instead of them. Forgets kept releases, whose keys may come again."""
    current_app.extensions["libraries"].clear()
    fresh = {path: drafted(path, text) for path, text in files.items()}
    return Drafts([*(one for one in drafts if one.path not in fresh), *fresh.values()])


def publish(world: World, drafts: Drafts, exercise: str = EXERCISE, rubric: str = RUBRIC) -> int:
    """A release with the exercise in it; its key."""
    return world.publish(with_files(drafts, {RUBRIC_PATH: rubric, EXERCISE_PATH: exercise}), at=NOW).id


def exercise() -> Exercise:
    """The exercise as a document; needs an application."""
    content = drafted(EXERCISE_PATH, EXERCISE).content
    assert isinstance(content, Exercise)
    return content


def rubric() -> Rubric:
    """The rubric as a document; needs an application."""
    content = drafted(RUBRIC_PATH, RUBRIC).content
    assert isinstance(content, Rubric)
    return content


def begun(learner: Person, release_id: int, at: datetime = NOW) -> Submission:
    """Work begun by a learner."""
    return begin_submission(learner, SLUG, release_id=release_id, at=at, return_to="/learn")


def handed_in(learner: Person, release_id: int, at: datetime = NOW) -> Submission:
    """Complete work that waits for a marker."""
    work = begun(learner, release_id, at)
    save_draft(work, COMPLETE, page="one", number=work.draft_number, at=at)
    return submit(work, at=at)
