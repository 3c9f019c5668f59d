"""Carrying out what learners do with modules and practice, through the operations that the pages use."""

from collections.abc import Sequence
from datetime import timedelta

from kamacademy.assessment import operations as assessment
from kamacademy.assessment.queries import sheet_of
from kamacademy.assessment.sheet import Question
from kamacademy.content.queries import library
from kamacademy.curriculum import operations as curriculum
from kamacademy.demo import acts
from kamacademy.demo.answering import right_answer, wrong_answer
from kamacademy.demo.chance import chance
from kamacademy.demo.stage import Stage, perform
from kamacademy.demo.studies import PROGRAMME
from kamacademy.exercise import operations as exercise
from kamacademy.marking import operations as marking
from kamacademy.marking.turn import WorkKind
from kamacademy.quality import operations as quality
from kamacademy.retrieval import operations as retrieval
from kamacademy.retrieval.queries import question_at, stack_of
from kamacademy.scenario import operations as scenario


@perform.register
def begin_module(act: acts.BeginModule, stage: Stage) -> None:
    """A module begun."""
    learner = stage.people[act.by]
    begun = curriculum.begin_module(learner, act.module, programme=PROGRAMME, at=act.at)
    stage.attempts[act.by, act.module] = begun


@perform.register
def answer_question(act: acts.AnswerQuestion, stage: Stage) -> None:
    """A retrieval question."""
    curriculum.recall(stage.attempts[act.by, act.module], act.lesson, act.question, act.choice, at=act.at)


@perform.register
def keep_note(act: acts.KeepNote, stage: Stage) -> None:
    """A note to self."""
    curriculum.save_note(stage.attempts[act.by, act.module], act.lesson, act.words, at=act.at)


@perform.register
def finish_lesson(act: acts.FinishLesson, stage: Stage) -> None:
    """A lesson read."""
    curriculum.finish_lesson(stage.attempts[act.by, act.module], act.lesson, at=act.at)


@perform.register
def take_check(act: acts.TakeCheck, stage: Stage) -> None:
    """Every question of a check, about half a minute each."""
    sitting = curriculum.begin_check(stage.attempts[act.by, act.module], seed=act.seed, at=act.at)
    at, questions = act.at, sheet_of(sitting).questions
    wrong = missed(act, questions)
    for one in questions:
        at += timedelta(seconds=35)
        made = wrong_answer if one.entry.item.id in wrong else right_answer
        assessment.answer(sitting, one.entry.item.id, made(one.entry.item, one.variant, one.key), at=at)
    assessment.submit(sitting, at=at + timedelta(seconds=40))
    assert sitting.passed is act.passes, act


def missed(act: acts.TakeCheck, questions: Sequence[Question]) -> set[str]:
    """Which questions are got wrong: some are harder than others for everybody, and who passes misses no hard stop."""
    random = chance(act.seed, "missed")
    order = {
        one.entry.item.id: random.random() ** (1 / (0.15 + chance(0, "hard", one.entry.item.id).random()))
        for one in questions
        if not (act.passes and one.entry.item.hard_stop)
    }
    return set(sorted(order, key=order.__getitem__, reverse=True)[: act.wrong])


@perform.register
def play_scenario(act: acts.PlayScenario, stage: Stage) -> None:
    """A scenario from its beginning, about a minute for each decision."""
    attempt = stage.attempts[act.by, act.module]
    run = scenario.begin_run(
        attempt.learner, act.scenario, release_id=attempt.release_id, at=act.at,
        return_to=curriculum.address_of(attempt),
    )  # fmt: skip
    for number, choice in enumerate(act.choices, 1):
        scenario.decide(run, number, choice, at=act.at + timedelta(seconds=55 * number))


@perform.register
def react(act: acts.React, stage: Stage) -> None:
    """What a learner says of a module."""
    curriculum.react(stage.attempts[act.by, act.module], usable=act.usable, better=act.better or "", at=act.at)


@perform.register
def work_on_exercise(act: acts.WorkOnExercise, stage: Stage) -> None:
    """The form filled in, about twenty minutes after it was opened, and perhaps handed in."""
    attempt = stage.attempts[act.by, act.module]
    work = exercise.begin_submission(
        attempt.learner, act.exercise, release_id=attempt.release_id, at=act.at, module=act.module,
        attempt_key=attempt.id, return_to=curriculum.address_of(attempt),
    )  # fmt: skip
    stage.works[act.by, act.exercise] = work
    saved = act.at + timedelta(minutes=21)
    exercise.save_draft(work, act.answers, page="story", number=work.draft_number, at=saved, is_left=True)
    if act.is_handed_in:
        exercise.submit(work, at=saved + timedelta(minutes=1))


@perform.register
def give_mark(act: acts.GiveMark, stage: Stage) -> None:
    """A work claimed and marked; whose turn it is follows from the marks there are."""
    version = stage.works[act.learner, act.exercise].latest
    assert version is not None, act
    by = stage.people[act.by]
    found = marking.claim(WorkKind.EXERCISE, version.id, by=by, at=act.at)
    marking.give_mark(found, act.given, act.decision, by=by, at=act.at + timedelta(minutes=9), turn=found.turn)


@perform.register
def ask_for_figures(act: acts.AskForFigures, stage: Stage) -> None:
    """Figures asked for; the demo's server computes them when it starts."""
    quality.ask_again(by=stage.people[act.by], at=act.at)


@perform.register
def practise(act: acts.Practise, stage: Stage) -> None:
    """The day's questions, as many as come back."""
    learner = stage.people[act.by]
    for number, one in enumerate(stack_of(learner, act.at.date()).left):
        question = question_at(library(one.release_id), one.place)
        random = chance(act.seed, one.place)
        wrong = random.choice([place for place in range(len(question.options)) if place != question.right])
        choice = question.right if random.random() < act.share_right else wrong
        retrieval.answer(learner, one.place, choice, at=act.at + timedelta(seconds=25 * number))
