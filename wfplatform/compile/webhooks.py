"""Webhook triggers: the schema of their `with`, and what no schema can say of it.

The decision a newcomer would question: only `response` and `idempotency.key` are worked out for each request. The rest
decides who may call and what is read, before anything of a request is believed, so it is written out (or read from
`env`), and the secret of a signature is a reference and nothing else.
"""

import re
from collections.abc import Callable
from typing import Final

from wfplatform.compile.findings import Findings
from wfplatform.compile.reads import At
from wfplatform.compile.scope import response_scope, trigger_config_scope, webhook_scope
from wfplatform.compile.templates import Templates
from wfplatform.kernel.codes import cmp
from wfplatform.kernel.durations import DURATION_PATTERN, parse_duration_ms
from wfplatform.kernel.json import Json, JsonObject
from wfplatform.model.document import Trigger
from wfplatform.model.loose import as_object

METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
STYLES: Final = ("github", "stripe", "slack", "generic")
LARGEST_BODY: Final = 33_554_432
"""Bytes of a body: what an input may have."""
LONGEST_DEADLINE_MS: Final = 300_000

_TEXT: Final = {"type": "string", "minLength": 1}
_HEADER: Final = {"type": "string", "pattern": r"^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$"}
_DURATION: Final = {"type": "string", "pattern": DURATION_PATTERN}
_SECRET: Final = re.compile(r"\$\{\{\s*secrets\.[a-z][a-z0-9_]*\s*\}\}")
_PARAMETER: Final = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_ONLY_OF: Final = {
    "tolerance": ("stripe", "slack"),
    "algorithm": ("generic",),
    "encoding": ("generic",),
    "prefix": ("generic",),
}
"""Keys of a signature that only some styles have: the others fix what they would say."""


def _closed(required: tuple[str, ...] = (), **properties: JsonObject) -> JsonObject:
    return {"type": "object", "additionalProperties": False, "required": list(required), "properties": properties}


def _told(schema: JsonObject, description: str, default: Json = None) -> JsonObject:
    told = schema | {"description": description}
    return told if default is None else told | {"default": default}


WEBHOOK: Final[JsonObject] = _closed(
    ("path",),
    path=_told(
        {"type": "string", "pattern": r"^[A-Za-z0-9._~{}-]+(/[A-Za-z0-9._~{}-]+)*$", "maxLength": 500},
        "What follows `/hooks/ORGANIZATION/PROJECT/`; a part in braces is a parameter, such as `orders/{order_id}`.",
    ),
    methods=_told(
        {"type": "array", "minItems": 1, "items": {"enum": list(METHODS)}}, "The methods that are served.", ["POST"]
    ),
    respond=_told(
        {"enum": ["accepted", "result"]},
        "`accepted` answers 202 once the execution is stored, `result` with what it gave.",
        "accepted",
    ),
    deadline=_told(
        _DURATION, "How long `result` is waited for, at most 5m; then the answer is that of `accepted`.", "30s"
    ),
    response=_told(
        _closed(
            status=_told({"type": "integer", "minimum": 200, "maximum": 599}, "The status.", 200),
            headers=_told(
                {"type": "object", "propertyNames": _HEADER, "additionalProperties": {"type": "string"}},
                "Further headers; with a `Content-Type` that is not JSON, a body that is a text is sent as it is.",
            ),
            body=_told({}, "The body; the output when not given."),
        ),
        "What `result` answers when the execution has completed. Sees `output input trigger env execution.id`.",
    ),
    signature=_told(
        _closed(
            ("style", "secret"),
            style=_told({"enum": list(STYLES)}, "Whose way of signing it is."),
            secret=_told(_TEXT, "The secret that both sides know, by reference: `${{ secrets.NAME }}`."),
            header=_told(_HEADER, "The header with the signature, when it is not the style's own."),
            algorithm=_told({"enum": ["sha1", "sha256", "sha384", "sha512"]}, "The hash, for `generic`.", "sha256"),
            encoding=_told({"enum": ["hex", "base64"]}, "How the signature is written, for `generic`.", "hex"),
            prefix=_told({"type": "string", "maxLength": 50}, "What stands before the signature, for `generic`."),
            tolerance=_told(_DURATION, "How old what `stripe` and `slack` have signed may be.", "5m"),
        ),
        "Only requests that are signed start anything.",
    ),
    idempotency=_told(
        _closed(
            header=_told(_HEADER, "A header that holds the key; without it, a request has none."),
            key=_told(_TEXT, "An expression that gives the key, on `trigger` and `env`; null: the request has none."),
            ttl=_told(_DURATION, "How long a key is known; the workflow's `idempotency.ttl` when not given, or 24h."),
        )
        | {"oneOf": [{"required": ["header"]}, {"required": ["key"]}]},
        "The same key with the same request is answered as the first time; with another request it is a conflict.",
    ),
    rate=_told(
        _closed(
            ("limit",),
            limit=_told({"type": "integer", "minimum": 1, "maximum": 1_000_000}, "Requests in the time `per`."),
            per=_told(_DURATION, "The time.", "1s"),
            burst=_told(
                {"type": "integer", "minimum": 1, "maximum": 1_000_000}, "Requests at once; `limit` if not given."
            ),
        ),
        "How often it may be called, in each process of the gateway; more are told when to come again.",
    ),
    max_body=_told(
        {"type": "integer", "minimum": 1, "maximum": LARGEST_BODY}, "Bytes that a body may have.", 1_048_576
    ),
    content_types=_told(
        {
            "type": "array",
            "minItems": 1,
            "items": {"type": "string", "pattern": r"^[a-z0-9.+-]+/([a-z0-9.+-]+|\*)$"},
        },
        "Kinds of bodies that are read: JSON and `+json` as data, a form as its fields, all others as text.",
        ["application/json", "application/x-www-form-urlencoded", "text/plain"],
    ),
)
"""The JSON Schema of a webhook's `with`."""


