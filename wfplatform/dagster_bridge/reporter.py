"""Tells Dagster what happened: facts, in order, as step events and log lines of one run.

A projection: it decides nothing and can begin anywhere. `told_before` says how far Dagster was told; a resumed run,
a worker that died between a commit and its report, and the reconciler all send the difference by the same path.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from dagster import DagsterInstance
from dagster._core.events import DagsterEvent
from dagster._core.execution.plan.step import ExecutionStep

from wfplatform.dagster_bridge import names
from wfplatform.dagster_bridge.lines import Line, line_of, nested_line, run_line
from wfplatform.dagster_bridge.ports import LogLine, Told
from wfplatform.dagster_bridge.sinks import Sink
from wfplatform.dagster_bridge.step_events import STEP_TYPES, StepEvents, seq_of
from wfplatform.events import vocabulary as v

MOST_LINES: Final = 1_000
"""Lines of one step in Dagster's log; the rest is in ours. Step events are never held back."""


@dataclass(frozen=True)
class ToldBefore:
    """How far Dagster was told: all facts before `seq`, and of fact `seq` the events of these types."""

    seq: int = 0
    types: frozenset[str] = frozenset()

    def has(self, seq: int, event: DagsterEvent | None = None) -> bool:
        """Whether the fact (or this event of it) is known to Dagster already."""
        if event is None or seq != self.seq:
            return seq <= self.seq
        return event.event_type_value in self.types


def told_before(instance: DagsterInstance, run_id: str) -> ToldBefore:
    """Ask Dagster's event log. Reports are in order, so that the newest events say it all."""
    newest = instance.event_log_storage.get_logs_for_run(run_id, of_type=set(STEP_TYPES), limit=4, ascending=False)
    events = [entry.dagster_event for entry in newest if entry.dagster_event is not None]
    numbered = [(seq, event) for event in events if (seq := seq_of(event)) is not None]
    if not numbered:
        return ToldBefore()
    highest = max(seq for seq, _ in numbered)
    return ToldBefore(highest, frozenset(event.event_type_value for seq, event in numbered if seq == highest))


