"""One warm worker: a forked process that executes one run after the other until its channel closes."""

import gc
import logging
import os
import signal
import socket
from collections.abc import Callable
from types import FrameType
from typing import Final, NoReturn

from dagster import DagsterInstance, DagsterRun, DagsterRunStatus
from dagster._core.events import DagsterEvent, DagsterEventType
from dagster._grpc.impl import core_execute_run
from dagster._utils.hosted_user_process import recon_job_from_origin
from dagster._utils.interrupts import capture_interrupts

from wfplatform.dagster_bridge.hosting import HostThread
from wfplatform.dagster_bridge.instance import PlatformInstance, open_instance
from wfplatform.dagster_bridge.warm.protocol import WORK, Done, line
from wfplatform.dagster_bridge.worker_kind import mark_warm
from wfplatform.kernel.codes.dag import CANNOT_PARK
from wfplatform.kernel.errors import Misconfigured

_LOG: Final = logging.getLogger("wfplatform.warm")
_MOST_TURNS: Final = 3


class Worker:
    """What a worker does with a run. Made after the fork: it opens the instance and the host."""

    def __init__(self, host: HostThread, open_it: Callable[[], DagsterInstance] = open_instance) -> None:
        mark_warm()
        instance = open_it()
        if not isinstance(instance, PlatformInstance):
            raise Misconfigured(CANNOT_PARK, "Dagster's home is not configured for warm workers.")
        self._instance = instance.__enter__()
        self._host = host
        host.open()

    def work(self, run_id: str) -> None:
        """Execute a run, or go on with it, whatever its status asks for. Never raises for the run's sake.

        A person may terminate the run in any moment of the way from here into the executor, and Dagster takes a run
        that changed under it for a failure. Until the executor has begun, nothing but this method may say so.
        """
        for _ in range(_MOST_TURNS):
            run = self._instance.get_run_by_id(run_id)
            if run is None or run.job_code_origin is None:
                _LOG.warning("run %s is not there any more", run_id)
                return
            if run.status in (DagsterRunStatus.SUSPENDED, DagsterRunStatus.CANCELING):
                run = self._resumed(run)
            if run.status not in (DagsterRunStatus.NOT_STARTED, DagsterRunStatus.STARTING, DagsterRunStatus.STARTED):
                return
            self._instance.leave_run(run_id, "The worker did not get to begin.")
            failed = self._execute(run)
            if self._instance.returned_to_run(run_id):
                return
            run = self._instance.get_run_by_id(run_id)
            if run is None or run.status is not DagsterRunStatus.CANCELING:
                self._instance.returns_to_run(run_id)
                if failed and run is not None and not run.is_finished:
                    self._instance.report_run_failed(run, "The run could not be begun; see the worker's log.")
                return

    def _execute(self, run: DagsterRun) -> bool:
        """Have Dagster execute the run. Whether that broke."""
        assert run.job_code_origin is not None
        recon = recon_job_from_origin(run.job_code_origin)
        resume = run.status is DagsterRunStatus.STARTED
        try:
            for _ in core_execute_run(recon, run, self._instance, inject_env_vars=False, resume_from_failure=resume):
                pass
        except Exception:  # noqa: BLE001 - Dagster has told its event log before it raised
            _LOG.exception("run %s", run.run_id)
            return True
        return False

    def close(self) -> None:
        """Let go of connections and threads."""
        self._host.close()
        self._instance.__exit__(None, None, None)

    def _resumed(self, run: DagsterRun) -> DagsterRun:
        event = DagsterEvent(
            event_type_value=DagsterEventType.RUN_RESUMED.value, job_name=run.job_name, message="The run goes on."
        )
        self._instance.report_dagster_event(event, run_id=run.run_id)
        return self._instance.get_run_by_id(run.run_id) or run


def be_worker(channel: socket.socket, make_worker: Callable[[], Worker]) -> NoReturn:
    """Be a worker until the parent closes the channel or says stop. Ends the process."""
    code = 1
    try:
        os.setpgid(0, 0)  # Ctrl-C in a terminal is for the parent, which lets runs finish
        _idle_signals()
        worker = make_worker()
        gc.collect()
        gc.freeze()
        channel.sendall(line(Done()))
        with channel.makefile("rb") as orders:
            for order in orders:
                run_id = WORK.decode(order).run_id
                with capture_interrupts():  # a signal that comes before the run listens is kept for it
                    worker.work(run_id)
                _idle_signals()  # Dagster puts back SIGINT's handler for both signals
                channel.sendall(line(Done(run_id)))
        worker.close()
        code = 0
    except _Stop:
        code = 0
    except BrokenPipeError:
        code = 0  # the parent is gone
    except BaseException:  # noqa: BLE001 - whatever it is, it must not reach the parent's code after the fork
        _LOG.exception("a warm worker ends")
    finally:
        logging.shutdown()
        os._exit(code)  # no exit handlers of the parent's


class _Stop(BaseException):
    """SIGTERM while idle."""


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise _Stop


def _idle_signals() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _stop)
