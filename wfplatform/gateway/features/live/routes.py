"""The live stream's two transports. Both go on from a position: `Last-Event-ID`, or `?after=`."""

from collections.abc import AsyncGenerator
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Header, Query, WebSocket
from starlette.websockets import WebSocketDisconnect

from wfplatform.gateway.features.live.event_stream import EventStream
from wfplatform.gateway.features.live.frames import END, KEEP_ALIVE, frames, sse
from wfplatform.gateway.features.live.ports import Live
from wfplatform.gateway.features.live.pulse import with_pulse
from wfplatform.gateway.features.live.until_gone import until_gone
from wfplatform.gateway.principal import Caller
from wfplatform.gateway.problems import documented, problem_of
from wfplatform.kernel.codes import gtw
from wfplatform.kernel.errors import Bug, InvalidInput, WfplatformError
from wfplatform.kernel.json import JsonObject, encode

router = APIRouter(tags=["live"])

PULSE_SECONDS: Final = 15.0
"""Proxies drop what says nothing for 30 to 60 seconds."""

_CLOSED: Final = {404: 4404, 410: 4410, 422: 4422}
"""What a WebSocket closes with when it cannot begin: 4000 and the HTTP status."""


async def live() -> Live:
    """The port; `create_app` puts the real one in its place."""
    raise Bug("live is not wired")


Source = Annotated[Live, Depends(live)]
Execution = Annotated[str | None, Query(description="Only this execution, with values; without: the whole project.")]
After = Annotated[int | None, Query(ge=0, description="The position after which to go on.")]


@router.get(
    "/live",
    status_code=200,
    response_class=EventStream,
    responses=documented(gtw.NO_EXECUTION, gtw.LIVE_GAP)
    | {200: {"description": "Server-sent events; `id` is the position, `event` the kind of event, `data` JSON."}},
)
async def server_sent_events(
    caller: Caller,
    source: Source,
    execution: Execution = None,
    after: After = None,
    last_event_id: Annotated[str | None, Header(description="Sent by browsers when they connect again.")] = None,
) -> EventStream:
    """What happens, as it is committed. A finished execution's stream closes with the event `end`."""
    position = _position(last_event_id) if last_event_id else after
    return EventStream(_told(await frames(source, caller.project, execution, position)))


@router.websocket("/live")
async def websocket(
    socket: WebSocket, caller: Caller, source: Source, execution: Execution = None, after: After = None
) -> None:
    """The same as text frames of JSON, `{}` when it was quiet. Closes with 1000 when a followed execution is over."""
    await socket.accept()
    try:
        stream = with_pulse(await frames(source, caller.project, execution, after), PULSE_SECONDS)
        try:
            await until_gone(_send(socket, stream), _gone(socket))
        finally:
            await stream.aclose()
    except WfplatformError as error:
        body = problem_of(error)
        await socket.send_text(encode(body).decode())
        await socket.close(_CLOSED.get(body["status"], 1011), error.code.id)


async def _told(source: AsyncGenerator[JsonObject, None]) -> AsyncGenerator[bytes, None]:
    stream = with_pulse(source, PULSE_SECONDS)
    try:
        # Something goes out at once, so that proxies and clients see the stream begin.
        yield KEEP_ALIVE
        async for frame in stream:
            yield sse(frame) if frame is not None else KEEP_ALIVE
        yield END
    finally:
        await stream.aclose()


async def _send(socket: WebSocket, stream: AsyncGenerator[JsonObject | None, None]) -> None:
    async for frame in stream:
        await socket.send_text(encode(frame or {}).decode())
    await socket.close()


async def _gone(socket: WebSocket) -> None:
    try:
        while True:
            await socket.receive_text()
    except WebSocketDisconnect:
        return


def _position(last_event_id: str) -> int:
    if not last_event_id.isascii() or not last_event_id.isdigit() or len(last_event_id) > 18:
        raise InvalidInput(gtw.BAD_REQUEST, f"The header Last-Event-ID is {last_event_id[:40]!r}, and no position.")
    return int(last_event_id)
