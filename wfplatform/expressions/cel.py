"""The engine: Google's C++ CEL. The only module that knows it.

Traps that are handled here and nowhere else: an error comes back as a value, an optional looks like an error, an
optional inside a list or map crashes the process when it is converted, and results may be bytes, types, times, maps
with keys that are no texts, or numbers that are not finite.
"""

import math
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final, cast

from cel_expr_python import cel  # pyright: ignore[reportMissingTypeStubs]
from cel_expr_python.ext import ext_bindings, ext_encoders, ext_math, ext_optional, ext_strings  # pyright: ignore[reportMissingTypeStubs]

from wfplatform.kernel import json
from wfplatform.kernel.json import Json

MAX_STRING: Final = 65_536
"""Longest text, in characters, that an expression may give."""

_DEEPEST: Final = 200
_T = cel.Type
_ERROR: Final = _T.ERROR

TYPED: Final[dict[str, Any]] = {
    "s": _T.STRING,
    "i": _T.INT,
    "d": _T.DOUBLE,
    "b": _T.BOOL,
    "x": _T.DYN,
    "lx": _T.List(_T.DYN),
    "ls": _T.List(_T.STRING),
    "li": _T.List(_T.INT),
    "ld": _T.List(_T.DOUBLE),
    "lb": _T.List(_T.BOOL),
    "lm": _T.List(_T.Map(_T.STRING, _T.DYN)),
    "mx": _T.Map(_T.STRING, _T.DYN),
    "ms": _T.Map(_T.STRING, _T.STRING),
    "mi": _T.Map(_T.STRING, _T.INT),
    "md": _T.Map(_T.STRING, _T.DOUBLE),
    "mb": _T.Map(_T.STRING, _T.BOOL),
}
"""The types that the checker can tell apart; `_wf_<key>` is a variable of each in the environment."""


class EngineError(Exception):
    """The engine refused or failed; the text is its own."""


class NotData(Exception):
    """The result is a value that JSON cannot hold. `reason` is `kind`, `finite`, `large` or `integer`."""

    def __init__(self, reason: str, what: str) -> None:
        super().__init__(what)
        self.reason = reason
        self.what = what


class Program:
    """A compiled expression. `may_hold_optionals` makes the conversion of its results careful (and slower)."""

    def __init__(self, text: str, *, may_hold_optionals: bool) -> None:
        try:
            # Unchecked: types are the checker's business; values decide at run time, where numbers mix.
            self._expression = _EVALUATING.compile(text, disable_check=True)
        except Exception as cause:
            raise EngineError(str(cause)) from cause
        self._careful = may_hold_optionals

    def evaluate(self, values: Mapping[str, Json]) -> Json:
        """The value, as JSON. Raises `EngineError`, or `NotData` for a result that is not."""
        try:
            value = self._expression.eval(data=values)
            kind = value.type()
            if kind == _ERROR:
                raise EngineError(_error_text(value))
            plain = _careful(value) if self._careful else value.plain_value()
        except (EngineError, NotData):
            raise
        except MemoryError:
            raise EngineError("std::bad_alloc") from None
        except Exception as cause:
            raise EngineError(str(cause)) from cause
        return as_json(plain)


def result_type(text: str) -> str:
    """Type-check `text` and name its type as the engine does (`STRING`, `LIST<INT>`). Raises `EngineError`."""
    try:
        return _CHECKING.compile(text).return_type().name()
    except Exception as cause:
        raise EngineError(str(cause)) from cause


def as_json(value: Any, depth: int = 0) -> Json:
    """Turn a result into JSON: times become texts, keys are sorted. Raises `NotData`."""
    if depth > _DEEPEST:
        raise NotData("large", f"a value of more than {_DEEPEST} levels")
    match value:
        case None | bool():
            return value
        case str():
            if len(value) > MAX_STRING:
                raise NotData("large", f"a text of {len(value):,} characters; at most {MAX_STRING:,} are allowed")
            return value
        case int():
            return value
        case float():
            if not math.isfinite(value):
                raise NotData("finite", "a number that is not finite")
            return value
        case list():
            return [as_json(item, depth + 1) for item in cast("list[Any]", value)]
        case dict():
            return _object(cast("dict[Any, Any]", value), depth + 1)
        case datetime():
            return _timestamp_text(value)
        case timedelta():
            return _duration_text(value)
        case _:
            what = "bytes" if isinstance(value, bytes | bytearray) else "a type"
            raise NotData("kind", what)


def _object(value: dict[Any, Any], depth: int) -> Json:
    for key in value:
        if not isinstance(key, str):
            raise NotData("kind", f"an object with the key {key!r}, which is not a text")
    # Sorted, because the engine's maps have no order of their own: the same expression must give the same text.
    return {key: as_json(value[key], depth) for key in sorted(value)}


def _careful(value: Any) -> Any:
    kind = value.type()
    if kind == _ERROR:
        raise NotData("kind", "an optional inside a list or an object")
    name: str = kind.name()
    if name.startswith("LIST"):
        return [_careful(item) for item in value.value()]
    if name.startswith("MAP"):
        return {key: _careful(item) for key, item in value.value().items()}
    return value.plain_value()


