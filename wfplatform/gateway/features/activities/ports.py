"""What the activities feature needs: the catalogue as it is here and now."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from wfplatform.kernel.diagnostics import Diagnostic
from wfplatform.plugins.descriptor import Catalogue


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
