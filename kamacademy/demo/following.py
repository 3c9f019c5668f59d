"""Carrying out commitments after a module and changes of job role, through the operations that the pages use."""

from kamacademy.commitment import operations as commitment
from kamacademy.commitment import queries as commitments
from kamacademy.commitment.models import Pledge
from kamacademy.demo import changing, pledging
from kamacademy.demo.stage import Stage, perform
from kamacademy.transition import operations as transition


@perform.register
def commit(act: pledging.Commit, stage: Stage) -> None:
    """Lines written down after a module, and some of them shared."""
    made = commitment.write_down(stage.attempts[act.by, act.module], act.lines, on=act.at.date(), at=act.at)
    for one in made.commitments:
        if one.sort in act.shared:
            commitment.share(one, at=act.at)


@perform.register
def ask_again(act: pledging.AskAgain, stage: Stage) -> None:
    """What the calendar does."""
    for pledge, asked in commitments.asked_about(act.at):
        commitment.ask(pledge, asked, at=act.at)


@perform.register
def say_how_kept(act: pledging.SayHowKept, stage: Stage) -> None:
    """The answers to one question."""
    pledge = pledge_of(act, stage)
    keys = {one.sort: one.id for one in pledge.commitments}
    said = {keys[kind]: commitment.Said(kept, hours, words) for kind, kept, hours, words in act.said}
    commitment.answer(pledge, act.after_days, said, on=act.at.date(), at=act.at)


def pledge_of(act: pledging.AboutModule, stage: Stage) -> Pledge:
    """What a learner committed to after a module."""
    found = commitments.find_pledge(stage.attempts[act.by, act.module].id)
    assert found is not None, act
    return found


@perform.register
def propose_role(act: changing.ProposeRole, stage: Stage) -> None:
    """A change of job role put forward."""
    stage.changes[act.learner] = transition.propose(
        stage.people[act.learner], act.to_role, act.starts_on, buddy=stage.people[act.buddy], by=stage.people[act.by],
        at=act.at,
    )  # fmt: skip


@perform.register
def confirm_role(act: changing.ConfirmRole, stage: Stage) -> None:
    """A change announced."""
    transition.confirm(stage.changes[act.learner], by=stage.people[act.by], at=act.at)


@perform.register
def switch_roles(act: changing.SwitchRoles, stage: Stage) -> None:
    """What the calendar does."""
    transition.switch_due(act.at)


@perform.register
def name_next_role(act: changing.NameNextRole, stage: Stage) -> None:
    """A role in mind."""
    transition.name_next_role(stage.people[act.by], act.role, at=act.at)
