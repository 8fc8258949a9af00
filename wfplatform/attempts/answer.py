"""Judges what an implementation answered: a port that exists, JSON, within 4 MB, fitting its schema, no secret in it.

What is recorded is what would be read back: the value is decoded from its own encoding, so that a tuple is a list and
nothing that the implementation still holds can change it.
"""

import math
from functools import lru_cache
from typing import Any, Final, cast

import jsonschema_rs

from wfplatform.attempts.masking import Masker
from wfplatform.attempts.request import AttemptRequest
from wfplatform.kernel.codes import Code
from wfplatform.kernel.codes.att import OUTPUT_JSON, OUTPUT_PORT, OUTPUT_SCHEMA, OUTPUT_SIZE
from wfplatform.kernel.json import Json, NotJson, decode, encode, pointer
from wfplatform.plugins.activity import ActivityResult
from wfplatform.plugins.descriptor import Descriptor

OUTPUT_BYTES: Final = 4 * 1024 * 1024


class Refused(Exception):
    """The answer cannot be taken."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def judged(result: ActivityResult, request: AttemptRequest, descriptor: Descriptor, masker: Masker) -> Json:
    """The output as it is recorded. Raises `Refused`."""
    _check_port(result.port, request, descriptor)
    output = plain(result.output, OUTPUT_BYTES, masker)
    if request.output_schema is not None and request.output_schema is not True:
        _check_schema(output, request.output_schema)
    return output


def plain(value: Json, limit: int, masker: Masker) -> Json:
    """`value` as JSON would give it back, without secrets. Raises `Refused`."""
    try:
        encoded = encode(value)
    except NotJson as error:
        raise Refused(OUTPUT_JSON, f"The output is not JSON: {error}.") from None
    if len(encoded) > limit:
        raise Refused(OUTPUT_SIZE, f"The output has {len(encoded):,} bytes; at most {limit:,} are allowed.")
    # The encoder writes a number that is not finite as null: only then is the value looked through.
    if b"null" in encoded and not _is_finite(value):
        raise Refused(OUTPUT_JSON, "The output holds a number that is not finite (NaN or infinity).")
    decoded = decode(encoded)
    return decoded if masker.is_clean(encoded) else masker.value(decoded)


def _check_port(port: str, request: AttemptRequest, descriptor: Descriptor) -> None:
    if request.ports is not None and port in request.ports and port != "error":
        return
    declared = {declared.name for declared in descriptor.ports}
    if request.ports is not None:
        # `error` among the plan's ports is where a failure leaves, not an answer.
        declared |= set(request.ports) - {"error"}
    elif descriptor.ports_from:
        return
    if port not in declared:
        raise Refused(
            OUTPUT_PORT, f"{descriptor.type} answered with port {port!r}; it has {', '.join(sorted(declared))}."
        )


def _check_schema(output: Json, schema: Json) -> None:
    try:
        validator = _validator(encode(schema))
    except (ValueError, jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError) as error:
        raise Refused(OUTPUT_SCHEMA, f"The node's output_schema cannot be used: {error}.") from None
    found = next(iter(validator.iter_errors(output)), None)
    if found is not None:
        place = pointer(*found.instance_path) or "the output"
        raise Refused(OUTPUT_SCHEMA, f"The output does not fit output_schema: at {place}: {found.message}.")


@lru_cache(maxsize=1024)
def _validator(schema: bytes) -> Any:
    # The mask keeps values out of the words: an error travels further than an output does.
    return jsonschema_rs.validator_for(decode(schema), retriever=_refuse, mask="the value")


def _refuse(uri: str) -> Any:
    raise ValueError(f"a reference to {uri!r} leads outside the schema")


def _is_finite(value: Json) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, dict):
        return all(_is_finite(item) for item in cast("dict[Any, Any]", value).values())
    if isinstance(value, list | tuple):
        return all(_is_finite(item) for item in cast("list[Any]", value))
    return True
