import re

from wfplatform.events.vocabulary import ExecutionStarted, StepCompleted
from wfplatform.gateway.features.expressions.ports import Preview
from wfplatform.kernel.codes.code import Code
from wfplatform.kernel.diagnostics import finding
from wfplatform.kernel.ids import ExecutionId, ProjectId, StepPath
from wfplatform.kernel.json import Json, JsonObject
from wfplatform_tests.gateway.fakes.world import World

NO_VALUE = Code("WF-EXP-FAKE", "no value", "The fake finds nothing at this path.", "Give a path that is there.")
_PART = re.compile(r"\$\{\{(.*?)\}\}")


class FakeExpressions:
    """Paths only: `input.customer.name`."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def preview(self, project: ProjectId, template: Json, scope: JsonObject, *, bare: bool) -> Preview:
        try:
            return Preview(value=_path(template, scope) if bare else _filled(template, scope))
        except KeyError as missing:
            return Preview(diagnostics=(finding(NO_VALUE, f"There is no {missing.args[0]!r}."),))

    async def scope(self, project: ProjectId, execution: ExecutionId, step: StepPath) -> JsonObject | None:
        kept = self._world.executions.get(execution)
        if kept is None or step not in {getattr(recorded.event, "step", None) for recorded in kept.history}:
            return None
        scope: JsonObject = {"steps": {}}
        for recorded in kept.history:
            match recorded.event:
                case ExecutionStarted(input=given):
                    scope["input"] = given
                case StepCompleted(step=name, output=output):
                    scope["steps"][name] = {"status": "completed", "output": output}
                case _:
                    pass
        return scope


def _path(text: str, scope: JsonObject) -> Json:
    here: Json = scope
    for key in text.strip().split("."):
        if not isinstance(here, dict) or key not in here:
            raise KeyError(key)
        here = here[key]
    return here


def _filled(template: Json, scope: JsonObject) -> Json:
    if isinstance(template, dict):
        return {key: _filled(item, scope) for key, item in template.items()}
    if isinstance(template, list):
        return [_filled(item, scope) for item in template]
    if not isinstance(template, str):
        return template
    whole = _PART.fullmatch(template)
    if whole is not None:
        return _path(whole[1], scope)
    return _PART.sub(lambda part: str(_path(part[1], scope)), template)
