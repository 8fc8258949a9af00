"""A parent that keeps children, as a program: tells their process ids, and then waits to be ended.

python -m wfplatform_tests.wiring.families <folder>
"""

import os
import signal
import sys
from pathlib import Path

from wfplatform.wiring.process import die_with_parent
from wfplatform.wiring.supervisor import Supervisor


def wait_for_the_end() -> None:
    """A child that does nothing until it is told to end."""
    die_with_parent()
    Path(os.environ["READY"]).touch()
    signal.pause()


def main(folder: Path) -> None:
    ready = folder / "ready"
    supervisor = Supervisor(folder / "logs", {"READY": str(ready)})
    supervisor.fork("forked", wait_for_the_end)
    supervisor.wait_until("forked", ready.exists)
    sys.stdout.write(f"{supervisor.pid('forked')}\n")
    sys.stdout.flush()
    sys.stdin.read()
    supervisor.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
