"""What the types refuse, in the reader's words: one finding per place, with the nearest known key or value."""

from typing import Any, Final, cast, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from wfplatform.kernel.codes import Code, mod
from wfplatform.kernel.diagnostics import Diagnostic, finding
from wfplatform.kernel.json import JsonObject
from wfplatform.model.document import Document, Node
from wfplatform.model.loose import is_list, is_object
from wfplatform.model.nearest import nearest
from wfplatform.model.source import escape

_WANTED = {
    "string_type": "a text",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "dict_type": "an object",
    "model_type": "an object",
    "model_attributes_type": "an object",
    "list_type": "a list",
    "tuple_type": "a list",
}
_BOUNDS = {
    "greater_than_equal": "at least {ge}",
    "less_than_equal": "at most {le}",
}
_CUSTOM = {"name": mod.BAD_NAME, "duration": mod.BAD_DURATION}
_SHOWN = 60
KEY_MARK: Final = "[key]"
"""How pydantic says that a key, not its value, was refused."""


def findings_of(refusal: ValidationError, raw: Any) -> tuple[Diagnostic, ...]:
    """The diagnostics for what `Document` refused in `raw`, in the order of the document's text."""
    found: dict[tuple[str, str], Diagnostic] = {}
    for error in refusal.errors(include_url=False):
        diagnostic = _finding(error, raw)
        found.setdefault((diagnostic.pointer, diagnostic.code), diagnostic)
    return tuple(found.values())


def _finding(error: ErrorDetails, raw: Any) -> Diagnostic:
    kind = error["type"]
    where = _Where(error["loc"], raw)
    pointer, node = where.pointer, where.node
    if kind == "missing":
        key = str(error["loc"][-1])
        message = f"{where.subject} lacks the key {key!r}."
        return finding(mod.MISSING_KEY, message, pointer=pointer, node=node, missing=key)
    if kind == "extra_forbidden":
        known = _keys_of(where.model)
        near = nearest(where.last, known)
        hint = f"The keys that exist here: {', '.join(known)}." if near is None else None
        message = f"{where.subject} has no key {where.last!r}."
        return finding(mod.UNKNOWN_KEY, message, pointer=pointer, node=node, hint=hint, rename=near)
    if kind == "literal_error":
        expected = str(error.get("ctx", {})["expected"])
        options = [option.strip(" '") for option in expected.replace(" or ", ",").split(",")]
        near = nearest(str(error["input"]), options)
        message = f"{where.last!r} must be {_listed(options)}, not {_shown(error['input'])}."
        return finding(mod.NOT_ONE_OF, message, pointer=pointer, node=node, instead=near)
    code, message = _words(kind, error, where)
    return finding(code, message, pointer=pointer, node=node)


def _words(kind: str, error: ErrorDetails, where: "_Where") -> tuple[Code, str]:  # one table
    written = _shown(error["input"])
    if kind == "wanted":
        return mod.WRONG_TYPE, f"{where.last!r} must be {error['msg']}, not {written}."
    if kind in _WANTED:
        return mod.WRONG_TYPE, f"{where.last!r} must be {_WANTED[kind]}, not {written}."
    if kind in _CUSTOM:
        said = error["msg"] if kind == "duration" else f"{written} is malformed: it {error['msg']}."
        return _CUSTOM[kind], said if said.endswith(".") else said + "."
    bound = _BOUNDS.get(kind)
    if bound is not None:
        return mod.OUT_OF_RANGE, f"{where.last!r} must be {bound.format_map(error.get('ctx', {}))}, not {written}."
    return mod.WRONG_TYPE, f"{where.last!r} is not right: {error['msg']}."


def _listed(options: list[str]) -> str:
    shown = [repr(option) for option in options]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return repr(value if len(value) <= _SHOWN else value[:_SHOWN] + "...")
    if is_object(value):
        return "an object"
    if is_list(value):
        return "a list"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value}"


class _Where:
    """The place of an error: its pointer, the node around it, and the type of the object that it concerns."""

    def __init__(self, loc: tuple[int | str, ...], raw: Any) -> None:
        self.pointer = ""
        self.node: str | None = None
        self.model: type[BaseModel] = Document
        self.last = ""
        self.subject = "The document"
        here, annotation = raw, cast("Any", Document)
        for token in loc:
            inner = _step_into(annotation, token)
            present = _has(here, token)
            if inner is None and not present:
                continue  # a mark of pydantic's own, such as "[key]"
            annotation, self.last = inner, str(token)
            self.model = _model_in(inner) or self.model
            if present:
                self.pointer = f"{self.pointer}/{escape(str(token))}"
                here = here[token]
                self._enter(inner, here, token, loc)

    def _enter(self, annotation: Any, value: Any, token: int | str, loc: tuple[int | str, ...]) -> None:
        part = _model_in(annotation)
        if part is None or not is_object(value):
            return
        self.subject = _subject(token, value, loc)
        if part is Node:
            self.node = value["id"] if isinstance(value.get("id"), str) else None


def _subject(token: int | str, value: JsonObject, loc: tuple[int | str, ...]) -> str:
    if isinstance(token, str):
        return repr(token)
    named = value.get("id")
    kind = next((str(part) for part in reversed(loc[: loc.index(token)]) if isinstance(part, str)), "item")
    singular = kind.removesuffix("s").capitalize()
    return f"{singular} {named!r}" if isinstance(named, str) else f"{singular} {token}"


def _has(value: Any, token: int | str) -> bool:
    if is_object(value):
        return token in value
    return is_list(value) and isinstance(token, int) and 0 <= token < len(value)


def _step_into(annotation: Any, token: int | str) -> Any:
    """The type of what lies at `token`; None when `token` names nothing of this type."""
    for option in _options(annotation):
        if isinstance(option, type) and issubclass(option, BaseModel):
            for name, known in option.model_fields.items():
                if token in (known.validation_alias, None) or (known.validation_alias is None and token == name):
                    return known.annotation
        arguments = get_args(option)
        origin = get_origin(option)
        if origin is tuple and isinstance(token, int):
            return arguments[0]
        if origin is dict and isinstance(token, str) and token != KEY_MARK:
            return arguments[1]
    return None


def _model_in(annotation: Any) -> type[BaseModel] | None:
    for option in _options(annotation):
        if isinstance(option, type) and issubclass(option, BaseModel):
            return option
    return None


def _options(annotation: Any) -> tuple[Any, ...]:
    if isinstance(annotation, type) or get_origin(annotation) in (tuple, dict):
        return (annotation,)
    return tuple(option for part in get_args(annotation) for option in _options(part))


def _keys_of(model: type[BaseModel]) -> list[str]:
    return [str(known.validation_alias or name) for name, known in model.model_fields.items()]
