"""the market a person works in."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0025"
down_revision: str | None = "0024"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KNOWN = "market_code IN ('US', 'UK')"


def upgrade() -> None:
    """A person's own market, where it is another than the team's, and the day on which it last changed."""
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("market_code", sa.String(length=8), nullable=True))
        person.add_column(sa.Column("market_since", sa.Date(), nullable=True))
        person.create_check_constraint(op.f("ck_person_market_known"), KNOWN)


def downgrade() -> None:
    """Back to one market for everybody."""
    with op.batch_alter_table("person") as person:
        person.drop_constraint(op.f("ck_person_market_known"), type_="check")
        person.drop_column("market_since")
        person.drop_column("market_code")
