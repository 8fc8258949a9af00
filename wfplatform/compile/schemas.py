"""JSON Schemas: whether a person's schema is one, whether a value fits, and what types may stand at a place in it.

Two libraries, as everywhere in the platform: the fast one decides, the reference implementation words what people
read. An *open* schema is one made of another, in which any text with `${{` is accepted anywhere: it says whether a
value could fit once its expressions are worked out. It accepts too much rather than too little.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple, cast

import jsonschema_rs
from jsonschema import Draft202012Validator, validators
from jsonschema import exceptions as wording

from wfplatform.compile.schema_cost import cost_problem
from wfplatform.kernel.json import Json, JsonObject, NotJson, encode
from wfplatform.kernel.json import pointer as join
from wfplatform.model.loose import as_list, as_object, is_list, is_object

EXPRESSION: Final[JsonObject] = {"type": "string", "pattern": r"\$\{\{"}
"""What every place of an open schema accepts."""

_MANY_BELOW: Final = frozenset({"properties", "patternProperties", "$defs", "definitions", "dependentSchemas"})
_ONE_BELOW: Final = frozenset({"items", "additionalProperties", "unevaluatedProperties", "unevaluatedItems"})
_LIST_BELOW: Final = frozenset({"allOf", "anyOf", "prefixItems"})
_DROPPED: Final = frozenset({"not", "if", "then", "else", "contains", "minContains", "maxContains", "uniqueItems"})
_MOST_REFERENCES: Final = 16


class Complaint(NamedTuple):
    """One way in which a value does not fit.

    `path` leads to the place in the value, `rule` is the schema's keyword and `wanted` that keyword's value; `known`
    are the keys that the schema names there.
    """

    path: tuple[str | int, ...]
    rule: str
    wanted: Json
    instance: Json
    known: tuple[str, ...] = ()


class Validator:
    """A schema that was found valid, ready to be used many times."""

    def __init__(self, schema: Json) -> None:
        """Raises `ValueError` when the schema is not valid; see `schema_problem` for the wording."""
        self.schema = schema
        self._strict = jsonschema_rs.Draft202012Validator(schema, retriever=_refuse)
        self._open: jsonschema_rs.Draft202012Validator | None = None

    def fits(self, value: Json) -> bool:
        """Whether the value is accepted as it stands."""
        return self._strict.is_valid(value)

    def could_fit(self, value: Json) -> bool:
        """Whether the value could be accepted once its expressions are worked out."""
        if self._strict.is_valid(value):
            return True
        if self._open is None:
            self._open = jsonschema_rs.Draft202012Validator(opened(self.schema), retriever=_refuse)
        return self._open.is_valid(value)

    def complaints(self, value: Json) -> list[Complaint]:
        """Why a value that could not fit does not, leaving out what its expressions may still put right."""
        reference: Any = _Reference(self.schema)
        try:
            errors: list[Any] = list(reference.iter_errors(value))
        except (RecursionError, wording.SchemaError, ValueError, KeyError, TypeError):
            return []
        return [complaint for error in errors[:20] for complaint in _complaints(error)]


def schema_problem(schema: Json) -> tuple[str, str] | None:
    """What is wrong with a person's schema: a JSON Pointer into it and a sentence; None when it is valid."""
    try:
        encode(schema)
        jsonschema_rs.Draft202012Validator(schema, retriever=_refuse)
    except jsonschema_rs.ValidationError as cause:
        return _worded(schema, cause)
    except (ValueError, NotJson) as cause:
        return "", f"It cannot be used: {_short(str(cause))}."
    costly = cost_problem(schema)
    return ("", costly) if costly is not None else None


