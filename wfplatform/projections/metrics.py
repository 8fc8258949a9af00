"""Counts and durations over many executions, by workflow: what `/metrics` shows and dashboards add up.

Only counts and sums, so that folds of several processes can be added together.
"""

from bisect import bisect_left
from collections.abc import Mapping
from typing import Final

import msgspec

from wfplatform.events import vocabulary as v
from wfplatform.events.codec import KINDS
from wfplatform.events.status import ExecutionStatus, execution_status_after

BUCKETS_MS: Final = (
    *(10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000),
    *(60_000, 300_000, 900_000, 3_600_000, 14_400_000, 86_400_000),
)
"""Upper bounds of the duration buckets, milliseconds; one more bucket holds what is longer."""


class Histogram(msgspec.Struct, omit_defaults=True):
    """`counts[i]` are the durations within `BUCKETS_MS[i]` and above the bound before; the last one has no bound."""

    counts: list[int] = msgspec.field(default_factory=lambda: [0] * (len(BUCKETS_MS) + 1))
    sum_ms: float = 0.0

    def add(self, milliseconds: float) -> None:
        """Count one duration."""
        self.counts[bisect_left(BUCKETS_MS, milliseconds)] += 1
        self.sum_ms += milliseconds


class WorkflowMetrics(msgspec.Struct, omit_defaults=True):
    """Of one workflow. `active` are executions by present status, `ended` by how they ended; `steps` likewise."""

    started: int = 0
    active: dict[str, int] = {}
    ended: dict[str, int] = {}
    steps: dict[str, int] = {}
    retries: int = 0
    durations: Histogram = msgspec.field(default_factory=Histogram)


class _Open(msgspec.Struct, omit_defaults=True):
    workflow: str
    status: ExecutionStatus
    started_at: int


class MetricsFold(msgspec.Struct, omit_defaults=True):
    """What has been taken in so far. `open` are the executions that are not over."""

    workflows: dict[str, WorkflowMetrics] = {}
    open: dict[str, _Open] = {}

    def add(self, workflow: str, execution: str, recorded: v.Recorded) -> None:
        """Take in the next event of an execution."""
        event = recorded.event
        metrics = self.workflows.setdefault(workflow, WorkflowMetrics())
        known = self.open.get(execution)
        if known is None:
            if recorded.seq != 1:
                return
            metrics.started += 1
            known = _Open(workflow, ExecutionStatus.QUEUED, recorded.at)
            self.open[execution] = known
            _count(metrics.active, known.status.value)
        status = execution_status_after(known.status, event)
        if status is not known.status:
            _count(metrics.active, known.status.value, -1)
            known.status = status
            if status.is_over:
                _count(metrics.ended, status.value)
                metrics.durations.add((recorded.at - known.started_at) / 1_000)
                del self.open[execution]
            else:
                _count(metrics.active, status.value)
        self._of_steps(metrics, type(event), 1)

    def add_counted(self, workflow: str, times: Mapping[str, int]) -> None:
        """Take in so many events of an execution that are about its steps, by kind."""
        metrics = self.workflows.setdefault(workflow, WorkflowMetrics())
        for kind, number in times.items():
            self._of_steps(metrics, KINDS[kind], number)

    @staticmethod
    def _of_steps(metrics: WorkflowMetrics, kind: type[v.Event], number: int) -> None:
        outcome = _STEPS.get(kind)
        if outcome is not None:
            _count(metrics.steps, outcome, number)
        elif kind is v.RetryAttempted:
            metrics.retries += number


_STEPS: Final[dict[type, str]] = {
    v.StepCompleted: "completed",
    v.StepFailed: "failed",
    v.StepSkipped: "skipped",
    v.StepCancelled: "cancelled",
    v.StepCompensated: "compensated",
    v.StepUnknown: "unknown",
}


COUNTED: Final = frozenset(kind for kind, event in KINDS.items() if event in _STEPS or event is v.RetryAttempted)
"""Kinds of events of which only the number matters here."""


def _count(counts: dict[str, int], key: str, by: int = 1) -> None:
    counts[key] = counts.get(key, 0) + by
    if not counts[key]:
        del counts[key]
