"""Load from wrk, a compiled generator: every answer is checked by `post.lua`, and wrk's own CPU is told.

wrk corrects its latencies for requests that a stall held back (an answer that took long stands for those that would
have been asked meanwhile), alike for every system.
"""

import json
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

SCRIPT = Path(__file__).with_name("post.lua")
_TIMEOUT_SECONDS = 300
_MARK = "RESULT "


class CannotMeasure(Exception):
    """A system, or the generator, is not as it must be; the words are for a person."""


@dataclass(frozen=True, slots=True)
class Load:
    """What wrk saw in one cell."""

    requests: int
    seconds: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    wrong: int
    timeouts: int
    broken: int
    cpu_seconds: float = 0.0

    @property
    def rps(self) -> float:
        """Answers a second."""
        return self.requests / self.seconds if self.seconds else 0.0

    @property
    def fault(self) -> str | None:
        """Why its figures do not count, when they do not."""
        if self.requests == 0:
            return f"no answer within {self.seconds:.0f} s"
        if self.wrong or self.timeouts or self.broken:
            return (
                f"of {self.requests} answers {self.wrong} were wrong, "
                f"{self.timeouts} came too late, {self.broken} broke off"
            )
        return None


def demand_wrk() -> str:
    """Where wrk is. Raises `CannotMeasure` with what to do."""
    found = shutil.which("wrk")
    if found is None:
        raise CannotMeasure("The load generator wrk is not on the PATH. Install it (on Debian and Ubuntu: wrk).")
    return found


def parse(output: str, *, cpu_seconds: float = 0.0) -> Load:
    """The line that `post.lua` writes at the end. Raises `CannotMeasure` when there is none."""
    for line in reversed(output.splitlines()):
        if line.startswith(_MARK):
            return Load(**json.loads(line.removeprefix(_MARK)), cpu_seconds=cpu_seconds)
    raise CannotMeasure(f"wrk gave no result: {output.strip()[-500:] or 'no output'}")


def run(url: str, *, clients: int, seconds: float, prefix: str) -> Load:
    """Ask from so many clients for so long, each on a connection of its own, one request after the other."""
    command = [demand_wrk(), "-t1", f"-c{clients}", f"-d{max(1, round(seconds))}s", f"--timeout={_TIMEOUT_SECONDS}s"]
    command += ["-s", str(SCRIPT), url, "--", prefix]
    with tempfile.TemporaryFile("w+") as output:
        generator = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        try:
            _, status, usage = os.wait4(generator.pid, 0)
            generator.returncode = os.waitstatus_to_exitcode(status)
        except BaseException:
            generator.kill()
            raise
        output.seek(0)
        return parse(output.read(), cpu_seconds=usage.ru_utime + usage.ru_stime)
