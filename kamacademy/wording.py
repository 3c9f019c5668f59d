"""How a date, an age, a number or a share is worded. Pure; the templates know these as filters."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def trimmed(words: str | None) -> str | None:
    """Words without blanks around them: a filter for what is typed into a form."""
    return words.strip() if words else words


def day(value: date | datetime | None) -> str:
    """12 Mar 2026; a dash for none."""
    if value is None:
        return "–"
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def weekday(value: date) -> str:
    """Thu 12 Mar 2026."""
    return f"{WEEKDAYS[value.weekday()]} {day(value)}"


def moment(value: datetime | None) -> str:
    """12 Mar 2026, 14:05 UTC; a dash for none."""
    return "–" if value is None else f"{day(value)}, {value:%H:%M} UTC"


def clock_time(value: datetime) -> str:
    """10:32, in UTC."""
    return f"{value:%H:%M}"


def month(value: date) -> str:
    """Mar 2026."""
    return f"{MONTHS[value.month - 1]} {value.year}"


def ago(value: date | datetime, today: date) -> str:
    """How long since a day, in the largest unit that fits: today, yesterday, 5 days, 3 weeks, 4 months ago."""
    then = value.date() if isinstance(value, datetime) else value
    days = (today - then).days
    if days < 0:
        return f"in {counted(-days, 'day')}"
    if days < 2:
        return ("today", "yesterday")[days]
    if days < 14:
        return f"{days} days ago"
    if days < 91:
        return f"{counted(days // 7, 'week')} ago"
    return f"{counted(days // 30, 'month')} ago"


def counted(number: int, word: str, plural: str | None = None) -> str:
    """1 visit, 2 visits."""
    return f"{number:,} {word if number == 1 else plural or word + 's'}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """a, b and c."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def inside(name: str) -> str:
    """A name as it reads inside a sentence: only its first letter small, as in `big-K account manager`."""
    return name[:1].lower() + name[1:]


def number(value: float | int | None, places: int = 1) -> str:
    """A figure without idle zeros: 17, 3.5, 1,204, −2 with a true minus; a dash for none."""
    if value is None:
        return "–"
    rounded = round(value, places)
    words = f"{abs(rounded):,.{places}f}"
    return f"{'−' if rounded < 0 else ''}{words.rstrip('0').rstrip('.') if places else words}"


def signed(value: float, places: int = 1) -> str:
    """A change with its sign: +3.2, −1, or 0."""
    return f"{'+' if round(value, places) > 0 else ''}{number(value, places)}"


def percent(share: float | None) -> str:
    """A share between 0 and 1 as whole percent: 71 %."""
    return "–" if share is None else f"{round(share * 100)} %"


def words_in(text: str) -> list[str]:
    """The words of a text, figures too; what hyphens and apostrophes join is one."""
    return re.findall(r"\w+(?:[-'’]\w+)*", text)


def bound(words: str) -> str:
    """Words in which a figure and its per cent sign stay on one line."""
    return re.sub(r"(?<=\d) %", "\u00a0%", words)


def typeset(words: str) -> str:
    """Words as they are printed: quotation marks that open and close, and no line ends between a figure and its %."""
    words = re.sub(r"(?<![^\s(\[‘'])\"", "“", bound(words)).replace('"', "”")
    return re.sub(r"(?<![^\s(\[“])'(?=[\w“])", "‘", words).replace("'", "’")


def minutes(total: int) -> str:
    """9 min, 1 h, 1 h 20 min."""
    hours, rest = divmod(total, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def init_app(app: "Flask") -> None:
    """Give the templates these words."""
    times = (day, weekday, moment, clock_time, month, ago, minutes)
    for filter_ in (*times, counted, listed, inside, number, percent, typeset):
        app.jinja_env.filters[filter_.__name__] = filter_
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
