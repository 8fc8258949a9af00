"""A host that tells a history from a list, and a catalogue in memory."""

import asyncio
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from wfplatform.dagster_bridge.ports import Ending, Gate, Hosting, Listed, Lost, Over, Parked, Told
from wfplatform.events import vocabulary as v
from wfplatform.events.status import ExecutionStatus
from wfplatform.kernel.codes.dag import UNKNOWN_JOB
from wfplatform.kernel.errors import Conflict, NotFound
from wfplatform.kernel.ids import ExecutionId, NodeId, PlanHash, WorkflowName
from wfplatform.kernel.json import Json
from wfplatform.plan.plan import Plan

NOON = 1_767_268_800_000_000
"""2026-01-01T12:00:00Z."""
MS = 1_000


def recorded(*events: v.Event, first: int = 1, at: int = NOON, apart: int = 10 * MS) -> list[v.Recorded]:
    """A history: one event each ten milliseconds."""
    return [v.Recorded(seq=first + i, at=at + i * apart, event=event) for i, event in enumerate(events)]


def ran(step: str, port: str = "out", output: Json = None) -> tuple[v.Event, v.Event]:
    """A step that started and completed."""
    return v.StepStarted(step=step), v.StepCompleted(step=step, port=port, output=output, duration_ms=10.0)


@dataclass
class Script:
    """What a host knows of one execution, and what happens when it is hosted next.

    `acts` are told one after the other; a callable among them is awaited first (a gate, a person, a crash).
    """

    plan: PlanHash
    history: list[v.Recorded] = field(default_factory=list[v.Recorded])
    acts: list["v.Event | Told | Callable[[ScriptedHosting], object]"] = field(default_factory=list)
    ending: Ending = field(default_factory=lambda: Over(ExecutionStatus.COMPLETED))
    run_id: str | None = None
    held: bool = False
    cancel_acts: list[v.Event] = field(default_factory=list[v.Event])
    cancel_ending: Ending = field(default_factory=lambda: Over(ExecutionStatus.CANCELLED))


class ScriptedHosting:
    """One execution that follows its script."""

    def __init__(self, script: Script, tell: Callable[[Told], None], gate: Gate) -> None:
        self.script = script
        self.plan = script.plan
        self.history = tuple(script.history)
        self.gate = gate
        self.cancelled = asyncio.Event()
        self.reasons: list[str] = []
        self.left = False
        self._tell = tell
        self._task = asyncio.create_task(self._play())

    async def ended(self) -> Ending:
        return await self._task

    async def cancel(self, *, by: str | None, reason: str, force: bool = False) -> None:
        self.reasons.append(reason)
        self.cancelled.set()

    async def leave(self) -> None:
        self.left = True
        self._task.cancel()
        self.script.held = False

    def append(self, event: v.Event) -> None:
        """Make a fact durable, then tell it."""
        before = self.script.history
        fact = v.Recorded(seq=len(before) + 1, at=NOON + len(before) * 10 * MS, event=event)
        before.append(fact)
        self._tell(fact)

    async def _play(self) -> Ending:
        if self.script.history and isinstance(self.script.ending, Over) and not self.script.acts:
            self.script.held = False
            return self.script.ending
        acts, self.script.acts = self.script.acts, []
        for act in acts:
            if isinstance(act, v.Recorded):
                self._tell(act)
            elif callable(act):
                waiting = act(self)
                if asyncio.iscoroutine(waiting):
                    await waiting
                if self.cancelled.is_set():
                    for event in self.script.cancel_acts:
                        self.append(event)
                    self.script.held = False
                    return self.script.cancel_ending
            elif hasattr(act, "message") and hasattr(act, "level"):
                self._tell(act)  # pyright: ignore[reportArgumentType]
            else:
                self.append(act)  # pyright: ignore[reportArgumentType]
        self.script.held = False
        return self.script.ending


