"""Addresses of the overview."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Query

from wfplatform.gateway.features.overview.ports import Overview
from wfplatform.gateway.features.overview.schemas import OverviewBody, RecentBody
from wfplatform.gateway.principal import Caller
from wfplatform.gateway.problems import documented
from wfplatform.kernel.clock import MICROSECONDS_PER_S, Clock
from wfplatform.kernel.errors import Bug

router = APIRouter(prefix="/overview", tags=["overview"])

Window = Literal["1h", "24h", "7d", "30d"]

_WINDOWS: Final[Mapping[Window, tuple[int, int]]] = {
    "1h": (3_600, 120),
    "24h": (86_400, 1_800),
    "7d": (604_800, 14_400),
    "30d": (2_592_000, 86_400),
}
"""By name, how many seconds it has, and each part of it."""


async def overview() -> Overview:
    """The port; `create_app` puts the real one in its place."""
    raise Bug("overview is not wired")


async def clock() -> Clock:
    """The application's clock; `create_app` puts it here."""
    raise Bug("clock is not wired")


Counting = Annotated[Overview, Depends(overview)]
Now = Annotated[Clock, Depends(clock)]


@router.get("", response_model=OverviewBody, responses=documented())
async def show_overview(caller: Caller, counting: Counting, now: Now, window: Window = "24h") -> dict[str, Any]:
    """Throughput, outcomes and durations of a window that ends now, and what is going on."""
    seconds, part = _WINDOWS[window]
    until = now.now()
    since = until - seconds * MICROSECONDS_PER_S
    width = part * MICROSECONDS_PER_S
    numbers = await counting.numbers(caller.project, since=since, until=until, width=width)
    by_number = {bucket.number: bucket.ended for bucket in numbers.buckets}
    # Parts begin where the clock's do, so that a bar stays what it is; the first and the last are seldom whole.
    begins = [since, *range((since // width + 1) * width, until, width)]
    return {
        "since": since,
        "until": until,
        "live": _sum(one.live for one in numbers.workflows),
        "ended": _sum(one.ended for one in numbers.workflows),
        "p50_ms": numbers.p50_ms,
        "p95_ms": numbers.p95_ms,
        "buckets": [{"since": begin, "ended": by_number.get(at, {})} for at, begin in enumerate(begins)],
        "workflows": numbers.workflows,
    }


@router.get("/recent", response_model=list[RecentBody], responses=documented())
async def list_recent(
    caller: Caller,
    counting: Counting,
    workflow: Annotated[list[str], Query(max_length=500, description="The workflows; repeat it for several.")],
    each: Annotated[int, Query(ge=1, le=50, description="Executions of each.")] = 20,
) -> Any:
    """The last executions of some workflows, whatever their age, for a glance at how they fare."""
    return await counting.recent(caller.project, tuple(workflow), each=each)


def _sum(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total = Counter[str]()
    for one in counts:
        total.update(one)
    return dict(total)
