"""What kind of worker this process is: a fact of the process, set once by whoever made it."""

_warm = False


def mark_warm() -> None:
    """Say that this process is a warm worker: it runs one run after the other, and nobody reads its console."""
    global _warm  # noqa: PLW0603 - a fact of the process, not of an object
    _warm = True


def is_warm() -> bool:
    """Whether this process is a warm worker."""
    return _warm
