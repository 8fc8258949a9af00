"""The functions that expressions have, as data: for completion in the designer, for hints, for the reference page."""

from functools import lru_cache
from typing import Final

import msgspec


class FunctionInfo(msgspec.Struct, frozen=True):
    """One function. `kind` is `function` (`size(x)`), `method` (`x.trim()`) or `macro` (it takes a name)."""

    name: str
    kind: str
    signature: str
    summary: str
    example: str


_F, _M, _X = "function", "method", "macro"

_ALL: Final = (
    ("size", _F, "size(string | list | object) -> integer", "How many characters, items or keys.", "size(input.items)"),
    ("size", _M, "value.size() -> integer", "How many characters, items or keys.", "input.items.size()"),
    ("has", _X, "has(a.b.c) -> boolean", "Is the field there? False also when a part before it is missing or null.",
     "has(input.customer.email)"),
    ("now", _F, "now() -> timestamp", "When the execution started. It stands still: computing again gives the same.",
     "now() + duration('24h')"),
    ("timestamp", _F, "timestamp(string | integer) -> timestamp", "Read RFC 3339, or seconds since 1970.",
     "timestamp(input.due) < now()"),
    ("duration", _F, "duration(string) -> duration", "Read a span such as '1h30m', '90s', '250ms'.",
     "timestamp(input.due) - duration('1h')"),
    ("int", _F, "int(number | string | timestamp) -> integer", "A whole number; decimals are cut off.", "int('42')"),
    ("double", _F, "double(number | string) -> number", "A decimal number.", "double('1.5')"),
    ("uint", _F, "uint(number | string) -> integer", "A whole number that is not negative.", "uint(3)"),
    ("string", _F, "string(value) -> string", "A scalar as text.", "string(input.count)"),
    ("bool", _F, "bool(string) -> boolean", "Read 'true' or 'false'.", "bool('true')"),
    ("bytes", _F, "bytes(string) -> bytes", "The text's UTF-8 bytes.", "base64.encode(bytes(input.note))"),
    ("type", _F, "type(value) -> type", "The value's type, to compare.", "type(input.x) == string"),
    ("dyn", _F, "dyn(value) -> any", "The same value, its type no longer checked beforehand.", "dyn(input.x)"),
    ("matches", _F, "matches(string, pattern) -> boolean", "Does the text hold a match (RE2)?",
     "matches(input.sku, '^A[0-9]+$')"),
    ("json.encode", _F, "json.encode(value) -> string", "Write a value as JSON, keys sorted.", "json.encode(input)"),
    ("json.decode", _F, "json.decode(string) -> any", "Read JSON.", "json.decode(steps.call.output.body).total"),
    ("base64.encode", _F, "base64.encode(bytes) -> string", "Bytes as Base64.", "base64.encode(bytes('a:b'))"),
    ("base64.decode", _F, "base64.decode(string) -> bytes", "Base64 as bytes.", "string(base64.decode('YQ=='))"),
    ("math.greatest", _F, "math.greatest(number, ...) -> number", "The largest.", "math.greatest(input.a, 0)"),
    ("math.least", _F, "math.least(number, ...) -> number", "The smallest.", "math.least(input.a, 100)"),
    ("math.abs", _F, "math.abs(number) -> number", "Without its sign.", "math.abs(-3)"),
    ("math.ceil", _F, "math.ceil(number) -> number", "Rounded up.", "math.ceil(1.2)"),
    ("math.floor", _F, "math.floor(number) -> number", "Rounded down.", "math.floor(1.8)"),
    ("math.round", _F, "math.round(number) -> number", "Rounded to the nearest, halves away from zero.",
     "math.round(2.5)"),
    ("math.trunc", _F, "math.trunc(number) -> number", "Decimals cut off.", "math.trunc(1.8)"),
    ("math.sum", _F, "math.sum(list) -> number", "All items added; 0 for none.",
     "math.sum(input.items.map(i, i.qty * i.price))"),
    ("math.sign", _F, "math.sign(number) -> number", "-1, 0 or 1.", "math.sign(-3)"),
    ("math.sqrt", _F, "math.sqrt(number) -> number", "The square root.", "math.sqrt(2.0)"),
    ("math.isNaN", _F, "math.isNaN(number) -> boolean", "Is it no number at all?", "math.isNaN(0.5)"),
    ("math.isInf", _F, "math.isInf(number) -> boolean", "Is it infinite?", "math.isInf(0.5)"),
    ("math.isFinite", _F, "math.isFinite(number) -> boolean", "Is it a finite number?", "math.isFinite(0.5)"),
    ("math.bitAnd", _F, "math.bitAnd(integer, integer) -> integer", "Bits that both have.", "math.bitAnd(6, 3)"),
    ("math.bitOr", _F, "math.bitOr(integer, integer) -> integer", "Bits that either has.", "math.bitOr(6, 3)"),
    ("math.bitXor", _F, "math.bitXor(integer, integer) -> integer", "Bits that one of them has.", "math.bitXor(6, 3)"),
    ("math.bitNot", _F, "math.bitNot(integer) -> integer", "All bits turned.", "math.bitNot(6)"),
    ("math.bitShiftLeft", _F, "math.bitShiftLeft(integer, integer) -> integer", "Bits moved left.",
     "math.bitShiftLeft(1, 4)"),
    ("math.bitShiftRight", _F, "math.bitShiftRight(integer, integer) -> integer", "Bits moved right.",
     "math.bitShiftRight(16, 4)"),
    ("optional.of", _F, "optional.of(value) -> optional", "Holds the value.", "optional.of(1).orValue(0)"),
    ("optional.none", _F, "optional.none() -> optional", "Holds nothing.", "optional.none().orValue(0)"),
    ("optional.ofNonZeroValue", _F, "optional.ofNonZeroValue(value) -> optional",
     "Holds the value unless it is null, zero, false or empty.", "optional.ofNonZeroValue(input.note).orValue('none')"),
    ("orValue", _M, "optional.orValue(value) -> value", "The optional's value, or this one.",
     "input.?customer.orValue('none')"),
    ("or", _M, "optional.or(optional) -> optional", "This optional, or that one when it holds nothing.",
     "input.?a.or(input.?b).orValue(0)"),
    ("hasValue", _M, "optional.hasValue() -> boolean", "Does the optional hold a value?", "input.?customer.hasValue()"),
    ("value", _M, "optional.value() -> value", "The optional's value; fails when it holds none.", "input.?a.value()"),
    ("optMap", _X, "optional.optMap(x, expression) -> optional", "Compute with the value, if there is one.",
     "input.?price.optMap(p, p * 2).orValue(0)"),
    ("optFlatMap", _X, "optional.optFlatMap(x, optional) -> optional", "The same, with an optional as result.",
     "input.?a.optFlatMap(x, x.?b).orValue(0)"),
    ("first", _M, "list.first() -> optional", "The first item, if there is one.", "input.items.first().orValue(null)"),
    ("last", _M, "list.last() -> optional", "The last item, if there is one.", "input.items.last().orValue(null)"),
    ("all", _X, "list.all(x, condition) -> boolean", "Does every item fulfil it?", "input.items.all(i, i.qty > 0)"),
    ("exists", _X, "list.exists(x, condition) -> boolean", "Does some item?", "input.items.exists(i, i.qty > 9)"),
    ("exists_one", _X, "list.exists_one(x, condition) -> boolean", "Does exactly one item fulfil it?",
     "input.items.exists_one(i, i.main)"),
    ("filter", _X, "list.filter(x, condition) -> list", "Those that fulfil it.", "input.items.filter(i, i.qty > 0)"),
    ("map", _X, "list.map(x, expression) -> list", "Each item turned into something.", "input.items.map(i, i.sku)"),
    ("cel.bind", _X, "cel.bind(x, value, expression)", "Name a value that is used twice.",
     "cel.bind(t, input.total * 1.19, t > 100 ? t : 0)"),
    ("contains", _M, "string.contains(string) -> boolean", "Is the other text in it?", "input.name.contains('Ltd')"),
    ("startsWith", _M, "string.startsWith(string) -> boolean", "Does it begin so?", "input.sku.startsWith('A')"),
    ("endsWith", _M, "string.endsWith(string) -> boolean", "Does it end so?", "input.file.endsWith('.pdf')"),
    ("matches", _M, "string.matches(pattern) -> boolean", "Does it hold a match (RE2)?", "input.sku.matches('^A')"),
    ("charAt", _M, "string.charAt(integer) -> string", "One character, from 0.", "'abc'.charAt(1)"),
    ("indexOf", _M, "string.indexOf(string) -> integer", "Where the other text begins, or -1.", "'abc'.indexOf('c')"),
    ("lastIndexOf", _M, "string.lastIndexOf(string) -> integer", "Where it begins last, or -1.",
     "'abca'.lastIndexOf('a')"),
    ("substring", _M, "string.substring(start[, end]) -> string", "A part, from 0, end not included.",
     "input.sku.substring(0, 3)"),
    ("lowerAscii", _M, "string.lowerAscii() -> string", "A to Z in lower case.", "input.mail.lowerAscii()"),
    ("upperAscii", _M, "string.upperAscii() -> string", "a to z in upper case.", "input.code.upperAscii()"),
    ("trim", _M, "string.trim() -> string", "Without blanks around it.", "input.name.trim()"),
    ("reverse", _M, "string.reverse() -> string", "Backwards.", "'abc'.reverse()"),
    ("replace", _M, "string.replace(old, new[, limit]) -> string", "With one text in place of another.",
     "input.phone.replace(' ', '')"),
    ("split", _M, "string.split(separator[, limit]) -> list", "Its parts.", "input.tags.split(',')"),
    ("join", _M, "list.join([separator]) -> string", "One text of many.", "input.tags.join(', ')"),
    ("format", _M, "string.format(list) -> string", "Fill %s, %d, %.2f, %x.", "'%.2f EUR'.format([input.total])"),
    ("strings.quote", _F, "strings.quote(string) -> string", "Quoted, escaped.", "strings.quote(input.name)"),
    ("getFullYear", _M, "timestamp.getFullYear([zone]) -> integer", "The year.", "now().getFullYear('Europe/Berlin')"),
    ("getMonth", _M, "timestamp.getMonth([zone]) -> integer", "The month, 0 to 11.", "now().getMonth()"),
    ("getDate", _M, "timestamp.getDate([zone]) -> integer", "The day of the month, 1 to 31.", "now().getDate()"),
    ("getDayOfMonth", _M, "timestamp.getDayOfMonth([zone]) -> integer", "The day of the month, 0 to 30.",
     "now().getDayOfMonth()"),
    ("getDayOfWeek", _M, "timestamp.getDayOfWeek([zone]) -> integer", "The day of the week, Sunday is 0.",
     "now().getDayOfWeek('Europe/Berlin') in [0, 6]"),
    ("getDayOfYear", _M, "timestamp.getDayOfYear([zone]) -> integer", "The day of the year, from 0.",
     "now().getDayOfYear()"),
    ("getHours", _M, "(timestamp | duration).getHours([zone]) -> integer", "The hour, or whole hours.",
     "now().getHours('Europe/Berlin')"),
    ("getMinutes", _M, "(timestamp | duration).getMinutes([zone]) -> integer", "The minute, or whole minutes.",
     "now().getMinutes()"),
    ("getSeconds", _M, "(timestamp | duration).getSeconds([zone]) -> integer", "The second, or whole seconds.",
     "now().getSeconds()"),
    ("getMilliseconds", _M, "(timestamp | duration).getMilliseconds([zone]) -> integer", "The milliseconds.",
     "now().getMilliseconds()"),
)  # fmt: skip


@lru_cache(maxsize=1)
def catalogue_of_functions() -> tuple[FunctionInfo, ...]:
    """Every function, in the order in which people look for them."""
    return tuple(FunctionInfo(*row) for row in _ALL)


@lru_cache(maxsize=1)
def known_calls() -> tuple[frozenset[str], frozenset[str]]:
    """The names of functions (macros without a target included), and the names of methods."""
    functions = frozenset(row[0] for row in _ALL if row[1] == _F) | {"has", "cel.bind"}
    methods = frozenset(row[0] for row in _ALL if row[1] in (_M, _X)) - {"has", "cel.bind"} | {"existsOne"}
    return functions, methods
