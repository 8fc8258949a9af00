"""Executions get runs, parked ones go on, and what a person does in Dagster reaches the execution."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pytest
from dagster import DagsterInstance, DagsterRun, DagsterRunStatus
from dagster._core.events import DagsterEvent, DagsterEventType
from dagster._core.instance import InstanceType
from dagster._core.launcher import LaunchRunContext, ResumeRunContext, RunLauncher
from dagster._core.launcher.base import CheckRunHealthResult, WorkerStatus
from dagster._core.run_coordinator import DefaultRunCoordinator
from dagster._core.storage.event_log import InMemoryEventLogStorage
from dagster._core.storage.noop_compute_log_manager import NoOpComputeLogManager
from dagster._core.storage.root import TemporaryLocalArtifactStorage
from dagster._core.storage.runs import InMemoryRunStorage

from wfplatform.dagster_bridge import names
from wfplatform.dagster_bridge.dispatcher import Dispatcher
from wfplatform.dagster_bridge.executor import executor_for
from wfplatform.dagster_bridge.hosting import HostThread
from wfplatform.dagster_bridge.instance import PlatformInstance
from wfplatform.dagster_bridge.location import CodeLocation
from wfplatform.dagster_bridge.ports import Dispatch, Standing
from wfplatform.dagster_bridge.reconciler import Reconciler
from wfplatform.dagster_bridge.repository import JobShelf
from wfplatform.dagster_bridge.runs import RunMaker
from wfplatform.events.status import ExecutionStatus
from wfplatform.events.vocabulary import Recorded
from wfplatform.kernel.ids import ExecutionId, PlanHash, WorkflowName
from wfplatform_tests.dagster_bridge.fakes import MemoryCatalogue, ScriptedHost
from wfplatform_tests.dagster_bridge.plans import a_diamond

E1 = ExecutionId("0196f000-0000-7000-8000-000000000001")


class RememberingLauncher(RunLauncher[DagsterInstance]):
    """Launches nothing and remembers it."""

    def __init__(self) -> None:
        self.launched: list[str] = []
        self.resumed: list[str] = []
        self.working: set[str] = set()
        super().__init__()

    def launch_run(self, context: LaunchRunContext) -> None:
        self.launched.append(context.dagster_run.run_id)

    @property
    def supports_resume_run(self) -> bool:
        return True

    def resume_run(self, context: ResumeRunContext) -> None:
        self.resumed.append(context.dagster_run.run_id)

    def terminate(self, run_id: str) -> bool:
        return False

    @property
    def supports_check_run_worker_health(self) -> bool:
        return True

    def check_run_worker_health(self, run: DagsterRun) -> CheckRunHealthResult:
        return CheckRunHealthResult(WorkerStatus.RUNNING if run.run_id in self.working else WorkerStatus.NOT_FOUND)


@dataclass
class Offer:
    """A queue that offers a list once; what is settled is remembered."""

    dispatches: list[Dispatch] = field(default_factory=list[Dispatch])
    settled: dict[ExecutionId, str] = field(default_factory=dict[ExecutionId, str])
    emptied: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, limit: int) -> Sequence[Dispatch]:
        if not self.dispatches:
            self.emptied.set()
            await asyncio.Event().wait()
        taken, self.dispatches = self.dispatches, []
        return taken

    async def settle(self, execution: ExecutionId, run_id: str) -> None:
        self.settled[execution] = run_id


@dataclass
class Nobody:
    """Nothing to wake."""

    async def take(self, limit: int) -> Sequence[tuple[Dispatch, str]]:
        await asyncio.Event().wait()
        return []

    async def settle(self, execution: ExecutionId, run_id: str) -> None:
        """Never asked."""


@dataclass
class MemoryLedger:
    """Standings from a list."""

    all: list[Standing] = field(default_factory=list[Standing])
    cancelled: dict[ExecutionId, str] = field(default_factory=dict[ExecutionId, str])

    async def unsettled(self, limit: int) -> Sequence[Standing]:
        return [standing for standing in self.all if not standing.status.is_over]

    async def standings(self, executions: Sequence[ExecutionId]) -> Sequence[Standing]:
        return [standing for standing in self.all if standing.execution in executions]

    async def history(self, execution: ExecutionId) -> tuple[PlanHash, Sequence[Recorded]]:
        return PlanHash(""), []

    async def cancel(self, execution: ExecutionId, *, by: str | None, reason: str, force: bool) -> None:
        self.cancelled[execution] = reason


@dataclass
class Desk:
    """Dispatcher and reconciler on an instance in memory."""

    instance: DagsterInstance
    launcher: RememberingLauncher
    maker: RunMaker
    dispatch: Dispatch

    def dispatcher(self, queue: Offer | None = None) -> Dispatcher:
        return Dispatcher(queue=queue or Offer(), wakeable=Nobody(), instance=self.instance, maker=self.maker)

    def status(self, run_id: str) -> DagsterRunStatus:
        run = self.instance.get_run_by_id(run_id)
        assert run is not None
        return run.status

    def run(self, run_id: str) -> DagsterRun:
        run = self.instance.get_run_by_id(run_id)
        assert run is not None
        return run


@pytest.fixture
def desk() -> Iterator[Desk]:
    launcher = RememberingLauncher()
    plan = a_diamond()
    catalogue = MemoryCatalogue()
    catalogue.publish(plan)
    host = HostThread(ScriptedHost)
    with PlatformInstance(
        instance_type=InstanceType.EPHEMERAL,
        local_artifact_storage=TemporaryLocalArtifactStorage(),
        run_storage=InMemoryRunStorage(),
        event_storage=InMemoryEventLogStorage(),
        compute_log_manager=NoOpComputeLogManager(),
        run_coordinator=DefaultRunCoordinator(),
        run_launcher=launcher,
    ) as instance:
        shelf = JobShelf(catalogue, lambda plan: executor_for(plan, host, catalogue.plan))
        maker = RunMaker(instance, shelf, CodeLocation())
        dispatch = Dispatch(execution=E1, workflow=WorkflowName("diamond"), version="1.0.0", plan=PlanHash(plan.hash))
        yield Desk(instance, launcher, maker, dispatch)


async def test_an_admitted_execution_gets_a_run_and_a_worker(desk: Desk) -> None:
    queue = Offer([desk.dispatch])

    serving = asyncio.create_task(desk.dispatcher(queue).run())
    await queue.emptied.wait()
    serving.cancel()

    run = desk.run(queue.settled[E1])
    assert desk.launcher.launched == [run.run_id]
    assert run.tags[names.EXECUTION_TAG] == E1
    assert run.tags[names.PLAN_TAG] == desk.dispatch.plan
    assert desk.instance.get_execution_plan_snapshot(run.execution_plan_snapshot_id or "").steps


def test_a_repeated_dispatch_meets_the_run_that_exists(desk: Desk) -> None:
    first = desk.dispatcher().start(desk.dispatch)
    second = desk.dispatcher().start(desk.dispatch)

    assert first == second
    assert len(desk.instance.get_runs()) == 1


def test_a_parked_execution_goes_on_in_its_run(desk: Desk) -> None:
    run_id = desk.dispatcher().start(desk.dispatch)
    started(desk, run_id)

    desk.dispatcher().wake(desk.dispatch, run_id)

    assert desk.launcher.resumed == [run_id]


def test_an_execution_whose_run_was_deleted_goes_on_in_a_new_one(desk: Desk) -> None:
    run_id = desk.dispatcher().start(desk.dispatch)
    started(desk, run_id)
    desk.instance.report_run_canceled(desk.run(run_id))

    again = desk.dispatcher().wake(desk.dispatch, run_id)

    assert again == names.run_id(E1, 1)
    assert desk.launcher.launched == [run_id, again]


async def test_a_forced_termination_cancels_the_execution(desk: Desk) -> None:
    run_id = desk.dispatcher().start(desk.dispatch)
    desk.instance.report_run_canceled(desk.run(run_id))
    ledger = MemoryLedger([Standing(E1, run_id, ExecutionStatus.RUNNING, held=True)])
    reconciler = Reconciler(ledger=ledger, instance=desk.instance)

    first = await reconciler.once()
    await reconciler.once()

    assert first.cancelled == {}
    assert ledger.cancelled == {E1: "Its run was terminated in Dagster."}


async def test_a_deleted_run_cancels_the_execution(desk: Desk) -> None:
    run_id = desk.dispatcher().start(desk.dispatch)
    desk.instance.delete_run(run_id)
    ledger = MemoryLedger([Standing(E1, run_id, ExecutionStatus.WAITING, held=False)])
    reconciler = Reconciler(ledger=ledger, instance=desk.instance)

    await reconciler.once()
    await reconciler.once()

    assert ledger.cancelled == {E1: "Its run was deleted in Dagster."}


async def test_a_run_that_nobody_works_on_is_shown_to_a_worker(desk: Desk) -> None:
    run_id = desk.dispatcher().start(desk.dispatch)
    started(desk, run_id)
    ledger = MemoryLedger([Standing(E1, run_id, ExecutionStatus.RUNNING, held=False)])
    reconciler = Reconciler(ledger=ledger, instance=desk.instance)

    await reconciler.once()
    await reconciler.once()

    assert desk.launcher.resumed == [run_id]


async def test_a_run_that_a_worker_has_is_left_alone(desk: Desk) -> None:
    run_id = desk.dispatcher().start(desk.dispatch)
    started(desk, run_id)
    desk.launcher.working.add(run_id)
    ledger = MemoryLedger([Standing(E1, run_id, ExecutionStatus.RUNNING, held=False)])
    reconciler = Reconciler(ledger=ledger, instance=desk.instance)

    await reconciler.once()
    await reconciler.once()

    assert desk.launcher.resumed == []


async def test_a_run_whose_execution_is_over_is_shown_to_a_worker(desk: Desk) -> None:
    run_id = desk.dispatcher().start(desk.dispatch)
    started(desk, run_id)
    ledger = MemoryLedger([Standing(E1, run_id, ExecutionStatus.COMPLETED, held=False)])
    reconciler = Reconciler(ledger=ledger, instance=desk.instance)

    await reconciler.once()
    await reconciler.once()

    assert desk.launcher.resumed == [run_id]


async def test_a_failure_that_only_dagster_saw_is_taken_back(desk: Desk) -> None:
    run_id = desk.dispatcher().start(desk.dispatch)
    started(desk, run_id)
    desk.instance.report_run_failed(desk.run(run_id))
    ledger = MemoryLedger([Standing(E1, run_id, ExecutionStatus.RUNNING, held=False)])
    reconciler = Reconciler(ledger=ledger, instance=desk.instance)

    await reconciler.once()
    await reconciler.once()

    assert desk.status(run_id) is DagsterRunStatus.STARTED
    assert desk.launcher.resumed == [run_id]


async def test_a_run_without_an_execution_is_closed(desk: Desk) -> None:
    run_id = desk.dispatcher().start(desk.dispatch)
    started(desk, run_id)
    reconciler = Reconciler(ledger=MemoryLedger(), instance=desk.instance)

    await reconciler.once()
    await reconciler.once()

    assert desk.status(run_id) is DagsterRunStatus.CANCELED


def started(desk: Desk, run_id: str) -> None:
    """A worker began the run."""
    begun = DagsterEvent(event_type_value=DagsterEventType.RUN_START.value, job_name="diamond")
    desk.instance.report_dagster_event(begun, run_id=run_id)
