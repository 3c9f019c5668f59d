"""The floor that our pages are measured against: the same libraries with next to nothing in them.

Flask and Flask-SQLAlchemy, one indexed SELECT of 20 rows, a compiled template that makes 20 kB. No sign-in, no
policy, no navigation, no content.
"""

import os

from flask import Flask, render_template
from flask_sqlalchemy import SQLAlchemy
from jinja2 import DictLoader
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

ROWS, OWNERS = 10_000, 500
PAGE = """<!doctype html><html lang="en"><head><title>Floor</title></head><body><h1>Floor</h1><table>
{% for thing in things %}
<tr class="row"><th scope="row">{{ thing.words }}</th>
<td class="figures"><a href="{{ url_for("floor") }}">{{ thing.id }}</a></td></tr>
{% endfor %}
</table>{% for number in range(120) %}<section class="panel"><h2>Section {{ number }}</h2>
<p>Plain words that stand for a page’s text, in a paragraph about as long as most are. {{ number }}</p></section>
{% endfor %}</body></html>"""


class Base(DeclarativeBase):
    """Parent of the one model."""


class Thing(Base):
    """A row."""

    __tablename__ = "thing"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[int] = mapped_column(index=True)
    words: Mapped[str]


db = SQLAlchemy(model_class=Base)
app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{os.environ.get('BENCH_FLOOR', '/tmp/floor.sqlite')}"
app.jinja_loader = DictLoader({"floor.html": PAGE})
db.init_app(app)
with app.app_context():
    db.create_all()
    if db.session.get(Thing, 1) is None:
        db.session.add_all(Thing(owner=n % OWNERS, words=f"thing {n}") for n in range(ROWS))
        db.session.commit()


@app.get("/")
def floor() -> str:
    """One indexed SELECT."""
    return render_template("floor.html", things=db.session.scalars(select(Thing).where(Thing.owner == 7)).all())
