"""The command line: what people type, and what they read.

Commands ask a running gateway over HTTP, or hand over to `wiring` for what happens on this machine; they decide
nothing. Decision a newcomer would question: neither the HTTP client nor `wiring` is imported at the top. Both are
reached through `reach`, so that `--help` answers before anything heavy is loaded.
"""

from wfplatform.cli.entry import main

__all__ = ["main"]
