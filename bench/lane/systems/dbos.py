"""DBOS: its library in a FastAPI application under uvicorn, its system database in PostgreSQL."""

import contextlib
from collections.abc import Iterator

from bench._installation import free_ports
from bench.lane import cache
from bench.lane.system import Serving, answers, database, running, scratch, wait_until


class Dbos:
    """The peer on PostgreSQL."""

    name = "dbos"
    seconds_a_cell = 0.0

    def prepare(self) -> str:
        cache.venv("dbos")
        return cache.locked_version("dbos", "dbos")

    @contextlib.contextmanager
    def serve(self) -> Iterator[Serving]:
        python = cache.venv("dbos")
        [port] = free_ports(1)
        with database() as server, scratch() as folder:
            log = folder / "app.log"
            environment = {"DATABASE": server.socket_url, "PYTHONPATH": str(cache.PEERS)}
            command = [str(python), "-m", "uvicorn", "dbos_app:app", "--app-dir", str(folder), "--port", str(port)]
            # Under another name than the library's: a module of the folder must not hide it.
            (folder / "dbos_app.py").write_bytes((cache.PEERS / "dbos" / "app.py").read_bytes())
            command += ["--log-level", "warning", "--no-access-log"]
            with running(command, environment, log=log) as app:
                url = f"http://127.0.0.1:{port}"
                wait_until(lambda: answers(f"{url}/health"), what="DBOS", pid=app, log=log)
                yield Serving(
                    {"durable": f"{url}/durable", "as_written": f"{url}/as_written"},
                    [app, server.pid],
                    {"as_written": "one workflow without steps: only its start and its end are recorded"},
                )
