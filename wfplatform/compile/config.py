"""Whether what an activity or a trigger is given could be what it wants, with expressions left open."""

from collections.abc import Mapping
from typing import Final

from wfplatform.compile.findings import Findings, sentence
from wfplatform.compile.reads import At
from wfplatform.compile.schemas import Complaint, Validator
from wfplatform.kernel.codes import Code, cmp
from wfplatform.kernel.durations import DURATION_PATTERN
from wfplatform.kernel.json import Json
from wfplatform.kernel.json import pointer as join
from wfplatform.model.loose import as_list, as_object, is_list, is_object
from wfplatform.model.nearest import nearest

_TYPES: Final = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
}
_BOUNDS: Final = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "minLength": "at least {} characters long",
    "maxLength": "at most {} characters long",
    "minItems": "a list of at least {}",
    "maxItems": "a list of at most {}",
    "minProperties": "an object with at least {} keys",
    "maxProperties": "an object with at most {} keys",
}


def check_config(
    validator: Validator, config: Json, at: At, subject: str, findings: Findings, *, code: Code = cmp.CONFIG
) -> None:
    """Report everything in `config` that no value of its expressions can put right.

    `subject` names in messages what is configured. An activity's unknown keys, missing keys and durations have codes of
    their own; with another `code` than that of activities, everything is reported as that.
    """
    if validator.could_fit(config):
        return
    complaints = validator.complaints(config)
    for complaint in complaints:
        _report(complaint, at, subject, findings, code)
    if not complaints:
        findings.error(code, f"What is given to {subject} does not fit what it accepts.", at.pointer, at.node)


def _report(complaint: Complaint, at: At, subject: str, findings: Findings, code: Code) -> None:
    pointer = at.pointer + join(*complaint.path)
    is_activity = code is cmp.CONFIG
    place = f"{subject}: {_name(complaint.path)!r}" if complaint.path else subject
    match complaint.rule:
        case "additionalProperties" | "unevaluatedProperties" if is_object(complaint.instance):
            used = cmp.UNKNOWN_CONFIG_KEY if is_activity else code
            _unknown_keys(complaint, At(pointer, at.node), place, findings, used)
        case "required":
            for key in as_list(complaint.wanted):
                if key not in as_object(complaint.instance):
                    message = f"{place} lacks {key!r}."
                    used = cmp.MISSING_CONFIG_KEY if is_activity else code
                    findings.error(used, sentence(message), pointer, at.node, missing=key)
        case "enum" | "const":
            options = as_list(complaint.wanted) if complaint.rule == "enum" else [complaint.wanted]
            said = ", ".join(_shown(option) for option in options[:12])
            message = (
                f"{place} must be {'one of ' if len(options) > 1 else ''}{said}, not {_shown(complaint.instance)}."
            )
            near = _nearest_of(complaint.instance, options)
            findings.error(code, sentence(message), pointer, at.node, instead=near)
        case "oneOf" if len(given := _excluding(complaint)) > 1:
            named = " and ".join(repr(key) for key in given)
            message = f"{place} has {named}, of which it takes one."
            hint = f"Remove {' or '.join(repr(key) for key in given)}."
            findings.error(code, sentence(message), pointer + join(given[-1]), at.node, hint=hint)
        case "pattern" | "format" if complaint.wanted in (DURATION_PATTERN, "duration"):
            message = f"{place} is not a duration: {_shown(complaint.instance)}."
            findings.error(cmp.BAD_DURATION if is_activity else code, sentence(message), pointer, at.node)
        case _:
            message = f"{place} must be {_wanted(complaint)}, not {_shown(complaint.instance)}."
            findings.error(code, sentence(message), pointer, at.node)


def _excluding(complaint: Complaint) -> list[str]:
    """The keys that are given though each is what one of the forms is told by."""
    forms = [as_list(as_object(form).get("required")) for form in as_list(complaint.wanted)]
    given = as_object(complaint.instance)
    return [str(keys[0]) for keys in forms if len(keys) == 1 and keys[0] in given]


def _unknown_keys(complaint: Complaint, at: At, place: str, findings: Findings, code: Code) -> None:
    known = [str(key) for key in complaint.known]
    for key in complaint.instance:
        if key not in known:
            near = nearest(str(key), known) if findings.wants_hints else None
            hint = f"The keys that exist here: {', '.join(known[:20])}." if near is None and known else None
            message = sentence(f"{place} has no key {key!r}")
            findings.error(code, message, at.pointer + join(key), at.node, hint=hint, rename=near)


def _wanted(complaint: Complaint) -> str:
    if complaint.rule == "type":
        names = complaint.wanted if is_list(complaint.wanted) else [complaint.wanted]
        return " or ".join(_TYPES.get(str(name), str(name)) for name in names)
    if complaint.rule in _BOUNDS:
        return _BOUNDS[complaint.rule].format(complaint.wanted)
    if complaint.rule == "pattern":
        return f"a text of the form {complaint.wanted}"
    if complaint.rule in {"anyOf", "oneOf"}:
        return "one of the forms that are possible"
    return f"such that {complaint.rule!r} holds"


def _nearest_of(value: Json, options: list[Json]) -> str | None:
    texts = [option for option in options if isinstance(option, str)]
    return nearest(value, texts) if isinstance(value, str) else None


def _name(path: tuple[str | int, ...]) -> str:
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path).removeprefix(".")


def _shown(value: Json) -> str:
    if isinstance(value, str):
        return repr(value if len(value) <= 60 else value[:60] + "...")
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "an object"
    return "a list" if is_list(value) else str(value)
