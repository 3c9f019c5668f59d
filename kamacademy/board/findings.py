"""How the counts of plans by team are kept."""

from pydantic import TypeAdapter

from kamacademy.board.plan_counts import GroupRow

GROUPS = TypeAdapter(list[GroupRow])
