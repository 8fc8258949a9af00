"""A document to JSON and YAML. What was not set is not written, so that reading and writing change nothing."""

from collections.abc import Callable
from typing import Any, Final, cast

import yaml

from wfplatform.kernel.json import JsonObject
from wfplatform.model import yaml_text
from wfplatform.model.document import Document


def to_json(document: Document) -> JsonObject:
    """The document as JSON: only the keys that were set, in the order of the types."""
    return document.model_dump(mode="json", by_alias=True, exclude_unset=True)


def to_yaml(document: Document) -> str:
    """The document as YAML that `read_document` reads back as the same document."""
    written = yaml.dump(
        to_json(document), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110, default_flow_style=False
    )
    assert isinstance(written, str)
    return written


_ODD: Final = frozenset("\r\x85\u2028\u2029\ufeff")
"""What some version of YAML takes for a line break or a mark: written as escapes only."""


class _Dumper(yaml.SafeDumper):
    """Quotes what YAML 1.1 or 1.2 would take for something else, writes long texts as blocks, and no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        return super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    if not _ODD.isdisjoint(text):
        style = '"'
    else:
        style = "|" if "\n" in text and not any(line.endswith((" ", "\t")) for line in text.split("\n")) else None
    represent: Callable[..., yaml.ScalarNode] = cast("Any", dumper).represent_scalar
    return represent("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)
_resolve: Callable[..., None] = cast("Any", _Dumper).add_implicit_resolver
_resolve("tag:yaml.org,2002:int", yaml_text.INTEGER, list("-+0123456789"))
_resolve("tag:yaml.org,2002:float", yaml_text.FLOAT, list("-+.0123456789"))
