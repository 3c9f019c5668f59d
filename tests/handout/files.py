"""Small job aids and guides to break."""

from kamacademy.content.documents import read_file
from kamacademy.content.problems import Problem
from kamacademy.handout.kinds import DOCUMENT_TYPES

FOLDER = "curricula/account-management-mindset/m01-from-products-to-accounts"
AID = """\
title: Who says yes
use_when: Before a first meeting.
blocks:
  - title: In order
    kind: steps
    lines: [Ask who decides, Ask when]
  - title: Before you go
    kind: checks
    lines: [A day stands beside it, A source stands beside it]
  - title: Words
    kind: table
    columns: [They say, You ask]
    rows:
      - [It is decided, By whom]
      - [It is late, Since when]
sources:
  - words: The academy
review_by: 2027-11-30
"""
GUIDE = """\
sessions:
  - part: virtual
    group: {fewest: 4, most: 12}
    purpose: Everybody leaves with one question.
    before: [Read the drafts]
    materials: [A shared page]
    agenda:
      - {minutes: 10, title: Begin, do: Greet everybody}
      - {minutes: 45, title: Work, do: Look into each pair, say: Ten minutes each.}
      - {minutes: 5, title: End, do: Ask for one word}
    debrief:
      - ask: What was new?
        answers:
          - {answer: Nothing, reply: Ask for the oldest figure}
          - {answer: All of it, reply: Ask where to begin}
      - ask: What comes next?
        answers:
          - {answer: A visit, reply: Ask for the day}
          - {answer: I do not know, reply: Ask whom they could ask}
    pitfalls:
      - {sign: Nobody speaks, instead: Let them write first}
      - {sign: One speaks, instead: Go round}
"""


def problems_of(name: str, text: str) -> list[str]:
    """What is wrong with one file, as the command prints it without the path."""
    path = f"{FOLDER}/{name}.yaml"
    kind = next(one for one in DOCUMENT_TYPES if one.slug_of(path) is not None)
    draft, found = read_file(kind, path, text)
    assert (draft is None) == bool(found)
    return [without_path(one) for one in found]


def without_path(problem: Problem) -> str:
    """Line and words of a problem."""
    return f"{problem.line}: {problem.message}"
