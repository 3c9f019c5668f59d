"""KAM Academy: the whole application on one screen, its parts in order."""

from collections.abc import Mapping

from flask import Flask
from flask_bootstrap import Bootstrap5
from flask_compress import Compress
from flask_migrate import Migrate
from flask_wtf import CSRFProtect

from kamacademy import (
    access,
    agreeing,
    assessment,
    attestation,
    board,
    calibration,
    coaching,
    commitment,
    competency,
    config,
    content,
    conversation,
    corridor,
    craft,
    curriculum,
    db,
    development,
    exercise,
    feed,
    guide,
    handout,
    impact,
    intake,
    items,
    kpi,
    mail,
    marking,
    monitor,
    outcome,
    overview,
    pages,
    pairing,
    peer,
    people,
    plan,
    proof,
    proofread,
    proposal,
    quality,
    rater,
    records,
    reminder,
    reports,
    retrieval,
    reviewing,
    rollout,
    scenario,
    scorecard,
    story,
    tally,
    transition,
    visit,
    wording,
    worth,
)

# From left to right: each may know only those before it.
FEATURES = (
    records, mail, people, content, tally, rater, competency, items, assessment, scenario, exercise, marking,
    curriculum, handout, retrieval, quality, kpi, feed, development, proposal, agreeing, proof, reviewing, outcome,
    plan, guide, visit, coaching, intake, attestation, conversation, corridor, peer, pairing, calibration,
    proofread, monitor, craft, commitment, transition, rollout, impact, worth, scorecard, board, overview, story,
    reminder, reports,
)  # fmt: skip


def create_app(settings: Mapping[str, object] | None = None) -> Flask:
    """The application. `settings` go over those from the environment; tests give them all."""
    app = Flask(__name__)
    app.jinja_environment = pages.Templates
    app.config.from_mapping(config.settings() if settings is None else settings)
    Bootstrap5(app)
    Compress(app)
    CSRFProtect(app)
    db.init_app(app)
    access.init_app(app)
    Migrate(app, db.db, directory=str(config.place_of("migrations")), render_as_batch=True)
    wording.init_app(app)
    pages.init_app(app)
    for feature in FEATURES:
        feature.init_app(app)
    return app
