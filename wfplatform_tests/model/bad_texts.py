"""A minimal bad text for each code of reading."""

from typing import Final

from wfplatform.kernel import json
from wfplatform.kernel.codes import Code, mod
from wfplatform.model.reading import Format
from wfplatform_tests.documents import a_document, node

HEAD: Final = "schema: wfplatform/v1\nname: tested\n"


def _json(**told: object) -> bytes:
    return json.encode(a_document("a") | told)


BAD: Final[dict[Code, tuple[bytes, Format]]] = {
    mod.NOT_TEXT: (b'{"schema": "\xff"}', "json"),
    mod.TOO_LARGE: (b" " * 1_000_001, "json"),
    mod.BAD_JSON: (b'{"schema": "wfplatform/v1",}', "json"),
    mod.BAD_YAML: (f"{HEAD}title: a: b\n".encode(), "yaml"),
    mod.YAML_FEATURE: (f"{HEAD}title: !!binary abc\n".encode(), "yaml"),
    mod.DUPLICATE_KEY: (b'{"schema": "wfplatform/v1", "name": "a", "name": "b"}', "json"),
    mod.TOO_DEEP: (b'{"env": {"A": ' + b"[" * 500 + b"]" * 500 + b"}}", "json"),
    mod.NUMBER: (b'{"env": {"A": 123456789012345678901234567890}}', "json"),
    mod.NOT_AN_OBJECT: (b"[]", "json"),
    mod.CHARACTER: (b'{"title": "\\u0000"}', "json"),
    mod.SCHEMA_VERSION: (b'{"schema": "wfplatform/v9"}', "json"),
    mod.MISSING_KEY: (b'{"schema": "wfplatform/v1"}', "json"),
    mod.UNKNOWN_KEY: (_json(lanes="run"), "json"),
    mod.WRONG_TYPE: (_json(nodes={}), "json"),
    mod.NOT_ONE_OF: (_json(lane="fast"), "json"),
    mod.BAD_NAME: (_json(name="Tested"), "json"),
    mod.BAD_DURATION: (_json(timeout="1 hour"), "json"),
    mod.OUT_OF_RANGE: (_json(concurrency={"limit": 0}), "json"),
    mod.TOO_MANY_NODES: (json.encode(a_document(*(node(f"n{n}") for n in range(1_001)))), "json"),
}
"""All but WF-MOD-009, which text cannot give: see `document_from_json`."""