class Reporter:
    """One run's teller. Not thread-safe; lives in the thread that Dagster pulls the executor in."""

    def __init__(
        self,
        sink: Sink,
        *,
        job_name: str,
        run_id: str,
        steps: Iterable[ExecutionStep],
        before: ToldBefore | None = None,
    ) -> None:
        self._sink = sink
        self._steps = {step.key: StepEvents(job_name, run_id, step) for step in steps}
        self._before = before or ToldBefore()
        self._started: set[str] = set()
        self._lines: Counter[str] = Counter()
        self._unhandled: dict[str, DagsterEvent] = {}
        self.finished: list[tuple[str, v.StepCompleted | v.StepFailed, list[DagsterEvent]]] = []
        """Steps that ended with what was told last, for hooks; emptied by whoever reads it."""

    @property
    def unhandled(self) -> Sequence[DagsterEvent]:
        """The failures that nothing in the workflow handled.

        Dagster fails a run for what its executor yields, so these are yielded, and only when the execution has failed.
        """
        return list(self._unhandled.values())

    def tell(self, told: Iterable[Told]) -> None:
        """Report what is new of `told`. Raises `StorageUnavailable`."""
        for one in told:
            if isinstance(one, LogLine):
                self._line(names.root_node(one.step), (one.level, one.message), one.at)
            else:
                self._fact(one)
        self._sink.flush()

    # ---------------------------------------------------------------------------------------------------- one fact

    def _fact(self, fact: v.Recorded) -> None:
        event = fact.event
        path: str | None = getattr(event, "step", None)
        if isinstance(event, v.IterationStarted | v.IterationEnded):
            path = event.scope
        if path is None or isinstance(event, v.ExecutionStalled):
            line = run_line(event)
            if line is not None and not self._before.has(fact.seq):
                self._sink.line(None, line[0], line[1], fact.at)
            return
        node = names.root_node(path)
        if path != node:
            self._told_line(fact, node, nested_line(event, path))
            return
        step = self._steps.get(names.step_key(node))
        tell = _BY_TYPE.get(type(event))
        if tell is not None and step is not None and getattr(event, "reused_from", None) is None:
            tell(self, step, fact)
        self._told_line(fact, node, line_of(event))

    def _event(self, fact: v.Recorded, event: DagsterEvent) -> bool:
        if self._before.has(fact.seq, event):
            return False
        self._sink.event(event, fact.at)
        return True

    def _told_line(self, fact: v.Recorded, node: str, line: Line | None) -> None:
        if line is not None and not self._before.has(fact.seq):
            self._line(node, line, fact.at)

    def _line(self, node: str, line: Line, at: int) -> None:
        key = names.step_key(node)
        self._lines[key] += 1
        if self._lines[key] > MOST_LINES + 1:
            return
        if self._lines[key] == MOST_LINES + 1:
            line = (line[0], "More lines of this step are in the execution's own log.")
        self._sink.line(key if key in self._steps else None, *line, at)

    # ------------------------------------------------------------------------------------------------- kinds of facts

    def _begin(self, step: StepEvents, fact: v.Recorded, attempt: int = 1) -> None:
        if step.key not in self._started:
            self._started.add(step.key)
            self._event(fact, step.started(fact.seq))
        elif attempt > 1:
            self._event(fact, step.restarted(fact.seq, attempt))

    def _on_started(self, step: StepEvents, fact: v.Recorded) -> None:
        assert isinstance(fact.event, v.StepStarted)
        self._begin(step, fact, fact.event.attempt)

    def _on_completed(self, step: StepEvents, fact: v.Recorded) -> None:
        done = fact.event
        assert isinstance(done, v.StepCompleted)
        self._unhandled.pop(step.key, None)
        self._begin(step, fact)  # a decision or a disabled node may end without having begun
        told = [step.output(fact.seq, done), step.succeeded(fact.seq, done.duration_ms)]
        if [self._event(fact, event) for event in told][-1]:
            self.finished.append((step.key, done, told))

    def _on_failed(self, step: StepEvents, fact: v.Recorded) -> None:
        failed = fact.event
        assert isinstance(failed, v.StepFailed)
        self._begin(step, fact)
        event = step.failed(fact.seq, failed.error)
        if failed.port is None:
            self._unhandled[step.key] = event
        if self._event(fact, event):
            self.finished.append((step.key, failed, [event]))

    def _on_skipped(self, step: StepEvents, fact: v.Recorded) -> None:
        skipped = fact.event
        assert isinstance(skipped, v.StepSkipped)
        self._unhandled.pop(step.key, None)
        if skipped.error is None:
            self._event(fact, step.skipped(fact.seq))
            return
        self._begin(step, fact)
        text = f'Step "{step.key}" failed, and the workflow skips it.'
        self._event(fact, step.failed(fact.seq, skipped.error, text))

    def _on_cancelled(self, step: StepEvents, fact: v.Recorded) -> None:
        assert isinstance(fact.event, v.StepCancelled)
        if step.key in self._started:
            self._event(fact, step.interrupted(fact.seq, fact.event.reason or "the execution ends"))

    def _on_retry(self, step: StepEvents, fact: v.Recorded) -> None:
        assert isinstance(fact.event, v.RetryAttempted)
        self._begin(step, fact)
        self._event(fact, step.up_for_retry(fact.seq, fact.at, fact.event))

    def _on_resolved(self, step: StepEvents, fact: v.Recorded) -> None:
        assert isinstance(fact.event, v.StepResolved)
        if fact.event.decision != "fail":
            self._unhandled.pop(step.key, None)


_BY_TYPE: Final[dict[type, Callable[[Reporter, StepEvents, v.Recorded], None]]] = {
    v.StepStarted: Reporter._on_started,  # pyright: ignore[reportPrivateUsage]
    v.StepCompleted: Reporter._on_completed,  # pyright: ignore[reportPrivateUsage]
    v.StepFailed: Reporter._on_failed,  # pyright: ignore[reportPrivateUsage]
    v.StepSkipped: Reporter._on_skipped,  # pyright: ignore[reportPrivateUsage]
    v.StepCancelled: Reporter._on_cancelled,  # pyright: ignore[reportPrivateUsage]
    v.RetryAttempted: Reporter._on_retry,  # pyright: ignore[reportPrivateUsage]
    v.StepResolved: Reporter._on_resolved,  # pyright: ignore[reportPrivateUsage]
}
