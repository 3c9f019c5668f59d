"""How the counts over the academy are kept."""

from pydantic import TypeAdapter

from kamacademy.overview.chain import Academy

ACADEMY = TypeAdapter(Academy)
