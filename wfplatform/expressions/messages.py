"""The engine's complaints, in the words of whoever wrote the expression."""

import re
from typing import Final

_PLACE: Final = re.compile(r"ERROR: <input>:(\d+):(\d+): (.*)")
_OVERLOAD: Final = re.compile(r"found no matching overload for '([^']*)' applied to '(.*?)'(?: \(candidates|$)")
_RUNTIME_OVERLOAD: Final = re.compile(r"No matching overloads found : (.+?)(\(.*\))$")
_STATUS: Final = re.compile(r"^[A-Z_]+: ")
_TYPES: Final = {
    "bool": "boolean",
    "int": "integer",
    "int64": "integer",
    "uint": "integer",
    "uint64": "integer",
    "double": "number",
    "null_type": "null",
    "map": "object",
    "dyn": "any",
    "optional_type": "optional",
    "google.protobuf.Timestamp": "timestamp",
    "google.protobuf.Duration": "duration",
}
_TYPE_WORD: Final = re.compile(r"\b(" + "|".join(map(re.escape, sorted(_TYPES, key=len, reverse=True))) + r")\b")

_READABLE: Final = {
    "divide by zero": "division by zero",
    "modulus by zero": "division by zero",
    "integer overflow": "the whole number is larger than 64 bits",
    "<jump_condition>": "the condition before '?' is not a boolean",
}


def parse_complaints(text: str) -> list[tuple[int, int, str]]:
    """Split a compile error into (line from 1, column from 1, message)."""
    found = [(int(line), int(column), message) for line, column, message in _PLACE.findall(text)]
    return [(line if line < 10_000 else 1, max(column, 1), message) for line, column, message in found]


def overload_of(message: str) -> tuple[str, list[str]] | None:
    """The operator or function and the types that a missing overload names, in our words; None for another message."""
    found = _OVERLOAD.search(message)
    if found is None:
        return None
    return _operator(found.group(1)), split_types(found.group(2))


def split_types(listed: str) -> list[str]:
    """`(string, list(int))` as `["string", "list(integer)"]`; a method's target comes first."""
    flat = listed.replace(").(", ", ", 1) if listed.startswith("(") else listed
    flat = flat.removeprefix("(").removesuffix(")")
    parts: list[str] = []
    depth = 0
    for piece in re.split(r"(, |[()])", flat):
        if piece == ", " and depth == 0:
            parts.append("")
            continue
        depth += (piece == "(") - (piece == ")")
        if not parts:
            parts.append("")
        parts[-1] += piece
    # A method's complaint reads `string.(int)`: the target stands before the dot.
    if ".(" in flat:
        parts = [inner for part in parts for inner in part.replace(".(", ", ").split(", ")]
    return [_TYPE_WORD.sub(lambda word: _TYPES[word.group()], part) for part in parts if part]


def mismatch(what: str, types: list[str]) -> str:
    """Say that an operator or a function does not take these types."""
    types = [kind.split("(")[0] for kind in types]
    if what in ("&&", "||"):
        # Also what the engine makes of all(), exists() and filter().
        return f"a condition must be a boolean, not {next((kind for kind in types if kind != 'boolean'), 'this')}"
    if what == "!":
        return f"'!' takes a boolean, not {types[0]}"
    if what == "?:":
        return f"the condition before '?' must be a boolean, not {types[0]}"
    if what == "[]":
        return f"{types[0]} cannot be indexed by {types[1]}" if len(types) > 1 else f"{types[0]} cannot be indexed"
    if len(types) == 2 and not what[0].isalpha():
        return f"'{what}' does not go between {types[0]} and {types[1]}"
    return f"'{what}' does not take ({', '.join(types)})"


def readable(text: str) -> str:
    """A run-time error in our words, without the engine's decoration."""
    text = re.sub(r" \[[A-Z_]+\]$", "", _STATUS.sub("", text.strip()))
    for theirs, ours in _READABLE.items():
        if theirs in text:
            return ours
    found = _RUNTIME_OVERLOAD.search(text)
    if found is None:
        return text.replace("_wf_num", "/")
    name, listed = found.group(1), found.group(2)
    target = re.match(r"^\((.*)\)\.(\w+)$", name)
    if target is not None:
        types = [*split_types(target.group(1)), *split_types(listed)]
        return mismatch(target.group(2), types)
    if name == "_wf_num":
        return f"'/' does not divide by {', '.join(split_types(listed))}"
    return mismatch(_operator(name), split_types(listed))


def readable_complaint(message: str) -> str:
    """A compile error in our words."""
    undeclared = re.match(r"undeclared reference to '([^']+)'", message)
    if undeclared is not None:
        return f"{undeclared.group(1)!r} is not used as it is written"
    if "recursion" in message:
        return "it is too deep: at most 32 operators in a row or inside one another"
    return message


def _operator(name: str) -> str:
    if name in ("_?_:_", "?:"):
        return "?:"
    if name in ("_[_]", "_[?_]"):
        return "[]"
    if name == "@in":
        return "in"
    return name.strip("_") if not name.strip("_")[:1].isalnum() and name != "_" else name
