"""Triggers: whether each is of a known kind and rightly configured.

The kinds that the platform brings are described here by JSON Schemas, until triggers are plugins with descriptors.
"""

from collections.abc import Mapping
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from wfplatform.compile.config import check_config
from wfplatform.compile.cron import cron_problem
from wfplatform.compile.findings import Findings
from wfplatform.compile.reads import At
from wfplatform.compile.schemas import Validator
from wfplatform.compile.scope import trigger_config_scope, trigger_scope, webhook_scope
from wfplatform.compile.templates import Templates
from wfplatform.compile.webhooks import WEBHOOK, check_webhook, webhook_templates
from wfplatform.kernel.codes import cmp
from wfplatform.kernel.durations import DURATION_PATTERN
from wfplatform.kernel.json import JsonObject
from wfplatform.model.document import Document, Trigger
from wfplatform.model.nearest import nearest

_TEXT: Final = {"type": "string", "minLength": 1}
_DURATION: Final = {"type": "string", "pattern": DURATION_PATTERN}


def _closed(required: tuple[str, ...] = (), **properties: JsonObject) -> JsonObject:
    return {"type": "object", "additionalProperties": False, "required": list(required), "properties": properties}


TRIGGERS: Final[Mapping[str, JsonObject]] = {
    "manual@1": _closed(),
    "api@1": _closed(),
    "webhook@1": WEBHOOK,
    "schedule@1": _closed(
        cron=_TEXT | {"description": "A cron expression of five fields, or one such as `@daily`."},
        every=_DURATION | {"description": "A time between two starts, in place of `cron`."},
        timezone=_TEXT | {"description": "The time zone in which `cron` is meant, such as `Europe/Berlin`."},
        catch_up={
            "enum": ["none", "latest", "all"],
            "description": "Which of the starts that were missed are made up.",
        },
        jitter=_DURATION | {"description": "How much later a start may come, by chance."},
    )
    | {"oneOf": [{"required": ["cron"]}, {"required": ["every"]}]},
    "event@1": _closed(
        ("event",),
        event=_TEXT | {"description": "The type of the incoming event."},
        source=_TEXT | {"description": "Where it has to come from."},
    ),
    "workflow@1": _closed(
        ("workflow",),
        workflow=_TEXT | {"description": "The workflow whose executions end."},
        on={"type": "array", "items": _TEXT, "description": "Which ends count."},
    ),
}
"""The JSON Schema of each kind's `with`."""


def newest_trigger(name: str) -> str | None:
    """`webhook` to `webhook@1`; None when there is no such kind."""
    majors = [int(kind.partition("@")[2]) for kind in TRIGGERS if kind.partition("@")[0] == name]
    return f"{name}@{max(majors)}" if majors else None


@cache
def _validator(kind: str) -> Validator:
    return Validator(TRIGGERS[kind])


def check_triggers(
    document: Document, templates: Templates, input_validator: Validator | None, findings: Findings
) -> None:
    """Report what is wrong with the triggers, and make their templates."""
    seen: dict[str, int] = {}
    for index, trigger in enumerate(document.triggers):
        pointer = f"/triggers/{index}"
        if trigger.id in seen:
            message = f"The trigger id {trigger.id!r} is used twice; the other one is at /triggers/{seen[trigger.id]}."
            findings.error(cmp.DUPLICATE_TRIGGER, message, f"{pointer}/id")
        seen.setdefault(trigger.id, index)
        _kind(trigger, pointer, findings)
        _expressions(trigger, pointer, templates)
        is_written_out = "input" in trigger.model_fields_set and trigger.input is not None
        if is_written_out and input_validator is not None:
            subject = f"the input that trigger {trigger.id!r} gives"
            check_config(
                input_validator, trigger.input, At(f"{pointer}/input", None), subject, findings, code=cmp.DOES_NOT_FIT
            )


def _kind(trigger: Trigger, pointer: str, findings: Findings) -> None:
    if trigger.type not in TRIGGERS:
        completed = newest_trigger(trigger.type)
        if completed is not None:
            message = f"The type {trigger.type!r} lacks its major version."
            hint = f"Write {completed!r}."
            findings.error(cmp.NO_MAJOR, message, f"{pointer}/type", hint=hint, instead=completed)
        else:
            message = f"There is no trigger of the kind {trigger.type!r}."
            near = nearest(trigger.type, TRIGGERS)
            hint = f"The kinds that exist: {', '.join(TRIGGERS)}." if near is None else None
            findings.error(cmp.UNKNOWN_TRIGGER, message, f"{pointer}/type", hint=hint, instead=near)
        return
    at = At(f"{pointer}/with" if "with_" in trigger.model_fields_set else pointer, None)
    subject = f"trigger {trigger.id!r}"
    check_config(_validator(trigger.type), trigger.with_, at, subject, findings, code=cmp.TRIGGER_CONFIG)
    if trigger.type == "schedule@1":
        _schedule(trigger, pointer, findings)
    elif trigger.type == "webhook@1":
        check_webhook(trigger, pointer, findings)


def _schedule(trigger: Trigger, pointer: str, findings: Findings) -> None:
    cron, zone = trigger.with_.get("cron"), trigger.with_.get("timezone")
    if isinstance(cron, str) and cron and "${{" not in cron:
        problem = cron_problem(cron)
        if problem is not None:
            message = f"{cron[:60]!r} is not a cron expression: {problem}"
            findings.error(cmp.BAD_CRON, message, f"{pointer}/with/cron")
    if isinstance(zone, str) and zone and "${{" not in zone and not _is_time_zone(zone):
        message = f"There is no time zone {zone[:60]!r}."
        findings.error(cmp.BAD_TIME_ZONE, message, f"{pointer}/with/timezone")


def _is_time_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # also what would lead out of the database's folder
        return False
    return True


def _expressions(trigger: Trigger, pointer: str, templates: Templates) -> None:
    scope = trigger_scope()
    if trigger.type == "webhook@1":
        webhook_templates(trigger, pointer, templates)
        scope = webhook_scope()
    else:
        templates.value(trigger.with_, At(f"{pointer}/with", None), trigger_config_scope())
    if trigger.when is not None:
        templates.bare(trigger.when, At(f"{pointer}/when", None), scope, "boolean")
    if "input" in trigger.model_fields_set:
        templates.value(trigger.input, At(f"{pointer}/input", None), scope)
