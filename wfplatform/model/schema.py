"""The published JSON Schema (2020-12) of a document, for editors: made from the types, so that it cannot drift."""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from wfplatform.kernel.json import JsonObject
from wfplatform.model.document import SCHEMA_VERSION, Document

SCHEMA_ID = f"https://wfplatform.dev/schema/{SCHEMA_VERSION}"
"""A name, not an address that anything fetches."""


class _Published(GenerateJsonSchema):
    """Without titles made from field names: editors show the key itself."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def json_schema() -> JsonObject:
    """The JSON Schema of a document, with a description for each key."""
    made = Document.model_json_schema(by_alias=True, schema_generator=_Published)
    for part in (made, *made["$defs"].values()):
        part.pop("title", None)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "wfplatform document",
        **made,
    }
