"""What to do about a failure, by its code: for those that are ours."""

import pkgutil
from functools import cache
from importlib import import_module

from wfplatform.kernel import codes
from wfplatform.kernel.codes import Code


def remedy_of(code: str) -> str | None:
    """The remedy that is registered with the code; None for a code of a plugin or of a workflow's author."""
    return _remedies().get(code)


@cache
def _remedies() -> dict[str, str]:
    areas = [import_module(f"{codes.__name__}.{found.name}") for found in pkgutil.iter_modules(codes.__path__)]
    found = [value for area in areas for value in vars(area).values() if isinstance(value, Code)]
    return {code.id: code.remedy for code in found if code.remedy}
