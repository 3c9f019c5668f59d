"""A row of a file becomes a reading, or says what is wrong with it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from kamacademy.feed.columns import FIGURES, Columns, Field
from kamacademy.feed.letters import is_broken
from kamacademy.feed.numbers import Decimals, number, why_none
from kamacademy.feed.problems import Kind, Problem
from kamacademy.feed.spans import A_DAY_WORDS, A_PERIOD_WORDS, day_in, period_in, why_not_cadence
from kamacademy.kpi.checking import there_words
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.figures import Figure
from kamacademy.kpi.given import Collected, Given, There
from kamacademy.kpi.periods import Period
from kamacademy.kpi.rules import figure_problem, period_problem, why_not
from kamacademy.kpi.subjects import Subject, kind_of
from kamacademy.people.job_roles import JobRole
from kamacademy.wording import listed

LONGEST_NOTE, LONGEST_SEEN_BY = 2000, 120
# Looking for a near name takes a while among thousands of them.
MOST_LOOKED_FOR, NEAR = 300, 0.72
NO_NEAR_NAME = "Put it right, or take the row out."
UNKNOWN = {
    Field.PERSON: "Nobody here has this e-mail",
    Field.TEAM: "There is no such team",
    Field.PROGRAMME: "There is no such programme",
}
UNREADABLE = "Some letters of this cell cannot be read. Save the file as CSV UTF-8 and bring it again."


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom a name in a file means, written as it is: a subject, the job roles that the firewall looks at, its state."""

    name: str
    subject: Subject
    job_roles: frozenset[JobRole] = frozenset()
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """Everything that names in a file can mean: by e-mail, team or programme in small letters, and KPIs by code."""

    people: Mapping[str, Whom]
    teams: Mapping[str, Whom]
    programmes: Mapping[str, Whom]
    kpis: Mapping[str, Kpi]


