"""Prefect: its server, and a FastAPI application that calls a flow in its own process.

Its server keeps its default, SQLite: on PostgreSQL it demands the extension pg_trgm, which the embedded one lacks.
"""

import contextlib
from collections.abc import Iterator

from bench._installation import free_ports
from bench.lane import cache
from bench.lane.system import Serving, answers, running, scratch, wait_until

_STORAGE = "on its default, SQLite: for PostgreSQL it demands the extension pg_trgm"


class Prefect:
    """A few a second, so its cells are longer."""

    name = "prefect"
    seconds_a_cell = 20.0

    def prepare(self) -> str:
        cache.venv("prefect")
        return cache.locked_version("prefect", "prefect")

    @contextlib.contextmanager
    def serve(self) -> Iterator[Serving]:
        python = str(cache.venv("prefect"))
        api, port = free_ports(2)
        with scratch() as folder:
            environment = {
                "PREFECT_HOME": str(folder),
                "PREFECT_API_URL": f"http://127.0.0.1:{api}/api",
                "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
                "PREFECT_LOGGING_LEVEL": "WARNING",
                "PREFECT_CLI_PROMPT": "false",
                "DO_NOT_TRACK": "1",
                "PYTHONPATH": str(cache.PEERS),
            }
            serving = [python, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(api)]
            # Under another name than the library's: a module of the folder must not hide it.
            (folder / "prefect_app.py").write_bytes((cache.PEERS / "prefect" / "app.py").read_bytes())
            calling = [python, "-m", "uvicorn", "prefect_app:app", "--app-dir", str(folder), "--port", str(port)]
            calling += ["--log-level", "warning", "--no-access-log"]
            with running(serving, environment, log=folder / "server.log") as prefect:
                address = f"http://127.0.0.1:{api}/api/health"
                wait_until(lambda: answers(address), what="Prefect", pid=prefect, log=folder / "server.log")
                with running(calling, environment, log=folder / "app.log") as app:
                    url = f"http://127.0.0.1:{port}"
                    wait_until(
                        lambda: answers(f"{url}/health"), what="the application", pid=app, log=folder / "app.log"
                    )
                    yield Serving(
                        {"durable": f"{url}/durable", "as_written": f"{url}/as_written"},
                        [prefect, app],
                        {
                            "durable": f"five tasks whose results are kept; {_STORAGE}",
                            "as_written": f"one flow without tasks: only its states are recorded; {_STORAGE}",
                        },
                    )