def webhook_templates(trigger: Trigger, pointer: str, templates: Templates) -> None:
    """Make the templates of a webhook's `with`: each part sees what there is when it is worked out."""
    config = dict(trigger.with_)
    response = config.pop("response", None)
    idempotency = config.pop("idempotency", None)
    key = as_object(idempotency).get("key")
    if idempotency is not None and not isinstance(key, str):
        config["idempotency"] = idempotency
    elif idempotency is not None:
        config["idempotency"] = {name: value for name, value in as_object(idempotency).items() if name != "key"}
    templates.value(config, At(f"{pointer}/with", None), trigger_config_scope())
    if isinstance(key, str):
        templates.bare(key, At(f"{pointer}/with/idempotency/key", None), webhook_scope())
    if response is not None:
        templates.value(response, At(f"{pointer}/with/response", None), response_scope())


def check_webhook(trigger: Trigger, pointer: str, findings: Findings) -> None:
    """Report what the schema lets pass: parameters, secrets, and keys that mean nothing together."""
    config = trigger.with_

    def report(at: str, message: str, hint: str | None = None) -> None:
        findings.error(cmp.TRIGGER_CONFIG, f"trigger {trigger.id!r}: {message}", f"{pointer}/with{at}", hint=hint)

    path = config.get("path")
    if isinstance(path, str) and "${{" not in path:
        for problem in _path_problems(path):
            report("/path", problem)
    _check_signature(as_object(config.get("signature")), report)
    deadline = _duration_ms(config.get("deadline"))
    if deadline is not None and not 0 < deadline <= LONGEST_DEADLINE_MS:
        report("/deadline", f"the deadline must be more than 0 and at most {LONGEST_DEADLINE_MS // 60_000}m.")
    if _duration_ms(as_object(config.get("rate")).get("per")) == 0:
        report("/rate/per", "a rate is per some time.")
    if config.get("respond", "accepted") == "accepted":
        for key in ("response", "deadline"):
            if key in config:
                report(f"/{key}", f"{key!r} needs 'respond: result'; 'accepted' answers before there is a result.")


def _check_signature(signature: JsonObject, report: Callable[..., None]) -> None:
    secret = signature.get("secret")
    if isinstance(secret, str) and not _SECRET.fullmatch(secret):
        report("/signature/secret", "the secret must be named, not written.", "Write ${{ secrets.NAME }}.")
    for key, styles in _ONLY_OF.items():
        style = signature.get("style")
        if key in signature and style in STYLES and style not in styles:
            report(f"/signature/{key}", f"the style {style!r} fixes its {key}; only {' and '.join(styles)} take one.")


def _path_problems(path: str) -> list[str]:
    names: list[str] = []
    problems: list[str] = []
    for segment in path.split("/"):
        parameter = _PARAMETER.fullmatch(segment)
        if parameter is not None:
            names.append(parameter[1])
        elif "{" in segment or "}" in segment:
            problems.append(f"{segment!r} is neither a text nor one parameter, such as '{{order_id}}'.")
        elif segment in (".", ".."):
            problems.append(f"{segment!r} would be resolved by whoever calls.")
    problems += [f"the parameter {name!r} stands there twice." for name in sorted({*names}) if names.count(name) > 1]
    return problems


def _duration_ms(value: Json) -> int | None:
    try:
        return parse_duration_ms(value) if isinstance(value, str) else None
    except ValueError:
        return None  # said by the schema, or an expression
