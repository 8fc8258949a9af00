"""n8n: its server from npm, on PostgreSQL. It is not durable by step: only its work as written is measured."""

import contextlib
import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from bench._installation import free_ports
from bench.lane import cache
from bench.lane.load import CannotMeasure
from bench.lane.rows import Work
from bench.lane.system import Serving, database, reaches, running, scratch, wait_until
from bench.lane.systems._n8n_workflow import workflow

_PATH = "as-written"
_NOTES: dict[Work, str] = {
    "durable": "it has no such work: it does not record a step before it goes on",
    "as_written": "one process (no queue mode); executions are saved when they end; its older expression engine, which "
    "takes a quarter of the CPU of its default",
}


class N8n:
    """The peer with a designer."""

    name = "n8n"
    seconds_a_cell = 0.0

    def prepare(self) -> str:
        manifest = cache.npm("n8n") / "node_modules" / "n8n" / "package.json"
        return json.loads(manifest.read_text())["version"]

    @contextlib.contextmanager
    def serve(self) -> Iterator[Serving]:
        program = str(cache.npm("n8n") / "node_modules" / "n8n" / "bin" / "n8n")
        port, broker = free_ports(2)
        with database() as server, scratch() as folder:
            environment = _environment(folder, server.tcp_url, port, broker)
            log = folder / "n8n.log"
            (folder / "workflow.json").write_text(json.dumps([workflow(_PATH)]))
            _told([program, "import:workflow", f"--input={folder / 'workflow.json'}"], environment, folder)
            _told([program, "publish:workflow", f"--id=order-{_PATH}"], environment, folder)
            url = f"http://127.0.0.1:{port}/webhook/{_PATH}"
            with running([str(cache.NODE), program, "start"], environment, log=log) as n8n:
                wait_until(lambda: reaches(url), what="n8n", pid=n8n, log=log, seconds=240)
                yield Serving({"as_written": url}, [n8n, server.pid], _NOTES)


def _environment(folder: Path, url: str, port: int, broker: int) -> Mapping[str, str]:
    at = urlsplit(url)
    return {
        **cache.node_environment(),
        "N8N_USER_FOLDER": str(folder),
        "N8N_LISTEN_ADDRESS": "127.0.0.1",
        "N8N_PORT": str(port),
        "N8N_RUNNERS_BROKER_PORT": str(broker),
        "N8N_DIAGNOSTICS_ENABLED": "false",
        "N8N_VERSION_NOTIFICATIONS_ENABLED": "false",
        "N8N_TEMPLATES_ENABLED": "false",
        "N8N_PERSONALIZATION_ENABLED": "false",
        "N8N_LOG_LEVEL": "warn",
        # Since 2.x each execution makes a sandbox for its expressions, of 100 ms CPU: 8 answers a second.
        "N8N_EXPRESSION_ENGINE": "legacy",
        "DB_TYPE": "postgresdb",
        "DB_POSTGRESDB_HOST": at.hostname or "127.0.0.1",
        "DB_POSTGRESDB_PORT": str(at.port),
        "DB_POSTGRESDB_DATABASE": at.path.strip("/"),
        "DB_POSTGRESDB_USER": at.username or "",
        "DB_POSTGRESDB_PASSWORD": at.password or "",
    }


def _told(command: list[str], environment: Mapping[str, str], folder: Path) -> None:
    done = subprocess.run(
        [str(cache.NODE), *command], env={**os.environ, **environment}, cwd=folder, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise CannotMeasure(f"n8n {command[1]} failed: {(done.stderr or done.stdout).strip()[-400:]}")
