"""Reading step paths: `each[3]/charge` is the node `charge` in the scope `each[3]`."""

from typing import Final

UNDO_SUFFIX: Final = "/compensate"
"""What the path of a compensation ends in."""


def scope_of(path: str) -> str:
    """The scope that a step stands in: "" at the top, `each[3]` in an iteration, the container's path in a try."""
    return path.rpartition("/")[0]


def node_of(path: str) -> str:
    """The id of the node that a step or an iteration comes from."""
    return path.rpartition("/")[2].partition("[")[0]


def is_within(path: str, container: str) -> bool:
    """Whether `path` is a step (or an iteration) inside the container at this path."""
    rest = path[len(container) : len(container) + 1]
    return path.startswith(container) and rest in ("/", "[")