def _error_text(value: Any) -> str:
    try:
        return str(value.plain_value())
    except TypeError:
        raise NotData("kind", "an optional") from None


def _timestamp_text(value: datetime) -> str:
    text = value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f").rstrip("0").rstrip(".")
    return text + "Z"


def _duration_text(value: timedelta) -> str:
    microseconds = value // timedelta(microseconds=1)
    whole, rest = divmod(abs(microseconds), 1_000_000)
    fraction = f".{rest:06d}".rstrip("0") if rest else ""
    return f"{'-' if microseconds < 0 else ''}{whole}{fraction}s"


# --- functions of ours, and numbers as JSON has them


def _divide(left: float, right: float) -> float:
    if right == 0:
        raise ZeroDivisionError("division by zero")
    return left / right


def _ordered(value: Any) -> Any:
    return sorted(cast("dict[Any, Any]", value)) if isinstance(value, dict) else value


def _decode(text: str) -> Json:
    return json.decode(text)


def _encode(value: Any) -> str:
    return json.encode_canonical(as_json(value)).decode()


def _never(_number: int) -> bool:
    return False


def _always(_number: int) -> bool:
    return True


def _sum(items: list[Any]) -> float:
    total: float = 0
    for item in items:
        if isinstance(item, bool) or not isinstance(item, int | float):
            raise TypeError(f"math.sum adds numbers; this list holds {type(item).__name__}")
        total += item
    return total


def _mixed(name: str, function: Callable[..., Any], result: Any) -> Any:
    pairs = (("id", [_T.INT, _T.DOUBLE]), ("di", [_T.DOUBLE, _T.INT]))
    word = re.sub(r"\W", "", str(function.__name__))
    overloads = [
        cel.Overload(id=f"wf_{word}_{kinds}", return_type=result, parameters=list(types), impl=function)
        for kinds, types in pairs
    ]
    return cel.FunctionDecl(name, overloads)


def _function(name: str, *overloads: tuple[str, Any, list[Any], Callable[..., Any]]) -> Any:
    return cel.FunctionDecl(
        name,
        [cel.Overload(id=id, return_type=result, parameters=given, impl=impl) for id, result, given, impl in overloads],
    )


_SHARED: Final = (
    _mixed("_+_", operator.add, _T.DOUBLE),
    _mixed("_-_", operator.sub, _T.DOUBLE),
    _mixed("_*_", operator.mul, _T.DOUBLE),
    _mixed("_/_", _divide, _T.DOUBLE),
    _function(
        "_wf_num",
        ("wf_num_i", _T.DOUBLE, [_T.INT], float),
        ("wf_num_d", _T.DOUBLE, [_T.DOUBLE], float),
    ),
    # The engine's own take decimals only, and whether JSON's 4 or 4.0 arrives must make no difference.
    *(
        _function(f"math.{name}", (f"wf_math_{name}_int", _T.INT, [_T.INT], int))
        for name in ("round", "ceil", "floor", "trunc")
    ),
    _function("math.isNaN", ("wf_math_is_nan_int", _T.BOOL, [_T.INT], _never)),
    _function("math.isInf", ("wf_math_is_inf_int", _T.BOOL, [_T.INT], _never)),
    _function("math.isFinite", ("wf_math_is_finite_int", _T.BOOL, [_T.INT], _always)),
    _function("math.sum", ("wf_math_sum", _T.DYN, [_T.List(_T.DYN)], _sum)),
    _function("_wf_keys", ("wf_keys", _T.DYN, [_T.DYN], _ordered)),
    _function("json.decode", ("wf_json_decode", _T.DYN, [_T.STRING], _decode)),
    _function("json.encode", ("wf_json_encode", _T.STRING, [_T.DYN], _encode)),
)

# With values the engine compares integers and decimals by itself; only its checker has to be told.
_COMPARING: Final = (
    _mixed("_<_", operator.lt, _T.BOOL),
    _mixed("_<=_", operator.le, _T.BOOL),
    _mixed("_>_", operator.gt, _T.BOOL),
    _mixed("_>=_", operator.ge, _T.BOOL),
    _mixed("_==_", operator.eq, _T.BOOL),
    _mixed("_!=_", operator.ne, _T.BOOL),
)


def _environment(functions: Sequence[Any], variables: Mapping[str, Any]) -> Any:
    return cel.NewEnv(
        variables=variables,
        extensions=[
            ext_strings.ExtStrings(),
            ext_math.ExtMath(),
            ext_optional.ExtOptional(),
            ext_bindings.ExtBindings(),
            ext_encoders.ExtEncoders(),
            cel.CelExtension("wfplatform", list(functions)),
        ],
    )


_EVALUATING: Final = _environment(_SHARED, {})
_CHECKING: Final = _environment([*_SHARED, *_COMPARING], {f"_wf_{key}": kind for key, kind in TYPED.items()})
