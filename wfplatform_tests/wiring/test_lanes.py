"""A plan goes on in another lane as long as its activities may run there."""

from dataclasses import replace
from typing import Any

import pytest

from wfplatform.compile.compiler import compile_document
from wfplatform.kernel.codes.sta import WRONG_LANE
from wfplatform.kernel.errors import InvalidInput
from wfplatform.model.document import Document
from wfplatform.plugins.descriptor import Catalogue, Lane
from wfplatform.wiring.lanes import demand_lane
from wfplatform_tests.gateway.documents import greeting
from wfplatform_tests.wiring.running import plugins

INNER: dict[str, Any] = {"id": "inner", "type": "log.write@1", "with": {"message": "hello"}}
EACH: dict[str, Any] = {
    "id": "each", "type": "flow.foreach@1", "with": {"items": "[1]"}, "bodies": {"body": {"nodes": [INNER]}},
}  # fmt: skip
UNDONE: dict[str, Any] = {
    "id": "pay", "type": "data.set@1", "with": {"values": {}},
    "compensate": {"type": "log.write@1", "with": INNER["with"]},
}  # fmt: skip


def for_runs_only(activity: str) -> Catalogue:
    """The catalogue, with one activity that may not run in the express lane."""
    known = plugins().catalogue
    return Catalogue.of(*(replace(one, lanes=frozenset({Lane.RUN})) if one.type == activity else one for one in known))


@pytest.mark.parametrize("node", [INNER, EACH, UNDONE])
def test_an_activity_that_may_not_run_there_is_named(node: dict[str, Any]) -> None:
    document = Document.model_validate(greeting(nodes=[node], output=None))
    plan = compile_document(document, plugins().catalogue).plan
    assert plan is not None
    catalogue = for_runs_only("log.write@1")

    with pytest.raises(InvalidInput) as refused:
        demand_lane(plan, "express", catalogue)

    assert refused.value.code is WRONG_LANE
    assert f"'{'pay' if node is UNDONE else 'inner'}'" in refused.value.message
    demand_lane(plan, "run", catalogue)
    demand_lane(plan, "express", plugins().catalogue)
