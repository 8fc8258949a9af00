"""Codes of reading a document: what is wrong with its text, its shape, or one of its values."""

from typing import Final

from wfplatform.kernel.codes.code import Code

NOT_TEXT: Final = Code(
    "WF-MOD-001",
    "the document is not UTF-8 text",
    "The bytes cannot be read as UTF-8, so nobody can say which characters were meant.",
    "Save the file as UTF-8.",
)
TOO_LARGE: Final = Code(
    "WF-MOD-002",
    "the document is too large",
    "A document may have 1 MB; larger ones are slow to edit, to compare and to publish.",
    "Move parts into workflows of their own and call them with flow.call; keep data out of the document.",
)
BAD_JSON: Final = Code(
    "WF-MOD-003",
    "the text is not JSON",
    "The text breaks the rules of JSON at the place named.",
    "Correct the text there; a missing comma, quote or bracket shortly before is the usual cause.",
)
BAD_YAML: Final = Code(
    "WF-MOD-004",
    "the text is not YAML",
    "The text breaks the rules of YAML at the place named.",
    "Correct the text there; indentation, and a colon in a text without quotes, are the usual causes.",
)
YAML_FEATURE: Final = Code(
    "WF-MOD-005",
    "a feature of YAML that documents do not have",
    "YAML is another way to write the same JSON: tags, merge keys, several documents, keys that are not texts and "
    "aliases that grow without measure have no place in it.",
    "Write the value out as it would stand in JSON.",
)
DUPLICATE_KEY: Final = Code(
    "WF-MOD-006",
    "a key is given twice",
    "One object names the same key twice, and programs differ in which of the two they believe.",
    "Remove one of the two.",
)
TOO_DEEP: Final = Code(
    "WF-MOD-007",
    "nested too deeply",
    "A document may be nested 100 levels deep.",
    "Move inner parts into workflows of their own, or flatten the value.",
)
NUMBER: Final = Code(
    "WF-MOD-008",
    "a number that JSON cannot carry",
    "Numbers that are not finite, and whole numbers beyond 64 bits, are read differently by every program.",
    "Write such a number as a text.",
)
NOT_JSON: Final = Code(
    "WF-MOD-009",
    "a value that is not JSON",
    "A document holds objects with texts as keys, lists, texts, numbers, true, false and null, and nothing else.",
    "Convert the value before handing it in.",
)
CHARACTER: Final = Code(
    "WF-MOD-010",
    "a character that cannot be stored",
    "The text holds a NUL character, or half of a surrogate pair, which PostgreSQL and UTF-8 cannot hold.",
    "Remove the character.",
)
NOT_AN_OBJECT: Final = Code(
    "WF-MOD-011",
    "the document is not an object",
    "A document is one object with keys such as schema, name, nodes and edges.",
    'Begin with {"schema": "wfplatform/v1", "name": "...", "nodes": [], "edges": []}.',
)
SCHEMA_VERSION: Final = Code(
    "WF-MOD-012",
    "a schema version that is not known here",
    "The key schema says how the document is to be read, and this version is missing or not known to this program.",
    "Write wfplatform/v1; a document of a newer platform needs that platform.",
)
MISSING_KEY: Final = Code(
    "WF-MOD-013",
    "a key is missing",
    "The object must have this key.",
    "Add the key.",
)
UNKNOWN_KEY: Final = Code(
    "WF-MOD-014",
    "an unknown key",
    "Keys are a closed list, so that a misspelt one cannot be overlooked.",
    "Remove the key, or correct its spelling.",
)
WRONG_TYPE: Final = Code(
    "WF-MOD-015",
    "a value of the wrong type",
    "The value is, for example, a text where a list is wanted.",
    "Write a value of the type named.",
)
NOT_ONE_OF: Final = Code(
    "WF-MOD-016",
    "not one of the values that are possible",
    "Only certain values have a meaning here.",
    "Choose one of the values named.",
)
BAD_NAME: Final = Code(
    "WF-MOD-017",
    "a malformed name",
    "Names stand in expressions, paths, addresses and Dagster, so their characters are limited.",
    "Choose a name of the form given.",
)
BAD_DURATION: Final = Code(
    "WF-MOD-018",
    "a malformed duration",
    "A duration is a whole number and one of the units ms, s, m, h, d.",
    "Write for example 250ms, 30s, 5m, 48h or 7d.",
)
OUT_OF_RANGE: Final = Code(
    "WF-MOD-019",
    "a value out of range",
    "The value has the right type, but is too small, too large, too short or too long.",
    "Choose a value within the bounds named.",
)
TOO_MANY_NODES: Final = Code(
    "WF-MOD-020",
    "too many nodes",
    "A document may have 1,000 nodes, those in bodies included.",
    "Move parts into workflows of their own and call them with flow.call.",
)
