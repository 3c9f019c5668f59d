"""kamacademy raters fit."""

import argparse

from kamacademy import clock
from kamacademy.wording import counted


def fit(_asked: argparse.Namespace) -> int:
    """Run the rater model now and make all estimates again."""
    from kamacademy.cli import Refused, application
    from kamacademy.monitor.jobs import run_model
    from kamacademy.rater.severity import NotSettled

    with application().app_context():
        try:
            found = run_model(None, clock.now())
        except NotSettled as error:
            raise Refused(
                "the rater model did not settle on these ratings. Nothing was changed; the newest run stays in force."
            ) from error
    groups = counted(found.subsets, "group of linked raters", "groups of linked raters")
    print(f"{counted(found.ratings, 'rating')} by {counted(len(found.raters), 'rater')} in {groups}.")
    return 0
