"""The registry of error codes: one file per area, each code written down once with its meaning and its remedy.

The reference page of errors is generated from here, and a test demands that each code is raised by some test.
"""

from wfplatform.kernel.codes.code import Code

__all__ = ["Code"]
