"""Dagster's step events, built from facts. Pure: nothing is stored here.

Dagster's own constructors store on construction, stamp the time of now and need a context that is able to run user
code. These only build the event; `sinks.py` stores it with the fact's own time. Every event carries the number of
its fact (`SEQ` in its logging tags), which is how a later worker knows what Dagster was told already.
"""

import os
from collections.abc import Mapping
from typing import Any, Final

import dagster as dg
from dagster._core.events import DagsterEvent, DagsterEventType
from dagster._core.execution.plan.objects import (
    ErrorSource,
    StepFailureData,
    StepRetryData,
    StepSuccessData,
    UserFailureData,
)
from dagster._core.execution.plan.outputs import StepOutputData, StepOutputHandle
from dagster._core.execution.plan.step import ExecutionStep
from dagster_shared.error import SerializableErrorInfo

from wfplatform.dagster_bridge import names
from wfplatform.events.errors import Failure
from wfplatform.events.vocabulary import RetryAttempted, StepCompleted
from wfplatform.kernel.json import Json, encode

SEQ: Final = "wfplatform/seq"
STEP_TYPES: Final = frozenset(
    {
        DagsterEventType.STEP_START,
        DagsterEventType.STEP_RESTARTED,
        DagsterEventType.STEP_UP_FOR_RETRY,
        DagsterEventType.STEP_OUTPUT,
        DagsterEventType.STEP_SUCCESS,
        DagsterEventType.STEP_FAILURE,
        DagsterEventType.STEP_SKIPPED,
    }
)
"""What a fact may become."""

_PREVIEW_BYTES: Final = 8_192


class StepEvents:
    """Builds the events of one step of one run."""

    def __init__(self, job_name: str, run_id: str, step: ExecutionStep) -> None:
        self.step = step
        self.key = step.key
        self._job_name = job_name
        self._tags = {"run_id": run_id, "job_name": job_name, **{k: str(v) for k, v in step.logging_tags.items()}}

    def started(self, seq: int) -> DagsterEvent:
        """The first attempt begins."""
        return self._event(seq, DagsterEventType.STEP_START, None, f'Started execution of step "{self.key}".')

    def restarted(self, seq: int, attempt: int) -> DagsterEvent:
        """A later attempt begins."""
        text = f'Started attempt {attempt} of step "{self.key}".'
        return self._event(seq, DagsterEventType.STEP_RESTARTED, None, text)

    def output(self, seq: int, done: StepCompleted) -> DagsterEvent:
        """The port that was taken, with the output as metadata as far as it is small."""
        handle = StepOutputHandle(self.key, names.output_name(done.port))
        data = StepOutputData(handle, metadata=_preview(done.output))
        return self._event(seq, DagsterEventType.STEP_OUTPUT, data, f'Step "{self.key}" left by port "{done.port}".')

    def succeeded(self, seq: int, duration_ms: float) -> DagsterEvent:
        """The step ended well."""
        data = StepSuccessData(duration_ms=float(duration_ms))
        text = f'Finished execution of step "{self.key}" in {duration_ms:.0f} ms.'
        return self._event(seq, DagsterEventType.STEP_SUCCESS, data, text)

    def up_for_retry(self, seq: int, at: int, again: RetryAttempted) -> DagsterEvent:
        """An attempt failed, and another follows."""
        wait = max(0.0, (again.next_at - at) / 1e6)
        data = StepRetryData(error=_error(again.error), seconds_to_wait=wait)
        text = f'Attempt {again.attempt} of step "{self.key}" failed; the next one follows in {wait:g} s.'
        return self._event(seq, DagsterEventType.STEP_UP_FOR_RETRY, data, text)

    def failed(self, seq: int, failure: Failure, text: str | None = None) -> DagsterEvent:
        """The step ended badly, handled or not."""
        # Dagster shows the cause of a failure of this source, and asserts that there is one.
        error = SerializableErrorInfo(
            message=f'Step "{self.key}" failed\n', stack=[], cls_name="StepFailed", cause=_error(failure)
        )
        told: dict[str, Any] = {"code": failure.code, "retryable": failure.retryable}
        if failure.attempt is not None:
            told["attempt"] = failure.attempt
        data = StepFailureData(
            error=error,
            user_failure_data=UserFailureData(label=failure.code, description=failure.message, metadata=told),
            error_source=ErrorSource.USER_CODE_ERROR,
        )
        return self._event(seq, DagsterEventType.STEP_FAILURE, data, text or f'Execution of step "{self.key}" failed.')

    def interrupted(self, seq: int, reason: str) -> DagsterEvent:
        """The step was ended from outside before it had a result."""
        error = SerializableErrorInfo(message=f"Cancelled: {reason}\n", stack=[], cls_name="Cancelled")
        data = StepFailureData(error=error, user_failure_data=None, error_source=ErrorSource.INTERRUPT)
        return self._event(seq, DagsterEventType.STEP_FAILURE, data, f'Step "{self.key}" was cancelled: {reason}')

    def skipped(self, seq: int) -> DagsterEvent:
        """No live edge led to the step.

        Never for one that did not run because of a failure: a re-execution from failure does not run again what its
        parent skipped.
        """
        text = f'Skipped step "{self.key}": no branch that was taken leads to it.'
        return self._event(seq, DagsterEventType.STEP_SKIPPED, None, text)

    def _event(self, seq: int, kind: DagsterEventType, data: Any, text: str) -> DagsterEvent:
        return DagsterEvent(
            event_type_value=kind.value,
            job_name=self._job_name,
            step_handle=self.step.handle,
            node_handle=self.step.node_handle,
            step_kind_value=self.step.kind.value,
            logging_tags={**self._tags, SEQ: str(seq)},
            event_specific_data=data,
            message=text,
            pid=os.getpid(),
        )


def seq_of(event: DagsterEvent) -> int | None:
    """The number of the fact that an event was made from; `None` when it is not one of ours."""
    told = (event.logging_tags or {}).get(SEQ)
    return None if told is None else int(told)


def _preview(output: Json) -> Mapping[str, dg.MetadataValue]:  # pyright: ignore[reportMissingTypeArgument, reportUnknownParameterType]
    if output is None:
        return {}
    size = len(encode(output))
    if size > _PREVIEW_BYTES:
        return {"output": dg.MetadataValue.text(f"{size:,} bytes, kept in the execution's history")}
    wrapped = output if isinstance(output, dict | list) else {"value": output}  # pyright: ignore[reportUnknownVariableType]
    return {"output": dg.MetadataValue.json(wrapped)}  # pyright: ignore[reportUnknownArgumentType]


def _error(failure: Failure) -> SerializableErrorInfo:
    return SerializableErrorInfo(message=f"{failure.code}  {failure.message}\n", stack=[], cls_name=failure.code)
