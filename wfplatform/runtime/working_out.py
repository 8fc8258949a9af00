"""Answers the engine's `Evaluate` effects: templates in, an answer out."""

from collections.abc import Callable

from wfplatform.engine import State, scope_of
from wfplatform.engine.commands import Command, Evaluated, EvaluationFailed
from wfplatform.engine.effects import Evaluate
from wfplatform.events.errors import Failure
from wfplatform.expressions.errors import ExpressionFailed
from wfplatform.expressions.evaluate import render
from wfplatform.kernel.codes import run as codes
from wfplatform.kernel.json import Json, json_type
from wfplatform.plan.template import Template
from wfplatform.runtime.ports import Evaluations


def is_cheap(effect: Evaluate) -> bool:
    """It may be worked out at once, in the event loop."""
    return not any(template.costly for template in effect.templates)


def answer_now(state: State, effect: Evaluate) -> Command:
    """Work out a cheap effect."""
    scope = scope_of(state, effect.step, effect.purpose, effect.reads)
    try:
        for index, template in enumerate(effect.templates):
            value = _constant_or(template, lambda source: render(source, scope, leave_secrets=True))
            answer = _judged(effect, index, value)
            if answer is not None:
                return answer
    except ExpressionFailed as failed:
        return _failed(effect, failed)
    return Evaluated(step=effect.step, purpose=effect.purpose)


async def answer(state: State, effect: Evaluate, evaluations: Evaluations) -> Command:
    """Work out an effect that could run long, under limits. The scope is taken before the first wait."""
    scope = scope_of(state, effect.step, effect.purpose, effect.reads)
    try:
        for index, template in enumerate(effect.templates):
            value = (
                template.source
                if template.constant
                else await evaluations.evaluate(template.source, scope, leave_secrets=True)
            )
            answered = _judged(effect, index, value)
            if answered is not None:
                return answered
    except ExpressionFailed as failed:
        return _failed(effect, failed)
    return Evaluated(step=effect.step, purpose=effect.purpose)


def _constant_or(template: Template, work_out: Callable[[Json], Json]) -> Json:
    return template.source if template.constant else work_out(template.source)


def _judged(effect: Evaluate, index: int, value: Json) -> Command | None:
    """The answer, once there is one; None: the next condition decides."""
    if effect.until is None:
        return Evaluated(step=effect.step, purpose=effect.purpose, value=value)
    if not isinstance(value, bool):
        message = f"Condition {index + 1} gave {json_type(value)}, not true or false."
        error = Failure(code=codes.EXPRESSION.id, message=message)
        return EvaluationFailed(step=effect.step, purpose=effect.purpose, error=error)
    if value is effect.until:
        return Evaluated(step=effect.step, purpose=effect.purpose, value=index)
    return None


def _failed(effect: Evaluate, failed: ExpressionFailed) -> Command:
    return EvaluationFailed(
        step=effect.step, purpose=effect.purpose, error=Failure(code=failed.code, message=failed.message)
    )