def opened(schema: Json) -> Json:
    """The open form of a schema."""
    if not is_object(schema):
        return schema if schema is not False else EXPRESSION
    made: JsonObject = {}
    kept: JsonObject = {}
    for key, value in schema.items():
        if key in _DROPPED:
            continue
        if key in {"$schema", "$id", "$anchor", "$dynamicAnchor"}:
            kept[key] = value
        elif key in {"$defs", "definitions"}:
            kept[key] = {name: opened(inner) for name, inner in as_object(value).items()}
        elif key in _MANY_BELOW:
            made[key] = {name: opened(inner) for name, inner in as_object(value).items()}
        elif key in _ONE_BELOW:
            made[key] = value if value is False else opened(value)
        elif key in _LIST_BELOW:
            made[key] = [opened(inner) for inner in as_list(value)]
        elif key == "oneOf" and all(list(as_object(inner)) == ["required"] for inner in as_list(value)):
            # Which keys there are, no expression changes.
            made[key] = value
        elif key == "oneOf":
            # With expressions inside, a value may fit several alternatives until it is worked out.
            made["allOf"] = [*as_list(made.get("allOf")), {"anyOf": [opened(inner) for inner in as_list(value)]}]
        else:
            made[key] = value
    return {**kept, "anyOf": [EXPRESSION, made]}


def types_at(schema: Json, path: tuple[str | int, ...]) -> frozenset[str] | None:
    """The JSON types that a value at `path` may have; None when the schema does not say."""
    here = schema
    for key in path:
        here = _below(schema, _resolved(schema, here), key)
        if here is None:
            return None
    return _types(schema, here, 0)


def places(schema: Json, wanted: Callable[[JsonObject], bool], most_depth: int = 12) -> Iterator[tuple[str, ...]]:
    """Paths (`*` for every item or further key) of the subschemas that `wanted` accepts."""
    yield from _places(schema, schema, wanted, (), most_depth)


def _places(
    root: Json, schema: Json, wanted: Callable[[JsonObject], bool], path: tuple[str, ...], left: int
) -> Iterator[tuple[str, ...]]:
    here = _resolved(root, schema)
    if left == 0 or not is_object(here):
        return
    if wanted(here):
        yield path
    for name, inner in as_object(here.get("properties")).items():
        yield from _places(root, inner, wanted, (*path, name), left - 1)
    for key in ("items", "additionalProperties"):
        yield from _places(root, here.get(key), wanted, (*path, "*"), left - 1)
    for key in ("anyOf", "oneOf", "allOf"):
        for inner in as_list(here.get(key)):
            yield from _places(root, inner, wanted, path, left - 1)


def _below(root: Json, schema: Json, key: str | int) -> Json:
    here = as_object(schema)
    if isinstance(key, int):
        return here.get("items") if "prefixItems" not in here else None
    found = as_object(here.get("properties")).get(key)
    if found is not None:
        return found
    options = [option for name in ("anyOf", "oneOf") for option in as_list(here.get(name))]
    inner = [option for option in (_resolved(root, option) for option in options) if "properties" in as_object(option)]
    if len(inner) == 1:
        return _below(root, inner[0], key)
    further = here.get("additionalProperties")
    return further if is_object(further) else None


def _types(root: Json, schema: Json, depth: int) -> frozenset[str] | None:
    here = _resolved(root, schema)
    if not is_object(here) or depth > _MOST_REFERENCES:
        return None
    for name in ("anyOf", "oneOf"):
        if name in here:
            found = [_types(root, option, depth + 1) for option in as_list(here[name])]
            known = [types for types in found if types is not None]
            return frozenset[str]().union(*known) if known and len(known) == len(found) else None
    written = here.get("type")
    if isinstance(written, str):
        return frozenset({written})
    if is_list(written):
        return frozenset(name for name in written if isinstance(name, str))
    return None


def _resolved(root: Json, schema: Json) -> Json:
    here = schema
    for _ in range(_MOST_REFERENCES):
        reference = as_object(here).get("$ref")
        if not isinstance(reference, str):
            return here
        if not reference.startswith("#/"):
            return None
        target: Json = root
        for token in reference[2:].split("/"):
            target = as_object(target).get(token.replace("~1", "/").replace("~0", "~"))
        here = target
    return None


