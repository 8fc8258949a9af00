"""The nearest known word, for hints: a misspelling is the commonest mistake in anything that people write."""

from collections.abc import Iterable
from difflib import get_close_matches

_LONGEST = 80


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` most likely stands for, or None when none is near."""
    if len(word) > _LONGEST:
        return None
    options = list(known)
    folded = word.lower().replace("-", "_")
    for option in options:
        if option.lower().replace("-", "_") == folded:
            return option
    # Lengths that differ much cannot be near; leaving them out keeps a thousand options cheap.
    alike = [option for option in options if abs(len(option) - len(word)) <= max(2, len(word) // 2)]
    found = get_close_matches(word, alike, n=1, cutoff=0.6)
    return found[0] if found else None
