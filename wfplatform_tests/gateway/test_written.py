"""Long answers are written without their models, and are what the models would write."""

import msgspec
import pytest
from pydantic import BaseModel

from wfplatform.events import vocabulary as v
from wfplatform.events.errors import Failure
from wfplatform.gateway.features.executions.views import DetailBody, DiffBody, TimelineBody
from wfplatform.gateway.written import written
from wfplatform.kernel.codes.gtw import NO_EXECUTION
from wfplatform.kernel.json import JsonObject, decode
from wfplatform.projections.diff import diff
from wfplatform.projections.execution import execution_view
from wfplatform.projections.timeline_fold import timeline
from wfplatform_tests.projections.builders import BOOM, STARTED, history, second

_OURS = Failure(NO_EXECUTION.id, "gone", step="each[0]/charge")
_TOLD = history(
    STARTED,
    v.StepStarted("each", input={"items": [1]}),
    v.IterationStarted("each[0]", "each", 0, item={"n": 12_345_678_901_234_567}),
    v.StepStarted("each[0]/charge", 1, input={"text": 'Ü "quoted" \u2028'}),
    v.RetryAttempted("each[0]/charge", 1, BOOM, second(9)),
    (9, v.StepStarted("each[0]/charge", 2)),
    v.StepWaiting("each[0]/charge", 2, deadline=second(90)),
    v.TaskOpened("t1", "each[0]/charge", "failure", ("retry", "fail"), error=_OURS, due=second(99)),
    v.StepResolved("each[0]/charge", "fail", by="ida", comment="no use"),
    (20, v.StepFailed("each[0]/charge", error=_OURS)),
    (21, v.IterationEnded("each[0]", "each", 0, error=_OURS)),
    (22, v.StepFailed("each", error=_OURS)),
    (23, v.ExecutionFailed(_OURS)),
)
_ROW: JsonObject = {
    "id": "e1", "workflow": "orders", "version": "1.0.0", "lane": "run", "search": {"total": 1.5}, "error_code": None,
    "run_id": None,
}  # fmt: skip
_OWN: JsonObject = {"execution": "e1", "workflow": "orders", "version": "1.0.0"}


def _fields(struct: msgspec.Struct) -> JsonObject:
    return {name: getattr(struct, name) for name in struct.__struct_fields__}


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (TimelineBody, _fields(timeline(_TOLD)) | _OWN),
        (DetailBody, _fields(execution_view(_TOLD)) | _ROW),
        (DetailBody, _fields(execution_view(_TOLD[:9])) | _ROW),
        (DiffBody, _fields(diff(timeline(_TOLD), timeline(_TOLD[:9]))) | {"before": "e1", "after": "e2"}),
    ],
)
def test_an_answer_is_what_its_model_would_write(body: type[BaseModel], fields: JsonObject) -> None:
    answer = written(body, fields)

    assert decode(bytes(answer.body)) == decode(body.model_validate(fields).model_dump_json())
    assert answer.media_type == "application/json"


def test_what_an_execution_failed_by_is_shown_with_its_remedy() -> None:
    answer = decode(bytes(written(TimelineBody, _fields(timeline(_TOLD)) | _OWN).body))

    assert answer["error"]["remedy"] == NO_EXECUTION.remedy
    assert answer["steps"][0]["iterations"][0]["steps"][0]["attempts"][0]["error"]["remedy"] is None