class ScriptedHost:
    """A host whose executions follow scripts. Its loop is that of whoever opens it."""

    def __init__(self) -> None:
        self.scripts: dict[ExecutionId, Script] = {}
        self.hostings: list[ScriptedHosting] = []
        self.admitted: list[Mapping[str, object]] = []
        self.restarted: list[Mapping[str, object]] = []
        self.next_script: Script | None = None
        self.threads: set[str] = set()

    def knows(self, execution: str, script: Script) -> ExecutionId:
        self.scripts[ExecutionId(execution)] = script
        return ExecutionId(execution)

    async def open(self) -> None:
        self.threads.add(threading.current_thread().name)

    async def close(self) -> None:
        for hosting in self.hostings:
            await hosting.leave()

    async def begin(
        self, execution: ExecutionId, *, run_id: str, takeover: bool, tell: Callable[[Told], None], gate: Gate
    ) -> Hosting:
        script = self._script(execution)
        if script.held and not takeover:
            raise Conflict(UNKNOWN_JOB, "Another host holds it.")
        script.held, script.run_id = True, run_id
        hosting = ScriptedHosting(script, tell, gate)
        self.hostings.append(hosting)
        return hosting

    async def history(self, execution: ExecutionId) -> tuple[PlanHash, Sequence[v.Recorded]]:
        script = self._script(execution)
        return script.plan, tuple(script.history)

    async def admit(
        self,
        *,
        workflow: WorkflowName,
        version: str,
        plan: PlanHash,
        input: Json,
        selection: Sequence[NodeId] | None,
        run_id: str,
        by: str | None,
    ) -> ExecutionId:
        asked = {"workflow": workflow, "plan": plan, "input": input, "selection": selection, "run_id": run_id}
        return self._made(self.admitted, asked)

    async def restart(
        self, parent: ExecutionId, *, selection: Sequence[NodeId] | None, run_id: str, by: str | None
    ) -> ExecutionId:
        return self._made(self.restarted, {"parent": parent, "selection": selection, "run_id": run_id})

    def _made(self, before: list[Mapping[str, object]], asked: Mapping[str, object]) -> ExecutionId:
        execution = ExecutionId(f"made-for-{asked['run_id']}")
        if execution not in self.scripts:
            assert self.next_script is not None, "the test did not say what the new execution does"
            self.scripts[execution], self.next_script = self.next_script, None
            before.append(asked)
        return execution

    def _script(self, execution: ExecutionId) -> Script:
        if execution not in self.scripts:
            raise NotFound(UNKNOWN_JOB, f"No execution {execution!r}.")
        return self.scripts[execution]


class MemoryCatalogue:
    """Revisions in memory: each `publish` makes one."""

    def __init__(self) -> None:
        self.plans: dict[PlanHash, Plan] = {}
        self.revisions: list[dict[WorkflowName, Listed]] = [{}]
        self.unlisted: set[WorkflowName] = set()
        self.assets: dict[WorkflowName, Listed] = {}
        self.plan_reads = 0

    def publish(self, plan: Plan, version: str = "1.0.0", *, listed: bool = True) -> Listed:
        entry = Listed(version=version, plan=PlanHash(plan.hash), title=plan.name)
        self.plans[PlanHash(plan.hash)] = plan
        self.revisions.append({**self.revisions[-1], WorkflowName(plan.name): entry})
        if not listed:
            self.unlisted.add(WorkflowName(plan.name))
        return entry

    def revision(self) -> int:
        return len(self.revisions) - 1

    def listed(self, revision: int) -> Mapping[WorkflowName, Listed]:
        return {name: entry for name, entry in self.revisions[revision].items() if name not in self.unlisted}

    def express(self, revision: int) -> Mapping[WorkflowName, Listed]:
        return dict(self.assets)

    def resolve(self, revision: int, name: WorkflowName) -> Listed | None:
        return self.revisions[revision].get(name)

    def plan(self, plan: PlanHash) -> Plan:
        self.plan_reads += 1
        return self.plans[plan]


__all__ = ["Lost", "MemoryCatalogue", "Parked", "Script", "ScriptedHost", "ran", "recorded"]
