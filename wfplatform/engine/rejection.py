"""A command that cannot be."""

from wfplatform.kernel.errors import Conflict


class CommandRejected(Conflict):
    """The command contradicts the state: too late, not offered, or not now. Nothing has changed."""
