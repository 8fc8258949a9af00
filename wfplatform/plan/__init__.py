"""The compiled instruction: what the engine executes, immutable and hashable.

A plan knows nothing of how it was written (no titles, no layout) and nothing of how activities are implemented.
Decision embodied here: a plan keeps expressions as source text (`Template`), not as an engine's bytecode, so that a
stored plan outlives the expression library.
"""
