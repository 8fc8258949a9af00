"""Which Dagster runs an execution has had. Written by whoever makes runs; the ids are Dagster's."""

from wfplatform.kernel.ids import ExecutionId
from wfplatform.store.part import Part


class Runs(Part):
    """Pairs."""

    async def link_run(self, execution: ExecutionId, run_id: str) -> bool:
        """Note that a run hosts the execution. False when the run belongs to another execution. Safe to repeat."""
        found = await self._database.value("link_run", run_id, execution, self._clock.now())
        return str(found) == execution

    async def runs_of(self, execution: ExecutionId) -> tuple[str, ...]:
        """The execution's runs, the first one first."""
        return tuple(str(row["run_id"]) for row in await self._database.rows("runs_of", execution))

    async def execution_of_run(self, run_id: str) -> ExecutionId | None:
        """Whose run it is."""
        found = await self._database.value("execution_of_run", run_id)
        return ExecutionId(str(found)) if found else None