@dataclass(slots=True)
class RowReader:
    """Reads rows of one file, one after another, and keeps what is wrong in `problems` until it is taken out."""

    columns: Columns
    width: int
    decimals: Decimals
    known: Known
    source: str
    today: date
    problems: list[Problem] = field(default_factory=list)
    _firewall: dict[tuple[str, str, frozenset[JobRole]], str | None] = field(default_factory=dict)
    _near: dict[tuple[Field, str], str] = field(default_factory=dict)

    def reading(self, row: int, cells: Sequence[str]) -> Given | None:
        """The reading of a row (the heading is row 1), or None with what is wrong added to the problems."""
        if len(cells) != self.width:
            self.say(row, None, Kind.SHAPE, f"{len(cells)} cells", self.shape_words(len(cells)))
            return None
        before = len(self.problems)
        said = {one: cells[place].strip() for one, place in self.columns.items()}
        for one, cell in said.items():
            if is_broken(cell):
                self.say(row, one, Kind.LETTERS, cell, UNREADABLE)
        if len(self.problems) > before:
            return None
        whom, kpi = self.whom(row, said), self.kpi(row, said)
        if whom is not None and kpi is not None:
            self.check_firewall(row, whom, kpi)
        period = self.period(row, said, kpi)
        figure = self.figure(row, said, kpi, period) if kpi is not None else None
        note = self.note(row, said)
        if len(self.problems) > before or whom is None or kpi is None or figure is None:
            return None
        return Given(whom.subject, kpi.code, figure, self.source, *note)

    def say(self, row: int, one: Field | None, kind: Kind, given: str, words: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(row, one, kind, given, words))

    def shape_words(self, cells: int) -> str:
        """How to put right a row with more or fewer cells than the heading."""
        if cells > self.width:
            return (
                f"The heading has {self.width} columns. A cell that holds the sign between the cells needs quotation "
                "marks around it."
            )
        return f"The heading has {self.width} columns. Complete the row; the file may have been cut off here."

    def whom(self, row: int, said: Mapping[Field, str]) -> Whom | None:
        """Whom a row is about."""
        given = [(one, said[one]) for one in (Field.PERSON, Field.TEAM, Field.PROGRAMME) if said.get(one)]
        if len(given) > 1:
            words = "Name a person, a team or a programme, and only one of them."
            self.say(row, given[1][0], Kind.WHOM, given[1][1], words)
            return None
        if not given:
            words = "Say whom it is about: a person's e-mail, a team or a programme."
            self.say(row, self.first_subject(), Kind.WHOM, "", words)
            return None
        one, name = given[0]
        found = self.names(one).get(name.casefold())
        if found is None:
            self.say(row, one, Kind.WHOM, name, self.unknown_words(one, name))
        elif found.is_closed:
            words = "This account is closed. Take the row out, or ask an administrator whether the e-mail is right."
            self.say(row, one, Kind.CLOSED, name, words)
            return None
        return found

    def first_subject(self) -> Field:
        """The first column that says whom a row is about."""
        return next(one for one in (Field.PERSON, Field.TEAM, Field.PROGRAMME) if one in self.columns)

    def names(self, one: Field) -> Mapping[str, Whom]:
        """Everybody or everything that a column can name."""
        return {
            Field.PERSON: self.known.people, Field.TEAM: self.known.teams, Field.PROGRAMME: self.known.programmes
        }[one]  # fmt: skip

    def unknown_words(self, one: Field, name: str) -> str:
        """That there is nobody of a name, with the nearest names; only the first few hundred are looked for."""
        key = (one, name.casefold())
        if key in self._near:
            return self._near[key]
        is_looked_for = len(self._near) < MOST_LOOKED_FOR
        known = {before_at(other): whom.name for other, whom in self.names(one).items()}
        near = get_close_matches(before_at(key[1]), known, n=2, cutoff=NEAR) if is_looked_for else []
        hint = f"Did you mean {listed([known[other] for other in near], 'or')}?" if near else NO_NEAR_NAME
        words = f"{UNKNOWN[one]}. {hint}"
        if is_looked_for:
            self._near[key] = words
        return words

    def kpi(self, row: int, said: Mapping[Field, str]) -> Kpi | None:
        """The KPI of a row."""
        found = self.known.kpis.get(said[Field.KPI].upper())
        if found is None:
            codes = sorted(self.known.kpis)
            words = f"There is no such KPI. Write a code from {codes[0]} to {codes[-1]}, as the results library has it."
            self.say(row, Field.KPI, Kind.KPI, said[Field.KPI], words)
        return found

    def check_firewall(self, row: int, whom: Whom, kpi: Kpi) -> None:
        """Whether the KPI may be kept for whom it is given."""
        key = (kpi.code, whom.subject.kind, whom.job_roles)
        if key not in self._firewall:
            self._firewall[key] = why_not(kpi, whom.subject.kind, whom.job_roles)
        words = self._firewall[key]
        if words is not None:
            advice = "Take the row out." if kind_of(kpi) == whom.subject.kind else "Give it for that instead."
            self.say(row, Field.KPI, Kind.ROLE, kpi.code, f"{words} {advice}")

    def period(self, row: int, said: Mapping[Field, str], kpi: Kpi | None) -> Period | None:
        """The period of a row, over and of the KPI's cadence."""
        if Field.PERIOD in said:
            at, text = Field.PERIOD, said[Field.PERIOD]
            found = period_in(text)
            if found is None:
                self.say(row, at, Kind.PERIOD, text, A_PERIOD_WORDS)
                return None
        else:
            at, text = Field.END, said[Field.END]
            start, end = day_in(said[Field.START]), day_in(text)
            for one, day in ((Field.START, start), (Field.END, end)):
                if day is None:
                    self.say(row, one, Kind.PERIOD, said[one], A_DAY_WORDS)
            if start is None or end is None:
                return None
            found = Period(start, end)
        wrong = period_problem(Figure(found.start, found.end), self.today)
        if wrong:
            self.say(row, at, Kind.FUTURE if found.end > self.today else Kind.PERIOD, text, wrong)
            return None
        cadence = why_not_cadence(kpi.code, kpi.cadence, found) if kpi else None
        if cadence:
            self.say(row, at, Kind.CADENCE, text, cadence)
            return None
        return found

    def figure(self, row: int, said: Mapping[Field, str], kpi: Kpi, period: Period | None) -> Figure | None:
        """The figure of a row, as the KPI's unit needs it; the other columns stay empty."""
        before = len(self.problems)
        numbers = {one: self.number(row, one, said[one]) for one in FIGURES if said.get(one)}
        wanted, idle = (FIGURES[:2], FIGURES[2:]) if kpi.is_share else (FIGURES[2:], FIGURES[:2])
        for one in idle:
            if one in numbers:
                what = "a share: give how many and out of how many" if kpi.is_share else "no share: give figure and n"
                self.say(row, one, Kind.FIGURE, said[one], f"{kpi.code} is {what}, and leave this cell empty.")
        for one in (Field.DENOMINATOR, Field.N):
            whole = numbers.get(one)
            if whole is not None and not whole.is_integer():
                self.say(row, one, Kind.NUMBER, said[one], "Write a whole number of cases.")
        if len(self.problems) > before:
            return None
        first, second = numbers.get(wanted[0]), numbers.get(wanted[1])
        cases = None if second is None else int(second)
        share, value = ((first, cases), (None, None)) if kpi.is_share else ((None, None), (first, cases))
        wrong = figure_problem(kpi, numerator=share[0], denominator=share[1], value=value[0], n=value[1])
        if wrong:
            at = Field(wrong[0])
            self.say(row, at, Kind.FIGURE, said.get(at, ""), wrong[1])
            return None
        return Figure(period.start, period.end, *share, *value) if period else None

    def number(self, row: int, one: Field, cell: str) -> float | None:
        """The number in a cell."""
        found = number(cell, self.decimals)
        if found is None:
            self.say(row, one, Kind.NUMBER, cell, why_none(cell, self.decimals))
        return found

    def note(self, row: int, said: Mapping[Field, str]) -> tuple[str | None, date | None, str | None]:
        """What was seen, when and by whom; the last two only with words."""
        words, by, on = said.get(Field.NOTE, ""), said.get(Field.SEEN_BY, ""), said.get(Field.SEEN_ON, "")
        for one, text, most in ((Field.NOTE, words, LONGEST_NOTE), (Field.SEEN_BY, by, LONGEST_SEEN_BY)):
            if len(text) > most:
                self.say(row, one, Kind.NOTE, text, f"Keep it below {most:,} characters; it has {len(text):,}.")
        day = day_in(on) if on else None
        if on and day is None:
            self.say(row, Field.SEEN_ON, Kind.NOTE, on, A_DAY_WORDS)
        elif day is not None and day > self.today:
            self.say(row, Field.SEEN_ON, Kind.NOTE, on, "This day has not come yet. What was seen lies in the past.")
        if (on or by) and not words:
            at = Field.SEEN_ON if on else Field.SEEN_BY
            self.say(row, at, Kind.NOTE, on or by, "Say in the note what was seen, or leave this cell empty.")
        return (words, day, by or None) if words else (None, None, None)


def before_at(name: str) -> str:
    """What tells people of one company apart in their addresses; the whole of a name that is none."""
    return name.partition("@")[0]


def why_taken(given: Given, same: There | None, partly: There | None) -> str | None:
    """Why a period cannot be given, by the readings that are there: the same one, or one that shares a part of it."""
    if same is not None and same.collected == Collected.CALCULATED:
        return f"The academy works out {given.kpi} for {given.figure.period.words} itself. Take the row out."
    return None if partly is None else there_words(partly.figure.period)
