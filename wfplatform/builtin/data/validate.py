"""`data.validate`: JSON Schema, by the validator that is used everywhere at run time."""

from itertools import islice
from typing import Any, Final

import jsonschema_rs

from wfplatform.builtin.data.descriptors import ValidateConfig
from wfplatform.kernel.json import Json, pointer
from wfplatform.plugins.activity import ActivityCall, ActivityError, ActivityResult

MOST_ERRORS: Final = 100
_TOLD: Final = 3


async def validate(call: ActivityCall[ValidateConfig]) -> ActivityResult:
    """Leave by `out`, or by `invalid` with the errors. Raises `ActivityError` for invalid data when asked to fail."""
    config = call.input
    found = islice(_validator(config.json_schema).iter_errors(config.data), MOST_ERRORS)
    errors = [{"at": pointer(*error.instance_path), "message": error.message[:1_000]} for error in found]
    if not errors:
        return ActivityResult({"valid": True, "errors": []})
    if config.on_invalid == "port":
        return ActivityResult({"valid": False, "errors": errors}, "invalid")
    told = "; ".join(f"{error['at'] or 'the whole'}: {error['message']}" for error in errors[:_TOLD])
    more = f"; and {len(errors) - _TOLD} more" if len(errors) > _TOLD else ""
    raise ActivityError("INVALID-DATA", f"The data does not fit the schema: {told}{more}.")


def _validator(schema: Json) -> Any:
    try:
        # Masked: the words of an error travel further than the data they are about.
        return jsonschema_rs.validator_for(schema, retriever=_refuse, mask="the value")
    except (ValueError, TypeError, jsonschema_rs.ReferencingError) as error:
        message = getattr(error, "message", str(error))
        raise ActivityError("INVALID-SCHEMA", f"The schema cannot be used: {message}") from None


def _refuse(uri: str) -> Any:
    raise ValueError(f"a reference to {uri!r} leads outside the schema")
