"""Text or JSON to a document. Nothing that a person wrote makes it raise: it is a finding.

In this order, each only when the one before found nothing: size and encoding, syntax, what JSON can carry, the
schema version (older documents are brought up to date), the shape, the limits.
"""

from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

from pydantic import ValidationError

from wfplatform.kernel.codes import mod
from wfplatform.kernel.diagnostics import Diagnostic, finding
from wfplatform.kernel.json import Json
from wfplatform.model.document import SCHEMA_VERSION, Document, nodes_of
from wfplatform.model.json_text import parse_json
from wfplatform.model.limits import MAX_DOCUMENT_BYTES, MAX_NODES
from wfplatform.model.loose import as_object, is_object
from wfplatform.model.migrations import known_versions, migrated
from wfplatform.model.nearest import nearest
from wfplatform.model.source import Source
from wfplatform.model.values import value_findings
from wfplatform.model.wording import findings_of
from wfplatform.model.yaml_text import parse_yaml

Format = Literal["json", "yaml"]


class Reading(NamedTuple):
    """A document, or what is wrong with it.

    `document` is None exactly when some diagnostic is an error. `source` is the text with its places, when it was
    read from text that could be parsed, and was written in today's schema version.
    """

    document: Document | None
    diagnostics: tuple[Diagnostic, ...]
    source: Source | None = None


def read_document(text: bytes | str, format: Format = "json") -> Reading:  # the word that readers know
    """Read a document from its text. Never raises; diagnostics carry lines and columns."""
    decoded = _decoded(text)
    if isinstance(decoded, Diagnostic):
        return Reading(None, (decoded,))
    parsed = parse_yaml(decoded) if format == "yaml" else parse_json(decoded)
    if parsed.diagnostics:
        return Reading(None, parsed.diagnostics, parsed.source)
    reading = document_from_json(parsed.value)
    if as_object(parsed.value).get("schema") in known_versions():
        return reading  # its pointers lead into what the migrations made, not into this text
    return Reading(reading.document, parsed.source.placed(reading.diagnostics), parsed.source)


def document_from_json(value: Json) -> Reading:
    """Read a document from decoded JSON. Never raises.

    The parts that are plain JSON (`with`, schemas, `env`) are shared with `value`, not copied.
    """
    found: Iterable[Diagnostic] = value_findings(value)
    if found:
        return Reading(None, tuple(found))
    if not is_object(value):
        return Reading(None, (finding(mod.NOT_AN_OBJECT, "The document is not an object."),))
    current, problem = _current(value)
    if problem is not None:
        return Reading(None, (problem,))
    try:
        document = Document.model_validate(current, by_name=False, by_alias=True)
    except ValidationError as refusal:
        return Reading(None, findings_of(refusal, current))
    count = len(nodes_of(document))
    if count > MAX_NODES:
        message = f"The document has {count:,} nodes; {MAX_NODES:,} are possible."
        return Reading(None, (finding(mod.TOO_MANY_NODES, message, pointer="/nodes"),))
    return Reading(document, ())


def _decoded(text: bytes | str) -> str | Diagnostic:
    if isinstance(text, bytes):
        if len(text) > MAX_DOCUMENT_BYTES:
            return _too_large(len(text))
        try:
            return text.decode("utf-8-sig")
        except UnicodeDecodeError as cause:
            return finding(mod.NOT_TEXT, f"The document is not UTF-8: byte {cause.start} cannot be read.")
    try:
        size = len(text) if text.isascii() else len(text.encode())
    except UnicodeEncodeError:
        return finding(mod.CHARACTER, "The text holds half of a surrogate pair.")
    return _too_large(size) if size > MAX_DOCUMENT_BYTES else text.removeprefix("\ufeff")


def _too_large(size: int) -> Diagnostic:
    return finding(mod.TOO_LARGE, f"The document has {size:,} bytes; {MAX_DOCUMENT_BYTES:,} are possible.")


def _current(value: dict[str, Any]) -> tuple[dict[str, Any], Diagnostic | None]:
    version = value.get("schema")
    if version == SCHEMA_VERSION:
        return value, None
    if isinstance(version, str) and version in known_versions():
        return migrated(value), None
    if "schema" not in value:
        message = "The document does not say how it is to be read: the key 'schema' is missing."
        near = nearest("schema", value) if len(value) < 100 else None
        hint = f"Did you mean 'schema' by {near!r}?" if near is not None else None
        return value, finding(mod.SCHEMA_VERSION, message, hint=hint)
    shown = repr(version) if isinstance(version, str) and len(version) <= 60 else "this value"
    message = f"The schema version {shown} is not known here."
    hint = f"Write {SCHEMA_VERSION!r}."
    return value, finding(mod.SCHEMA_VERSION, message, pointer="/schema", hint=hint, instead=SCHEMA_VERSION)
