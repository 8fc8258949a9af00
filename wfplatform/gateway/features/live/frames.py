"""Happenings as they go over the wire: the same JSON in both transports.

Across the project only names travel (which execution, which step, what kind): values belong to one execution, where
its masks are known. Whoever wants them follows that execution.
"""

from collections.abc import AsyncGenerator
from typing import Final

from wfplatform.gateway.features.live.ports import Happening, Live
from wfplatform.gateway.happened import event_body
from wfplatform.kernel.clock import Instant, to_iso
from wfplatform.kernel.codes import gtw
from wfplatform.kernel.errors import NotFound
from wfplatform.kernel.ids import ExecutionId, ProjectId
from wfplatform.kernel.json import JsonObject, encode
from wfplatform.projections.masking import Masks, shown

KEEP_ALIVE: Final = b": still here\n\n"
END: Final = b"event: end\ndata: {}\n\n"
"""The last frame of a finished execution's stream; without it a browser would connect again."""


async def frames(
    live: Live, project: ProjectId, execution: str | None, after: int | None
) -> AsyncGenerator[JsonObject, None]:
    """Open a stream: of one execution, or of the whole project. Raises `NotFound` or `Conflict` before it begins."""
    if execution is None:
        return _of_project(await live.follow(project, after=after))
    name = ExecutionId(execution.lower())
    happenings = await live.follow_one(project, name, after=after or 0)
    if happenings is None:
        raise NotFound(gtw.NO_EXECUTION, f"There is no execution {execution[:60]!r}.")
    return _of_execution(happenings, await live.masks(project, name))


async def _of_project(happenings: AsyncGenerator[Happening, None]) -> AsyncGenerator[JsonObject, None]:
    try:
        async for happening in happenings:
            yield _named(happening)
    finally:
        await happenings.aclose()


async def _of_execution(happenings: AsyncGenerator[Happening, None], masks: Masks) -> AsyncGenerator[JsonObject, None]:
    try:
        async for happening in happenings:
            body = event_body(shown(happening.recorded, masks))
            yield _named(happening) | {"data": body["data"]}
    finally:
        await happenings.aclose()


def sse(frame: JsonObject) -> bytes:
    """One server-sent event. Its id is the position to go on from; JSON has no line breaks to be split at."""
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (frame["position"], frame["kind"].encode(), encode(frame))


def _named(happening: Happening) -> JsonObject:
    body = event_body(happening.recorded)
    return {
        "position": happening.position,
        "execution": happening.execution,
        "workflow": happening.workflow,
        "status": happening.status,
        "seq": body["seq"],
        "at": to_iso(Instant(body["at"])),
        "kind": body["kind"],
        "step": body["data"].get("step"),
    }
