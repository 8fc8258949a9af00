"""Values between JSON and PostgreSQL: what the driver wants for a parameter, and what a column's value is in JSON."""

import base64
import binascii
import datetime as dt
import decimal
import math
import uuid
from collections.abc import Callable
from typing import Any, Final, cast

import asyncpg  # type: ignore[reportMissingTypeStubs]

from wfplatform.kernel.json import Json, NotJson, encode
from wfplatform.plugins.activity import ActivityError

_LARGEST: Final = 2**63


def to_parameter(value: Json, kind: str, position: int) -> Any:
    """`value` as the driver takes it for a parameter of the type `kind`. Raises `ActivityError` (`DB-PARAMETER`)."""
    if value is None:
        return None
    try:
        if kind.endswith("[]"):
            return [to_parameter(item, kind[:-2], position) for item in _list(value)]
        return _PARAMETERS.get(kind, _as_it_is)(value)
    except (ValueError, TypeError, OverflowError, decimal.InvalidOperation, NotJson) as error:
        given = cast("object", value).__class__.__name__
        raise ActivityError("DB-PARAMETER", f"params: ${position} is {kind}; {given} does not fit ({error}).") from None


def to_json(value: Any) -> Json:
    """A column's value in JSON."""
    kind = cast("type[object]", type(value))
    convert = _COLUMNS.get(kind)
    if convert is not None:
        return convert(value)
    if kind in {list, tuple}:
        return [to_json(item) for item in _items(value)]
    if kind is dict or kind is asyncpg.Record:
        return {str(key): to_json(item) for key, item in value.items()}
    # Ranges, addresses, points and the like, in their own spelling.
    return str(value)


def _items(value: Any) -> list[Any]:
    return list(value)


def _as_it_is(value: Json) -> Any:
    return value


def _text(value: Json) -> str:
    if isinstance(value, str):
        return value
    return encode(value).decode()


def _integer(value: Json) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float | str) or (isinstance(value, float) and value % 1):
        raise TypeError("a whole number is needed")
    return int(value)


def _number(value: Json) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError("a number is needed")
    return float(value)


def _decimal(value: Json) -> decimal.Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError("a number is needed")
    return decimal.Decimal(str(value))


def _boolean(value: Json) -> bool:
    if not isinstance(value, bool):
        raise TypeError("true or false is needed")
    return value


def _instant(value: Json) -> dt.datetime:
    moment = dt.datetime.fromisoformat(_string(value))
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=dt.UTC)


def _local(value: Json) -> dt.datetime:
    moment = dt.datetime.fromisoformat(_string(value))
    return moment.astimezone(dt.UTC).replace(tzinfo=None) if moment.tzinfo is not None else moment


def _list(value: object) -> list[Json]:
    if not isinstance(value, list):
        raise TypeError("a list is needed")
    return cast("list[Json]", value)


def _string(value: Json) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is needed")
    return value


def _interval(value: Json) -> dt.timedelta:
    return dt.timedelta(seconds=_number(value))


def _bytes(value: Json) -> bytes:
    try:
        return base64.b64decode(_string(value), validate=True)
    except binascii.Error:
        raise ValueError("base64 is needed") from None


_PARAMETERS: Final[dict[str, Callable[[Json], Any]]] = {
    **dict.fromkeys(("text", "varchar", "bpchar", "name", "char", "citext", "xml"), _text),
    **dict.fromkeys(("json", "jsonb"), lambda value: encode(value).decode()),
    **dict.fromkeys(("int2", "int4", "int8", "oid"), _integer),
    **dict.fromkeys(("float4", "float8"), _number),
    "numeric": _decimal,
    "bool": _boolean,
    "date": lambda value: dt.date.fromisoformat(_string(value)),
    "time": lambda value: dt.time.fromisoformat(_string(value)),
    "timetz": lambda value: dt.time.fromisoformat(_string(value)),
    "timestamp": _local,
    "timestamptz": _instant,
    "interval": _interval,
    "uuid": lambda value: uuid.UUID(_string(value)),
    "bytea": _bytes,
}


def _from_decimal(value: decimal.Decimal) -> Json:
    if not value.is_finite():
        return None
    if value == value.to_integral_value() and abs(value) < _LARGEST:
        return int(value)
    return _from_float(float(value))


def _from_float(value: float) -> Json:
    return value if math.isfinite(value) else None


def _from_bytes(value: bytes) -> Json:
    return base64.b64encode(value).decode()


_COLUMNS: Final[dict[type, Callable[[Any], Json]]] = {
    type(None): _as_it_is,
    bool: _as_it_is,
    int: _as_it_is,
    str: _as_it_is,
    float: _from_float,
    decimal.Decimal: _from_decimal,
    dt.datetime: dt.datetime.isoformat,
    dt.date: dt.date.isoformat,
    dt.time: dt.time.isoformat,
    dt.timedelta: dt.timedelta.total_seconds,
    bytes: _from_bytes,
}
"""By exact type: a `datetime` is a `date` as well."""
