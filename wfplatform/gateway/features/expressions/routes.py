"""The address of the expression preview."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from wfplatform.gateway.bodies import demand_json
from wfplatform.gateway.features.expressions.ports import Expressions
from wfplatform.gateway.features.expressions.schemas import PreviewBody, PreviewedBody
from wfplatform.gateway.principal import Caller
from wfplatform.gateway.problems import documented
from wfplatform.kernel.codes import gtw
from wfplatform.kernel.diagnostics import errors_in
from wfplatform.kernel.errors import Bug, InvalidInput, NotFound
from wfplatform.kernel.ids import ExecutionId, StepPath

router = APIRouter(prefix="/expressions", tags=["expressions"])


async def expressions() -> Expressions:
    """The port; `create_app` puts the real one in its place."""
    raise Bug("expressions is not wired")


Evaluator = Annotated[Expressions, Depends(expressions)]


@router.post("/preview", response_model=PreviewedBody, responses=documented(gtw.NO_EXECUTION))
async def preview(body: PreviewBody, caller: Caller, evaluator: Evaluator) -> dict[str, Any]:
    """What an expression gives. Answers 200 also when it has no value; the diagnostics then say why."""
    bare = body.expression is not None
    if bare == ("template" in body.model_fields_set):
        raise InvalidInput(gtw.BAD_REQUEST, "Give either an expression or a template.")
    if (body.execution is None) != (body.step is None):
        raise InvalidInput(gtw.BAD_REQUEST, "An execution and a step go together.")
    demand_json(body.scope, "/scope")
    demand_json(body.template, "/template")
    scope = body.scope
    if body.execution is not None and body.step is not None:
        recorded = await evaluator.scope(caller.project, ExecutionId(body.execution), StepPath(body.step))
        if recorded is None:
            raise NotFound(gtw.NO_EXECUTION, f"There is no step {body.step!r} in an execution {body.execution!r}.")
        scope = recorded | scope
    found = await evaluator.preview(caller.project, body.expression if bare else body.template, scope, bare=bare)
    ok = not errors_in(found.diagnostics)
    return {"ok": ok, "value": found.value if ok else None, "diagnostics": found.diagnostics}
