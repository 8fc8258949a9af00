"""All areas of the registry, for whoever reads the whole of it: pages, checks, remedies."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

from wfplatform.kernel import codes
from wfplatform.kernel.codes.code import Code


def areas() -> Iterator[tuple[str, ModuleType]]:
    """Each area that holds codes, by name."""
    for found in sorted(pkgutil.iter_modules(codes.__path__), key=lambda module: module.name):
        area = import_module(f"{codes.__name__}.{found.name}")
        if codes_in(area):
            yield found.name, area


def codes_in(area: ModuleType) -> dict[str, Code]:
    """An area's codes by the name of their constant, in the order in which they are written."""
    return {constant: value for constant, value in vars(area).items() if isinstance(value, Code)}
