"""What the activities feature needs: the catalogue as it is here and now, and what else a document may name."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import msgspec

from wfplatform.kernel.diagnostics import Diagnostic
from wfplatform.kernel.json import JsonObject
from wfplatform.plugins.descriptor import Catalogue


class Function(msgspec.Struct, frozen=True):
    """A function of expressions. `kind` is `function` (`size(x)`), `method` (`x.trim()`) or `macro`."""

    name: str
    kind: str
    signature: str
    summary: str
    example: str


class ConnectionName(msgspec.Struct, frozen=True):
    """A connection that there is; what it is set to stays where it is."""

    name: str
    kind: str


class Activities(Protocol):
    """The catalogue, who provides what, and the plugins that could not be loaded."""

    def catalogue(self) -> Catalogue:
        """The sound activities."""
        ...

    def origins(self) -> Mapping[str, str]:
        """By type, the distribution and version that provides it."""
        ...

    def problems(self) -> Sequence[Diagnostic]:
        """What is wrong with the others."""
        ...

    def triggers(self) -> Mapping[str, JsonObject]:
        """By kind, such as `webhook@1`, the JSON Schema of what it is given."""
        ...

    def functions(self) -> Sequence[Function]:
        """What expressions may call."""
        ...

    async def connections(self) -> Sequence[ConnectionName]:
        """Those of this installation, by name; none when they cannot be read."""
        ...
