"""How much chance a test takes: few examples by default, many in `make verify`.

`WFPLATFORM_VERIFY` is `quick` (`make check`), unset (`make test`), `one` (one seed of the
heaviest, in CI) or `all` (`make verify`).
"""

import os
from collections.abc import Sequence
from typing import Final

from hypothesis import HealthCheck, settings

EXTENT: Final = os.environ.get("WFPLATFORM_VERIFY", "")

_QUICKER: Final = 4
"""By what `make check` divides the usual number of examples; `make test` runs them all."""
_SLOW_MACHINE = (HealthCheck.too_slow,)


def examples(usual: int, thorough: int) -> int:
    """How many examples a property is tried on: `@settings(max_examples=examples(50, 2_000))`."""
    if EXTENT == "quick":
        return -(-usual // _QUICKER)
    return thorough if EXTENT == "all" else usual


def seeds(thorough: int) -> Sequence[int]:
    """Seeds to parametrize a heavy test with: one of them, or `thorough` many in `make verify`."""
    return range(thorough if EXTENT == "all" else 1)


def load_profile() -> None:
    """Make properties repeatable (the same examples on every run but in `make verify`), without deadlines."""
    settings.register_profile(
        "wfplatform",
        derandomize=EXTENT != "all",
        deadline=None,
        suppress_health_check=_SLOW_MACHINE,
        print_blob=True,
        database=None,
    )
    settings.load_profile("wfplatform")
