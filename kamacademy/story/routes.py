"""The page of a person's story."""

from flask import Blueprint, render_template, request

from kamacademy import clock
from kamacademy.access import Permission, authorize, person_signed_in
from kamacademy.competency.queries import competencies_in
from kamacademy.content.queries import library
from kamacademy.story import queries
from kamacademy.story.months import in_address, month_asked

story = Blueprint("story", __name__, template_folder="templates")


@story.get("/people/<int:person_id>/story")
def of_person(person_id: int) -> str:
    """Gap, action, observation and result of a person on one time line: six months, of one competency or all."""
    learner, role_changes = queries.learner_with_key(person_id)
    authorize(Permission.READ_STORY, learner)
    reader, today, competencies = person_signed_in(), clock.today(), competencies_in(library())
    asked = request.args.get("competency", "")
    chosen = asked if asked in competencies else None
    last_month = month_asked(request.args.get("until", ""), today)
    return render_template(
        "story/story.html",
        learner=learner,
        is_own=reader.id == learner.id,
        story=queries.story_of(learner, reader, role_changes, last_month=last_month, competency=chosen, today=today),
        competencies=competencies,
        chosen=chosen,
        until=in_address(last_month) if request.args.get("until") else None,
    )
