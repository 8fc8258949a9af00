"""The worker process: read a request, call the function under limits, answer; until stdin ends.

It imports nothing before it must: a cold start is what the first expression of a quiet hour waits for.
"""

import importlib
import os
import sys
from collections.abc import Callable
from typing import Any, BinaryIO, Final, cast

from wfplatform.attempts.isolation.confinement import address_space, bound_call, confine, unbound
from wfplatform.attempts.isolation.frames import CRASHED, HEADER, LIMIT_MEMORY, MAX_ANSWER_BYTES, framed
from wfplatform.kernel.json import Json, JsonObject, NotJson, decode, encode

_LONGEST_MESSAGE: Final = 2_000
_GROWTH_BYTES: Final = 128 * 1024 * 1024


def main() -> None:
    """Serve the pool on stdin and stdout. `argv[1]` is the pool's process id."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    _silence()
    confine(int(sys.argv[1]))
    began_with = address_space()
    _send(answers, {"ready": True})
    while (request := _receive(requests)) is not None:
        answer = _serve(request, answers)
        if address_space() - began_with > _GROWTH_BYTES:
            answer["worn"] = True
        _send(answers, answer)


def _silence() -> None:
    """Whatever is printed goes nowhere; the pipes carry frames only."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)


def _receive(requests: BinaryIO) -> JsonObject | None:
    header = requests.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    (length,) = HEADER.unpack(header)
    return decode(requests.read(length))


def _send(answers: BinaryIO, message: JsonObject) -> None:
    try:
        body = encode(message)
    except (NotJson, RecursionError) as cause:
        body = encode(_failure(CRASHED, f"the answer is not JSON: {cause}"))
    if len(body) > MAX_ANSWER_BYTES:
        body = encode(_failure(LIMIT_MEMORY, f"the answer is larger than {MAX_ANSWER_BYTES // 2**20} MB"))
    left = memoryview(framed(body))
    while left:
        left = left[answers.write(left) :]


def _serve(request: JsonObject, answers: BinaryIO) -> JsonObject:
    try:
        function = _function(request["function"])
        _send(answers, {"started": True})
        bound_call(request["seconds"], request["memory_mb"])
        value: Json = function(*request["arguments"])
    except MemoryError:
        unbound()
        return {**_failure(LIMIT_MEMORY, f"it needs more than {request['memory_mb']} MB"), "worn": True}
    except BaseException as raised:  # noqa: BLE001  # whatever it is, it is the answer
        unbound()
        return _raised(raised)
    unbound()
    return {"value": value}


def _function(name: str) -> Callable[..., Json]:
    module, _, attribute = name.partition(":")
    return cast("Callable[..., Json]", getattr(importlib.import_module(module), attribute))


def _raised(raised: BaseException) -> JsonObject:
    code: Any = getattr(raised, "code", None)
    message: Any = getattr(raised, "message", None)
    if isinstance(code, str) and isinstance(message, str):
        return _failure(code, message, retryable=getattr(raised, "retryable", False) is True)
    return _failure(CRASHED, f"{type(raised).__name__}: {raised}")


def _failure(code: str, message: str, *, retryable: bool = False) -> JsonObject:
    shown = message.encode(errors="replace").decode()[:_LONGEST_MESSAGE]
    return {"error": {"code": code, "message": shown, "retryable": retryable}}
