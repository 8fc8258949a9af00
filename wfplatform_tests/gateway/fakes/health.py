from collections.abc import Mapping, Sequence

from wfplatform.gateway.features.health.ports import Check
from wfplatform.projections.metrics import MetricsFold, WorkflowMetrics
from wfplatform_tests.gateway.fakes.world import World


class FakeHealth:
    def __init__(self, world: World) -> None:
        self._world = world

    async def checks(self) -> Sequence[Check]:
        is_ready = self._world.is_ready
        return [Check(name="database", ok=is_ready, detail="" if is_ready else "no answer in 2 s")]

    async def executions(self) -> Mapping[str, WorkflowMetrics]:
        fold = MetricsFold()
        for happening in self._world.happenings:
            fold.add(happening.workflow, happening.execution, happening.recorded)
        return fold.workflows
