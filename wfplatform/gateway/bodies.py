"""Documents in requests: JSON or YAML text, read by the model so that findings carry lines and columns."""

import json
from typing import Any, Final, cast

import msgspec
from fastapi import Request

from wfplatform.kernel.codes import gtw
from wfplatform.kernel.errors import InvalidInput
from wfplatform.kernel.json import Json, JsonObject, encode
from wfplatform.model.json_text import parse_json
from wfplatform.model.reading import Format
from wfplatform.model.values import value_findings
from wfplatform.model.yaml_text import parse_yaml

_FORMATS: Final[dict[str, Format]] = {
    "application/json": "json",
    "application/yaml": "yaml",
    "application/x-yaml": "yaml",
    "text/yaml": "yaml",
}

DOCUMENT_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {"type": "object", "description": "A document; see /api/v1/schema."}},
            "application/yaml": {"schema": {"type": "string", "description": "The same document as YAML."}},
        },
    }
}
"""What OpenAPI says of a route whose body is a document."""


def format_of(request: Request) -> Format:
    """Which of the two the body is. Raises `InvalidInput` for anything else."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    found = _FORMATS.get(media_type)
    if found is None:
        raise InvalidInput(gtw.MEDIA_TYPE, f"The content type is {media_type or 'missing'!r}.")
    return found


async def read_value(request: Request) -> JsonObject:
    """The object that the body holds, whether it is a good document or not. Raises `InvalidInput`."""
    format_ = format_of(request)
    raw = await request.body()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as cause:
        raise InvalidInput(gtw.NOT_JSON, f"The body is not UTF-8: byte {cause.start} cannot be read.") from cause
    parsed = parse_yaml(text) if format_ == "yaml" else parse_json(text)
    if parsed.diagnostics:
        raise InvalidInput(gtw.NOT_JSON, f"The body is not the {format_.upper()} that it says.", parsed.diagnostics)
    value: Any = parsed.value
    if not isinstance(value, dict):
        raise InvalidInput(gtw.NOT_JSON, "The body is not an object.")
    return cast("JsonObject", value)


def demand_json(value: Json, pointer: str) -> None:
    """Refuse what Python's reader lets pass and no history can hold: NaN, endless numbers, more than 64 bits.

    Raises `InvalidInput` with places under `pointer`. The usual value costs one encoding.
    """
    try:
        json.dumps(value, allow_nan=False)
        encode(value)
    except (ValueError, RecursionError) as cause:
        found = [msgspec.structs.replace(one, pointer=pointer + one.pointer) for one in value_findings(value)]
        raise InvalidInput(gtw.BAD_REQUEST, "The body holds a value that cannot be kept.", found) from cause
