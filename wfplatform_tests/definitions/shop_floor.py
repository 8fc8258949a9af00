"""The example workflows, run by the real runtime with real activities against the outside world; only the store is not.

A journal in memory takes the store's place, and functions that would be isolated run in this process, so that a hundred
executions need neither a database nor a second.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from definitions.outside_world import OutsideWorld
from wfplatform import expressions
from wfplatform.attempts.attempt import Attempts
from wfplatform.attempts.connections import MappedConnections
from wfplatform.attempts.discovery import discover
from wfplatform.attempts.implementations import Implementations
from wfplatform.compile.compiler import Compiled, compile_document
from wfplatform.engine import commands as c
from wfplatform.events import vocabulary as v
from wfplatform.events.status import ExecutionStatus, execution_status_after
from wfplatform.kernel.clock import SystemClock
from wfplatform.kernel.json import Json, JsonObject
from wfplatform.model.document import Document
from wfplatform.model.reading import read_document
from wfplatform.runtime.hosted import Over
from wfplatform.runtime.ports import Child, ChildEnding, ChildStart, Told, Wish
from wfplatform.wiring.attempting import RuntimeAttempts
from wfplatform_tests.attempts.workshop import GivenSecrets, InThisProcess, KeptLog
from wfplatform_tests.runtime.world import World

WORKFLOWS = Path(__file__).parents[2] / "definitions" / "workflows"
CATALOGUE = discover().catalogue


def names() -> list[str]:
    """File names of the examples."""
    return sorted(path.name for path in WORKFLOWS.iterdir())


def document(file: str) -> Document:
    """An example, read."""
    reading = read_document(
        (WORKFLOWS / file).read_text(encoding="utf-8"), "yaml" if file.endswith(".yaml") else "json"
    )
    assert reading.document is not None, reading.diagnostics
    return reading.document


def compiled(file: str) -> Compiled:
    """An example, compiled against what is installed."""
    return compile_document(document(file), CATALOGUE)


class Execution(World):
    """One execution of an example."""

    floor: "ShopFloor"

    @property
    def status(self) -> ExecutionStatus:
        """Where it stands."""
        status = ExecutionStatus.QUEUED
        for record in self.records:
            status = execution_status_after(status, record.event)
        return status

    @property
    def output(self) -> Json:
        """The workflow's output, null when there is none."""
        last = self.records[-1].event
        return last.output if isinstance(last, v.ExecutionCompleted) else None

    def perform_now(self, wish: Wish) -> c.Command | None:
        return None

    async def perform(self, wish: Wish) -> c.Command | None:
        return await self.floor.attempts.perform(wish)

    async def evaluate(self, source: Json, scope: JsonObject, *, leave_secrets: bool) -> Json:
        return expressions.render(source, scope, leave_secrets=leave_secrets)

    async def start_child(self, child: ChildStart) -> Child:
        execution = await self.floor.run(child.workflow, child.input)
        self.child_endings[execution.execution] = ChildEnding(execution.status, execution.output)
        return Child(execution.execution, child.workflow, "1.0.0")


class ShopFloor:
    """Where examples run."""

    def __init__(self, world: OutsideWorld, attempts: RuntimeAttempts) -> None:
        self.world = world
        self.attempts = attempts
        self._plans = {document(file).name: compiled(file).plan for file in names()}

    async def run(self, workflow: str, value: Json, *commands: c.Command) -> Execution:
        """Run until it is over or waits for somebody; then tell it `commands`, one at each rest."""
        plan = self._plans[workflow]
        assert plan is not None
        execution = Execution(plan)
        execution.floor = self
        execution.start(value, env={**plan.env, "SHOP_URL": self.world.url})
        await self._go_on(execution)
        for number, command in enumerate(commands):
            execution.inbox.append(Told(f"command-{number}", command))
            await self._go_on(execution)
        return execution

    async def run_all(self, workflow: str, values: Sequence[Json]) -> list[Execution]:
        """Run many at once."""
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self.run(workflow, value)) for value in values]
        return [task.result() for task in tasks]

    async def _go_on(self, execution: Execution) -> None:
        async with execution.host() as host:
            ending = await host.host(execution.execution)
            if not isinstance(ending, Over) and execution.child_endings:
                await host.host(execution.execution)


@asynccontextmanager
async def shop_floor() -> AsyncGenerator[ShopFloor]:
    """A shop that listens on a free port, and the means to run examples against it."""
    with OutsideWorld(0) as world:
        world.serve_in_background()
        attempts = Attempts(
            CATALOGUE,
            Implementations(),
            GivenSecrets({}),
            MappedConnections({}),
            InThisProcess(),
            KeptLog(),
            SystemClock(),
            egress_allow=("127.0.0.0/8",),
        )
        try:
            yield ShopFloor(world, RuntimeAttempts(attempts))
        finally:
            await attempts.aclose()
            world.shutdown()
