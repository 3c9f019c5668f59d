"""Who had said no to practice letters before there were kinds has said no to that kind."""

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from kamacademy.db import db
from kamacademy.mail import queries
from tests.own import add_person


def test_an_earlier_no_to_practice_letters_stays_one_both_ways(fresh: Flask) -> None:
    willing, unwilling = (add_person(fresh, f"{name}@fernwick.example") for name in ("ada", "bo"))
    with fresh.app_context():
        db.session.remove()
        downgrade(revision="0021")
        with db.engine.begin() as connection:
            connection.execute(
                text("UPDATE person SET wants_practice_letters = false WHERE id = :key"), {"key": unwilling}
            )
        upgrade()
        assert queries.switched_off_by(unwilling) == {"practice"}
        assert queries.switched_off_by(willing) == frozenset()
        db.session.remove()
        downgrade(revision="0021")
        with db.engine.connect() as connection:
            rows = connection.execute(text("SELECT id FROM person WHERE NOT wants_practice_letters")).scalars().all()
        assert list(rows) == [unwilling]
