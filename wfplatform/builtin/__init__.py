"""Our own activities, on the same footing as anybody's: found by entry point, seeing only `wfplatform.plugins`.

A family is a package; its `descriptors.py` imports no driver, so that the compiler and the palette stay light. Nothing
of ours imports this room.
"""
