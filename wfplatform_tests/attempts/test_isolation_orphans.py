"""A worker does not outlive whoever started it."""

import os
import select
import signal
import subprocess
import sys

from wfplatform_tests.attempts.test_isolation import WORK

HOST = f"""
import asyncio
from wfplatform.attempts.isolation.pool import IsolationPool

async def main():
    pool = IsolationPool(1)
    print(await pool.run("os:getpid", [], seconds=20, memory_mb=64), flush=True)
    await pool.run("{WORK}:loop_forever", [], seconds=100, memory_mb=64)

asyncio.run(main())
"""


def test_a_worker_at_work_ends_when_its_host_is_killed() -> None:
    host = subprocess.Popen([sys.executable, "-c", HOST], stdout=subprocess.PIPE, text=True)
    assert host.stdout is not None
    with host.stdout:
        worker = os.pidfd_open(int(host.stdout.readline()))

        host.send_signal(signal.SIGKILL)
        host.wait()

        ended, _, _ = select.select([worker], [], [], 20)
    os.close(worker)
    assert ended
