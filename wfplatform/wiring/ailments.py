"""Names executions that nothing moves on, why, and the command that helps."""

from collections.abc import Iterator
from typing import Final

from wfplatform.kernel.clock import MICROSECONDS_PER_S, Instant, SystemClock
from wfplatform.plan.plan import Plan
from wfplatform.plugins.descriptor import Catalogue
from wfplatform.projections.execution import ExecutionView, execution_view
from wfplatform.store.ailing import Ailing
from wfplatform.store.store import Store
from wfplatform.store.views import ExecutionFilter
from wfplatform.wiring.lanes import activities_of
from wfplatform.wiring.plans import Plans
from wfplatform.wiring.reports import Finding

_MOST_NAMED: Final = 20
_QUIET_SECONDS: Final = 3_600
_DUE_SECONDS: Final = 60
_START: Final = {"run": "wfplatform up", "express": "wfplatform worker"}
_WORDS: Final = {
    "unknown": "nobody knows whether an effect has happened",
    "undo": "whether an unknown effect is to be undone has to be decided",
    "compensation": "a compensation has failed for good",
    "forced": "its compensation was stopped by force",
    "poison": "too many workers have died of it",
}


async def ailments(store: Store, catalogue: Catalogue) -> list[Finding]:
    """Stalled, orphaned and stuck executions, at most twenty of each."""
    found: list[Finding] = []
    stalled = await store.list_executions(ExecutionFilter(statuses=("stalled",)), limit=_MOST_NAMED)
    for row in stalled.executions:
        view = execution_view((await store.load(row.execution)).records)
        found.append(_stalled(f"{row.execution} ({row.workflow})", row.execution, view))
    now = SystemClock().now()
    quiet, due = (Instant(now - seconds * MICROSECONDS_PER_S) for seconds in (_QUIET_SECONDS, _DUE_SECONDS))
    plans = Plans(store)
    for one in await store.ailing(quiet, due, _MOST_NAMED):
        found.append(_ailing(one, await plans.get(one.plan), catalogue, now))
    return found


def _stalled(name: str, execution: str, view: ExecutionView) -> Finding:
    why = _WORDS.get(view.stalled or "", "a person has to decide")
    remedy = f"`wfplatform executions show {execution}` says what it waits for."
    if view.stalled == "poison":
        remedy = f"Mend what kills the workers (see their logs), then `wfplatform executions resume {execution}`."
    elif view.tasks:
        task = view.tasks[0]
        first, *others = [f"--{option}" for option in task.options]
        instead = f", or instead of {first}: {', '.join(others)}" if others else ""
        remedy = f"`wfplatform executions resolve {execution} '{task.step}' {first}`{instead}."
    return Finding(name="stalled", state="warning", detail=f"{name}: {why}", remedy=remedy)


def _ailing(one: Ailing, plan: Plan, catalogue: Catalogue, now: Instant) -> Finding:
    name = f"{one.execution} ({one.workflow})"
    missing = sorted({activity for _, activity in activities_of(plan.root) if catalogue.get(activity) is None})
    if missing:
        remedy = f"Install the plugin that provides {missing[0]}, and start the workers again."
        return Finding(
            name="orphaned", state="warning", detail=f"{name}: {', '.join(missing)} is not installed", remedy=remedy
        )
    if not one.served:
        remedy = f"`{_START.get(one.lane, 'wfplatform up')}` starts one."
        detail = f"{name}: no worker serves the lane {one.lane!r} with the queue {one.queue!r}"
        return Finding(name="orphaned", state="warning", detail=detail, remedy=remedy)
    minutes = (now - one.last_at) / 60_000_000
    if one.held:
        remedy = (
            f"See the step's log (`wfplatform executions logs {one.execution}`); `... cancel {one.execution}` ends it."
        )
        detail = f"{name}: nothing has happened for {minutes:.0f} minutes, and it waits for nothing"
    elif one.status == "queued":
        detail = f"{name}: queued for {minutes:.0f} minutes"
        remedy = f"Its concurrency limit may be reached: `wfplatform executions list --workflow {one.workflow}`."
    else:
        detail = f"{name}: its worker is gone, or nobody takes it, since {minutes:.0f} minutes"
        remedy = (
            f"Workers take it over within seconds; if not, see the log of one, or start another: `{_START[one.lane]}`."
        )
    return Finding(name="stuck", state="warning", detail=detail, remedy=remedy)


def named(findings: list[Finding]) -> Iterator[Finding]:
    """These, or one that says that there are none."""
    yield from findings or [Finding(name="executions", state="ok", detail="none is stuck, stalled or orphaned")]
