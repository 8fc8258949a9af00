"""What happens next, decided purely.

    advance(state, command, at) -> events     the facts that the command makes true, and all that follow by themselves
    evolve(state, recorded) -> state          one fact
    due(state) -> effects                     what has to be done now: the wanted state of the world

No I/O, no clock, no randomness, no event loop. The same values give the same events in the same order. `due` says
what is wanted, not what is new: whoever runs it starts what is wanted and not under way, and drops what is under way
and not wanted. A process that starts from a stored history therefore needs no other path than one that never stopped.
Decisions 0001 and 0008.
"""

from wfplatform.engine.advance import advance, fold, new_state
from wfplatform.engine.answers import unheard
from wfplatform.engine.evolve import evolve
from wfplatform.engine.program import Program
from wfplatform.engine.rejection import CommandRejected
from wfplatform.engine.restart import reuse_of
from wfplatform.engine.scope import scope_of
from wfplatform.engine.snapshot import snapshot
from wfplatform.engine.state import State
from wfplatform.engine.wants import due

__all__ = [
    "CommandRejected",
    "Program",
    "State",
    "advance",
    "due",
    "evolve",
    "fold",
    "new_state",
    "reuse_of",
    "scope_of",
    "snapshot",
    "unheard",
]
