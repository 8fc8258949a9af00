"""How large a document may be. The figures are part of the published contract."""

from typing import Final

MAX_DOCUMENT_BYTES: Final = 1_000_000
"""Of the text, as UTF-8."""
MAX_NODES: Final = 1_000
"""Bodies included."""
MAX_DEPTH: Final = 100
"""Objects and lists within each other."""
MAX_VALUES: Final = 250_000
"""Values in a document after YAML aliases are resolved: more than 1 MB of JSON can hold in practice."""
