"""Cron expressions: five fields, as crontab(5) has them. Only whether one is right; when it is due is not ours.

`?`, `L`, `W`, `#` and seconds are not understood, because programs differ in what they mean by them.
"""

from typing import Final, NamedTuple

MACROS: Final = frozenset({"@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"})


class _Field(NamedTuple):
    name: str
    low: int
    high: int
    names: tuple[str, ...] = ()


_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS: Final = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_FIELDS: Final = (
    _Field("minute", 0, 59),
    _Field("hour", 0, 23),
    _Field("day of the month", 1, 31),
    _Field("month", 1, 12, _MONTHS),
    _Field("day of the week", 0, 7, _DAYS),
)
_LONGEST_MONTH: Final = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}


def cron_problem(written: str) -> str | None:
    """What is wrong with a cron expression, as a sentence; None when it is right and can come true."""
    if written.strip().startswith("@"):
        macro = written.strip().lower()
        return None if macro in MACROS else f"{macro[:40]!r} is none of {', '.join(sorted(MACROS))}."
    parts = written.split()
    if len(parts) != len(_FIELDS):
        return (
            f"It has {len(parts)} fields; there must be five: minute, hour, day of the month, month, day of the week."
        )
    values: list[frozenset[int]] = []
    for field, part in zip(_FIELDS, parts, strict=True):
        allowed = _allowed(field, part)
        if isinstance(allowed, str):
            return allowed
        values.append(allowed)
    _, _, days, months, _ = values
    if parts[4] == "*" and not any(min(days) <= _LONGEST_MONTH.get(month, 31) for month in months):
        return "None of its months has such a day, so it would never come true."
    return None


def _allowed(field: _Field, part: str) -> frozenset[int] | str:
    allowed: set[int] = set()
    for item in part.split(","):
        found = _item(field, item)
        if isinstance(found, str):
            return found
        allowed.update(found)
    return frozenset(allowed)


def _item(field: _Field, item: str) -> range | str:
    span, slash, step_text = item.partition("/")
    step = 1
    if slash:
        if not step_text.isdecimal() or not step_text.isascii() or not 1 <= int(step_text[:6]) <= field.high:
            return f"The step {step_text[:20]!r} of the {field.name} must be a whole number from 1 to {field.high}."
        step = int(step_text[:6])
    if span == "*":
        return range(field.low, field.high + 1, step)
    first_text, dash, last_text = span.partition("-")
    first = _number(field, first_text)
    if first is None:
        return _unknown(field, first_text)
    last = _number(field, last_text) if dash else (field.high if slash else first)
    if last is None:
        return _unknown(field, last_text)
    if last < first:
        return f"The {field.name} goes from {first_text} back to {last_text}; write two ranges instead."
    return range(first, last + 1, step)


def _number(field: _Field, written: str) -> int | None:
    lowered = written.lower()
    if lowered in field.names:
        return field.names.index(lowered) + field.low
    if not written.isascii() or not written.isdecimal() or len(written) > 4:
        return None
    value = int(written)
    return value if field.low <= value <= field.high else None


def _unknown(field: _Field, written: str) -> str:
    return f"{written[:20]!r} is no {field.name}; it must be from {field.low} to {field.high}."
