"""The demo: a hundred orders through a real workflow, as Dagster runs, with everything started and ended again."""

import asyncio
import json
import urllib.request
from collections import Counter
from collections.abc import Callable
from typing import Final

from wfplatform.kernel.clock import SystemClock
from wfplatform.kernel.errors import InvalidInput
from wfplatform.kernel.ids import ExecutionId, WorkflowName
from wfplatform.kernel.json import Json
from wfplatform.projections.masking import masks_of
from wfplatform.projections.timeline_fold import timeline
from wfplatform.settings import Settings
from wfplatform.store.store import Store
from wfplatform.wiring.examples import Examples
from wfplatform.wiring.plans import Plans
from wfplatform.wiring.reports import Addresses, DemoExample, DemoProgress, DemoReport
from wfplatform.wiring.starting import Start, Starting

WORKFLOW: Final = WorkflowName("order-fulfilment")
_LOOK_SECONDS = 0.2
_PATIENCE_SECONDS = 180.0
_TITLES: Final = {
    "failed": "One that failed, step by step",
    "compensated": "One that was undone, step by step",
}


class Demo:
    """Runs the orders against a platform that serves."""

    def __init__(
        self, settings: Settings, dsn: str, examples: Examples, progress: Callable[[DemoProgress], None]
    ) -> None:
        self._settings = settings
        self._dsn = dsn
        self._examples = examples
        self._progress = progress
        self._clock = SystemClock()

    async def run(self, most: int | None) -> DemoReport:
        """Start them, wait for their ends, and compare with what had to come out."""
        orders = self._examples.orders()[:most]
        store = await Store.open(self._dsn, self._clock, most_sessions=4)
        try:
            began = self._clock.monotonic()
            started, refused = await self._start(Starting(store), orders)
            ends = await self._follow(store, started, len(orders), refused, began)
            shown = tuple([await self._example(store, started, ends, status) for status in _TITLES])
            surprises = (*self._compared(orders, started, ends), *self._booked())
            told = self._told(len(orders), len(started), Counter(ends.values()), refused, began)
            return DemoReport(
                progress=told,
                addresses=Addresses(
                    gateway=f"http://127.0.0.1:{self._settings.port}",
                    dagster=f"http://127.0.0.1:{self._settings.dagster_port}",
                ),
                examples=tuple(one for one in shown if one is not None),
                surprises=surprises,
            )
        finally:
            await store.close()

    async def _start(self, starting: Starting, orders: list[Json]) -> tuple[dict[str, ExecutionId], int]:
        started: dict[str, ExecutionId] = {}
        refused = 0
        for order in orders:
            wish = Start(workflow=WORKFLOW, input=order, trigger="demo", by="demo")
            try:
                admitted = await starting.start(wish)
            except InvalidInput:
                refused += 1
            else:
                started[order["order_id"]] = admitted.execution
        return started, refused

    async def _follow(
        self, store: Store, started: dict[str, ExecutionId], total: int, refused: int, began: float
    ) -> dict[ExecutionId, str]:
        ends: dict[ExecutionId, str] = {}
        while len(ends) < len(started) and self._clock.monotonic() < began + _PATIENCE_SECONDS:
            await self._clock.sleep(_LOOK_SECONDS)
            waiting = [execution for execution in started.values() if execution not in ends]
            ends |= {one.execution: one.status for one in await store.standings(waiting) if one.is_over}
            self._progress(self._told(total, len(started), Counter(ends.values()), refused, began))
        return ends

    def _told(self, total: int, started: int, ends: Counter[str], refused: int, began: float) -> DemoProgress:
        return DemoProgress(
            total=total,
            started=started,
            completed=ends["completed"],
            failed=ends["failed"],
            compensated=ends["compensated"],
            refused=refused,
            seconds=self._clock.monotonic() - began,
        )

    async def _example(
        self, store: Store, started: dict[str, ExecutionId], ends: dict[ExecutionId, str], status: str
    ) -> DemoExample | None:
        wanted = next((execution for execution in started.values() if ends.get(execution) == status), None)
        if wanted is None:
            return None
        history = await store.load(wanted)
        masks = masks_of(await Plans(store).get(history.plan))
        return DemoExample(
            title=_TITLES[status],
            execution=wanted,
            workflow=history.workflow,
            version=history.version or "",
            timeline=timeline(history.records, masks),
        )

    def _compared(self, orders: list[Json], started: dict[str, ExecutionId], ends: dict[ExecutionId, str]) -> list[str]:
        expected = self._examples.expected()
        surprises: list[str] = []
        for order in orders:
            name = order["order_id"]
            execution = started.get(name)
            came = "refused" if execution is None else ends.get(execution, "still running")
            if came != expected[name]:
                surprises.append(f"Order {name} had to be {expected[name]}, and is {came} (execution {execution}).")
        return surprises

    def _booked(self) -> list[str]:
        """The outside world's own books: nobody was charged twice."""
        url = f"http://127.0.0.1:{self._settings.shop_port}/ledger"
        with urllib.request.urlopen(url, timeout=5) as answer:  # loopback, started by us
            ledger = json.load(answer)
        return [f"Order {order} was charged twice." for order in ledger["orders_charged_twice"]]


def run_demo(
    settings: Settings,
    dsn: str,
    examples: Examples,
    *,
    orders: int | None,
    progress: Callable[[DemoProgress], None],
) -> DemoReport:
    """The same, for a caller without an event loop."""
    return asyncio.run(Demo(settings, dsn, examples, progress).run(orders))
