"""Gathers what an attempt is given: the evaluated `with`, checked, and the connection, both with their secrets."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from pydantic import ValidationError

from wfplatform.attempts.connections import opened
from wfplatform.attempts.ports import Surroundings
from wfplatform.attempts.references import secret_names
from wfplatform.attempts.request import AttemptRequest
from wfplatform.attempts.secrets import resolved
from wfplatform.kernel.codes.att import CONNECTION_MISSING, INPUT
from wfplatform.kernel.errors import InvalidInput, Misconfigured
from wfplatform.kernel.json import Json, at_pointer
from wfplatform.plugins.activity import Connection
from wfplatform.plugins.descriptor import Descriptor


async def evaluated_input(around: Surroundings, request: AttemptRequest, learn: Callable[[str], None]) -> Json:
    """The `with`, with secrets in it. `learn` is told each secret before anything can fail over it."""
    if request.resolve is None:
        return request.input
    secrets = await resolved(around.secrets, secret_names(request.written))
    for secret in secrets.values():
        learn(secret)
    return await request.resolve(secrets)


async def opened_connection(
    around: Surroundings, request: AttemptRequest, descriptor: Descriptor, learn: Callable[[str], None]
) -> Connection | None:
    """The node's connection. Raises `Misconfigured` when it lacks, does not exist or does not fit."""
    if request.connection is None and descriptor.connection_required:
        kind = descriptor.connection
        raise Misconfigured(CONNECTION_MISSING, f"{request.activity} needs a connection of kind {kind!r}.")
    connection = await opened(
        around.connections, around.secrets, request.connection, descriptor.connection, request.activity
    )
    for secret in connection.secrets.values() if connection is not None else ():
        learn(secret)
    return connection


def validated(descriptor: Descriptor, value: Json) -> Any:
    """`value` as the descriptor's config. Raises `InvalidInput` with places and reasons, without the values."""
    try:
        return descriptor.config.model_validate({} if value is None else value)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False, include_context=False)
    told = "; ".join(f"{'.'.join(map(str, ('with', *one['loc'])))}: {one['msg']}" for one in found[:10])
    raise InvalidInput(INPUT, f"{descriptor.type} refuses its input: {told}.", remedy="")


def hidden_texts(value: Json, mask: tuple[str, ...]) -> list[str]:
    """The texts that stand where `mask` (`/input/...`) points to: they are kept out of logs and messages."""
    texts: list[str] = []
    for path in mask:
        if path.startswith("/input/"):
            try:
                hidden = at_pointer(value, path.removeprefix("/input"))
            except KeyError:
                continue
            texts.extend(_texts(hidden))
    return texts


def _texts(value: Json) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for item in cast("Mapping[str, Json]", value).values() for text in _texts(item)]
    if isinstance(value, list):
        return [text for item in cast("list[Json]", value) for text in _texts(item)]
    return []
