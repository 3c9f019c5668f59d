"""The markets that content is written for, and which of them is a person's. Pure."""

from enum import StrEnum
from typing import Literal


class Market(StrEnum):
    """Where law, payers and providers are a person's own."""

    US = "US"
    UK = "UK"


# As content files write a market, and what a document is for: one of them or everybody.
MarketCode = Literal["US", "UK"]
Scope = Literal["US", "UK", "all"]

# What is chosen instead of a market of one's own.
AS_TEAM = "team"

NAMES = {
    Market.US: "United States",
    Market.UK: "United Kingdom",
}


def market_of(own: str | None, team: str | None) -> Market:
    """A person's market: the own choice, else the team's, else the United States."""
    return Market(own or team or Market.US)


def name_of(code: str) -> str:
    """A market's name in words; nothing for what holds everywhere."""
    return "" if code == "all" else NAMES[Market(code)]
