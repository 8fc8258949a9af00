"""Executions that begin in the worker which takes the request, as a webhook's do, and so in no queue.

Half carry an idempotency key and are answered once they are stored; half carry none and wait for the result. A request
without a key whose answer is lost may or may not have begun an execution, and is sent again: how many there may be of
its number is then known, and the input says which number each has.
"""

import asyncio
import contextlib
import socket
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import httpx2

from wfplatform.events.vocabulary import ExecutionStarted
from wfplatform.kernel.ids import ExecutionId
from wfplatform.kernel.json import JsonObject, as_object
from wfplatform.store.histories import History
from wfplatform_tests.lanes.verification.judge import Judge, Wrong

_AGAIN_SECONDS: Final = 0.1
_PATIENCE_SECONDS: Final = 20.0
"""Longer than any worker stands still: a request is never left behind in one that goes on later."""
_KEY: Final = "X-Number"
_NOT_YET: Final = (404, 429)
"""Nothing has begun: the worker has not heard of the workflow yet, or has no room."""


def triggers(workflow: str) -> list[JsonObject]:
    """The webhooks of a workflow: one with a key, one that waits."""
    keyed: JsonObject = {"path": f"keyed/{workflow}", "idempotency": {"header": _KEY}}
    waits: JsonObject = {"path": f"waits/{workflow}", "respond": "result", "deadline": "1s"}
    return [
        {"id": "keyed", "type": "webhook@1", "with": keyed},
        {"id": "waits", "type": "webhook@1", "with": waits},
    ]


def free_ports(count: int) -> list[int]:
    """Ports of this machine that nobody has."""
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


class ByWebhook:
    """Begins executions, and judges those of which nobody was told the id. An async context manager."""

    def __init__(self, ports: Sequence[int]) -> None:
        self._ports = ports
        self._client = httpx2.AsyncClient(timeout=_PATIENCE_SECONDS, trust_env=False)
        self._waited_for: dict[int, tuple[str, JsonObject]] = {}
        self._unsure: Counter[int] = Counter()

    async def __aenter__(self) -> "ByWebhook":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    @property
    def waited_for(self) -> int:
        """How many have begun whose id nobody was told."""
        return len(self._waited_for)

    @property
    def unsure(self) -> int:
        """How many requests without a key had no answer."""
        return self._unsure.total()

    async def keyed(self, number: int, workflow: str, given: JsonObject) -> ExecutionId:
        """Begin one; by its key it begins once, however often that is asked."""
        while True:
            answer = await self._ask(f"keyed/{workflow}", number, given)
            if answer is not None and answer.status_code == 202:
                return ExecutionId(answer.json()["execution"])

    async def waiting(self, number: int, workflow: str, given: JsonObject) -> None:
        """Begin one and wait for its result, or until that takes too long."""
        given = {**given, "number": number}
        while True:
            answer = await self._ask(f"waits/{workflow}", number, given)
            if answer is not None and (answer.status_code in (200, 202) or "execution" in as_object(answer.json())):
                self._waited_for[number] = (workflow, given)
                return

    def wrongs(self, judge: Judge, histories: Mapping[ExecutionId, History]) -> Iterator[Wrong]:
        """What is wrong with those that nobody was told of."""
        found: defaultdict[int, list[ExecutionId]] = defaultdict(list)
        for execution, history in histories.items():
            began = next((one.event for one in history.records if isinstance(one.event, ExecutionStarted)), None)
            number = as_object(began.input).get("number") if began is not None and began.parent is None else None
            if isinstance(number, int):
                found[number].append(execution)
        for number, (workflow, given) in self._waited_for.items():
            if not 1 <= len(found[number]) <= 1 + self._unsure[number]:
                kind = "doubled" if found[number] else "missing"
                told = f"was begun {len(found[number])} times, with {self._unsure[number]} answers lost"
                yield Wrong(kind, f"number {number}", told)
            for execution in found[number]:
                yield from judge.wrongs(execution, workflow, given)

    async def _ask(self, path: str, number: int, given: JsonObject) -> httpx2.Response | None:
        """One request to the worker whose turn it is. None: nobody knows what came of it, or nothing has begun."""
        url = f"http://127.0.0.1:{self._ports[number % len(self._ports)]}/hooks/default/default/{path}"
        try:
            answer = await self._client.post(url, json=given, headers={_KEY: str(number)})
        except httpx2.ConnectError:
            await asyncio.sleep(_AGAIN_SECONDS)
            return None
        except httpx2.TransportError:
            self._unsure[number] += 1
            return None
        if answer.status_code in _NOT_YET or answer.status_code == 503:
            self._unsure[number] += answer.status_code == 503
            await asyncio.sleep(_AGAIN_SECONDS)
            return None
        return answer
