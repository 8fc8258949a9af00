"""What happens next, decided purely.

    advance(state, command, at) -> events     the facts that the command makes true, and all that follow by themselves
    evolve(state, recorded) -> state          one fact
    due(state) -> effects                     what has to be done now: the wanted state of the world

No I/O, no clock, no randomness, no event loop. The same values give the same events in the same order. `due` says
what is wanted, not what is new: whoever runs it starts what is wanted and not under way, and drops what is under way
and not wanted. A process that starts from a stored history therefore needs no other path than one that never stopped.
"""
