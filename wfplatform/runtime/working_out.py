"""Answers the engine's `Evaluate` effects: templates in, an answer out."""

from wfplatform.engine import State, scope_of
from wfplatform.engine.commands import Command, Evaluated, EvaluationFailed
from wfplatform.engine.effects import Evaluate
from wfplatform.events.errors import Failure
from wfplatform.expressions import CompiledTemplate, ExpressionFailed, ExpressionSyntaxError, compile_template
from wfplatform.kernel.codes import run as codes
from wfplatform.kernel.json import Json, JsonObject, json_type
from wfplatform.plan.template import Template
from wfplatform.runtime.ports import Evaluations

_KEPT = 20_000
_compiled: dict[int, tuple[Template, CompiledTemplate]] = {}
"""By identity: a plan's templates live as long as the plan does, and are hashed far more slowly than looked up."""


def answer_now(state: State, effect: Evaluate) -> Command | None:
    """Work out an effect in the event loop; None when it may run long there."""
    templates = effect.templates
    if len(templates) == 1 and not templates[0].costly and not templates[0].constant and effect.until is None:
        try:
            compiled = _compiled_of(templates[0])
            scope = scope_of(state, effect.step, effect.purpose, templates[0].reads, roots=compiled.roots)
            return Evaluated(effect.step, effect.purpose, compiled(scope, leave_secrets=True))
        except ExpressionFailed as failed:
            return _failed(effect, failed)
    scope = scope_of(state, effect.step, effect.purpose, effect.reads)
    if not all(template.constant or _is_quick(template, scope) for template in templates):
        return None
    try:
        for index, template in enumerate(templates):
            value = template.source if template.constant else _compiled_of(template)(scope, leave_secrets=True)
            answer = _judged(effect, index, value)
            if answer is not None:
                return answer
    except ExpressionFailed as failed:
        return _failed(effect, failed)
    return Evaluated(step=effect.step, purpose=effect.purpose)


def _is_quick(template: Template, scope: JsonObject) -> bool:
    return not template.costly or _compiled_of(template).is_quick(scope)


def _compiled_of(template: Template) -> CompiledTemplate:
    known = _compiled.get(id(template))
    if known is None:
        if len(_compiled) >= _KEPT:
            _compiled.clear()
        try:
            compiled = compile_template(template.source)
        except ExpressionSyntaxError as error:
            raise ExpressionFailed(error.code, error.message, "") from None
        known = _compiled[id(template)] = (template, compiled)
    return known[1]


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
