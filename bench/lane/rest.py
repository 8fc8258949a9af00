"""Rest: no cell begins while a system is still busy with its start or its warm-up, or the machine with anything else.

One rule for all: for three seconds in a row a system's processes together take less than a tenth of a core, and the
machine as a whole less than half of one. Who is not at rest within a minute is measured all the same; the rows say so.
"""

import time
from collections.abc import Callable, Sequence
from typing import Final

from bench.lane import processes

RULE: Final = "3 s under 0.1 cores of its own and 0.5 of the machine before the first cell of a work, at most 60 s"
RESTLESS: Final = "it, or the machine, was not at rest before"
"""The note of rows that were measured all the same."""
_OWN_CORES: Final = 0.1
_MACHINE_CORES: Final = 0.5
_CALM_SECONDS: Final = 3
_MOST_SECONDS: Final = 60


def wait_for_rest(
    roots: Sequence[int],
    *,
    own: Callable[[Sequence[int]], float] = lambda roots: processes.cpu_seconds(processes.family(roots)),
    machine: Callable[[], float] = lambda: processes.machine_cpu().busy,
    sleep: Callable[[float], None] = time.sleep,
) -> bool:
    """Wait for it. `own` and `machine` give CPU seconds so far. False: it did not come in time."""
    calm = 0
    own_before, machine_before = own(roots), machine()
    for _ in range(_MOST_SECONDS):
        sleep(1)
        own_now, machine_now = own(roots), machine()
        is_calm = own_now - own_before < _OWN_CORES and machine_now - machine_before < _MACHINE_CORES
        calm = calm + 1 if is_calm else 0
        if calm == _CALM_SECONDS:
            return True
        own_before, machine_before = own_now, machine_now
    return False
