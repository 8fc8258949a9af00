"""What to do about a failure, by its code: for those that are ours."""

from functools import cache

from wfplatform.kernel.codes.areas import areas, codes_in


def remedy_of(code: str) -> str | None:
    """The remedy that is registered with the code; None for a code of a plugin or of a workflow's author."""
    return _remedies().get(code)


@cache
def _remedies() -> dict[str, str]:
    return {code.id: code.remedy for _, area in areas() for code in codes_in(area).values() if code.remedy}