def _complaints(error: Any) -> Iterator[Complaint]:
    if _is_open(error.instance):
        return
    if error.context:
        branches: dict[Any, list[Any]] = {}
        for inner in error.context:
            branches.setdefault(inner.schema_path[0], []).append(inner)
        likeliest = min(branches.values(), key=lambda inner: (_depth_of_type_error(inner), len(inner)))
        found = [complaint for inner in sorted(likeliest, key=wording.relevance) for complaint in _complaints(inner)]
        if found and len(branches) > 1 and not _depth_of_type_error(likeliest):
            yield from found
            return
        if found and len(branches) == 1:
            yield from found
            return
    path = tuple(cast("list[str | int]", list(error.absolute_path)))
    known = tuple(as_object(as_object(error.schema).get("properties")))
    yield Complaint(path, str(error.validator), error.validator_value, error.instance, known)


def _depth_of_type_error(errors: list[Any]) -> int:
    """1 when the branch wants another type altogether: then it is hardly the one that was meant."""
    return int(any(error.validator in {"type", "const", "enum"} and not error.path for error in errors))


def _is_open(value: Json) -> bool:
    return isinstance(value, str) and "${{" in value


def _worded(schema: Json, cause: jsonschema_rs.ValidationError) -> tuple[str, str]:
    at = join(*cause.instance_path)
    message = cause.message
    if "retrieving it failed" in message or "is not present in a registry" in message:
        return at, f"It refers to another document: {_short(message.partition(' is not present')[0])}."
    try:
        checker: Any = Draft202012Validator(Draft202012Validator.META_SCHEMA)
        best: Any = cast("Any", wording).best_match(checker.iter_errors(schema))
    except (RecursionError, TypeError):
        best = None
    if best is not None:
        return join(*best.absolute_path), f"{_short(str(best.message))}."
    return at, f"{_short(message)}."


def _pattern(validator: Any, pattern: Any, instance: Any, schema: Any) -> Iterator[Any]:
    if isinstance(instance, str) and not jsonschema_rs.is_valid({"pattern": pattern}, instance):
        yield wording.ValidationError("does not match")


def _pattern_properties(validator: Any, patterns: Any, instance: Any, schema: Any) -> Iterator[Any]:
    for pattern, inner in as_object(patterns).items():
        for key, value in as_object(instance).items():
            if jsonschema_rs.is_valid({"pattern": pattern}, key):
                yield from validator.descend(value, inner, path=key, schema_path=pattern)


def _additional_properties(validator: Any, further: Any, instance: Any, schema: Any) -> Iterator[Any]:
    named, patterns = as_object(schema.get("properties")), as_object(schema.get("patternProperties"))
    for key, value in as_object(instance).items():
        if key in named or any(jsonschema_rs.is_valid({"pattern": pattern}, key) for pattern in patterns):
            continue
        if further is False:
            yield wording.ValidationError("is not allowed")
        elif further is not True:
            yield from validator.descend(value, further, path=key)


def _not_looked_at(validator: Any, value: Any, instance: Any, schema: Any) -> Iterator[Any]:
    yield from ()


# The reference implementation matches patterns by a machine that can run for ages on a hostile one. What takes its
# place is linear; rare keywords that would lead to it are left to the fast validator, which has decided already.
_Reference: Final[Any] = cast("Any", validators).extend(
    Draft202012Validator,
    {
        "pattern": _pattern,
        "patternProperties": _pattern_properties,
        "additionalProperties": _additional_properties,
        "unevaluatedProperties": _not_looked_at,
        "unevaluatedItems": _not_looked_at,
    },
)


def _refuse(uri: str) -> Json:
    raise ValueError(f"{uri!r} is outside of this schema")


def _short(text: str) -> str:
    line = text.strip().split("\n")[0].rstrip(".")
    return line if len(line) <= 200 else line[:200] + "..."
