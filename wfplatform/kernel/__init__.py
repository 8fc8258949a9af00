"""Ground floor: what every room stands on. Ids, JSON, instants and the clock, durations, errors, diagnostics.

It knows nothing of workflows being compiled, run or stored, and imports no other room.
"""
