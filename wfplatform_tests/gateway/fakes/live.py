from collections.abc import AsyncGenerator

from wfplatform.gateway.features.live.ports import Happening
from wfplatform.kernel.codes import gtw
from wfplatform.kernel.errors import Conflict
from wfplatform.kernel.ids import ExecutionId, ProjectId
from wfplatform.projections.masking import Masks
from wfplatform_tests.gateway.fakes.world import Kept, World


class FakeLive:
    def __init__(self, world: World) -> None:
        self._world = world
        self.followers = 0
        """Streams that are open: shows that they are closed when a client leaves."""

    async def follow(self, project: ProjectId, *, after: int | None) -> AsyncGenerator[Happening, None]:
        if after is not None and after < self._world.kept_from:
            raise Conflict(gtw.LIVE_GAP, f"What followed position {after} is not kept any more.")
        return self._all(len(self._world.happenings) if after is None else after)

    async def follow_one(
        self, project: ProjectId, execution: ExecutionId, *, after: int
    ) -> AsyncGenerator[Happening, None] | None:
        kept = self._world.executions.get(execution)
        return self._one(kept, after) if kept is not None else None

    async def masks(self, project: ProjectId, execution: ExecutionId) -> Masks:
        return self._world.executions[execution].masks

    async def _all(self, position: int) -> AsyncGenerator[Happening, None]:
        self.followers += 1
        try:
            while True:
                while position < len(self._world.happenings):
                    position += 1
                    yield self._world.happenings[position - 1]
                await self._world.moved()
        finally:
            self.followers -= 1

    async def _one(self, kept: Kept, seq: int) -> AsyncGenerator[Happening, None]:
        self.followers += 1
        try:
            while True:
                while seq < len(kept.history):
                    seq += 1
                    yield Happening(
                        position=seq,
                        execution=kept.id,
                        workflow=kept.wish.workflow,
                        status=kept.status.value,
                        recorded=kept.history[seq - 1],
                    )
                if kept.status.is_over:
                    return
                await self._world.moved()
        finally:
            self.followers -= 1
