"""Restate: its server and a service of its TypeScript SDK, both from npm. It keeps its own log; no PostgreSQL."""

import contextlib
import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from bench._installation import free_ports
from bench.lane import cache
from bench.lane.load import CannotMeasure
from bench.lane.system import Serving, answers, running, scratch, wait_until

_SETTINGS = """\
node-name = "bench"
cluster-name = "bench"
auto-provision = true
base-dir = "{base}"
listen-mode = "tcp"
bind-ip = "127.0.0.1"
bind-port = {node}
advertised-address = "http://127.0.0.1:{node}"
disable-telemetry = true
[ingress]
bind-address = "127.0.0.1:{ingress}"
advertised-ingress-endpoint = "http://127.0.0.1:{ingress}/"
[admin]
bind-address = "127.0.0.1:{admin}"
"""


class Restate:
    """The peer with the best figures: what ours are measured by."""

    name = "restate"
    seconds_a_cell = 0.0

    def prepare(self) -> str:
        manifest = cache.npm("restate") / "node_modules" / "@restatedev" / "restate-server" / "package.json"
        return json.loads(manifest.read_text())["version"]

    @contextlib.contextmanager
    def serve(self) -> Iterator[Serving]:
        installed = cache.npm("restate")
        node, ingress, admin, service = free_ports(4)
        with contextlib.ExitStack() as stack:
            folder = stack.enter_context(scratch())
            settings = folder / "restate.toml"
            settings.write_text(_SETTINGS.format(base=folder / "data", node=node, ingress=ingress, admin=admin))
            # Node looks for packages beside the program, so it lies beside them.
            program = installed / "app.mjs"
            program.write_bytes((cache.PEERS / "restate" / "app.mjs").read_bytes())
            app = stack.enter_context(
                running([str(cache.NODE), str(program)], {"PORT": str(service)}, log=folder / "app.log")
            )
            server = stack.enter_context(
                running([str(_server_in(installed)), "--config-file", str(settings)], {}, log=folder / "server.log")
            )
            wait_until(
                lambda: answers(f"http://127.0.0.1:{admin}/health"),
                what="Restate",
                pid=server,
                log=folder / "server.log",
            )
            _register(f"http://127.0.0.1:{admin}/deployments", f"http://127.0.0.1:{service}")
            order = f"http://127.0.0.1:{ingress}/Order"
            wait_until(
                lambda: answers(f"http://127.0.0.1:{ingress}/restate/health"),
                what="Restate",
                pid=server,
                log=folder / "server.log",
            )
            yield Serving({"durable": f"{order}/durable", "as_written": f"{order}/as_written"}, [app, server])


def _server_in(installed: Path) -> Path:
    found = list(installed.glob("node_modules/@restatedev/restate-server-*/bin/restate-server"))
    if not found:
        raise CannotMeasure("Restate has no server for this machine's system and processor.")
    return found[0]


def _register(admin: str, service: str) -> None:
    body = json.dumps({"uri": service}).encode()
    request = urllib.request.Request(admin, body, {"Content-Type": "application/json"})
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30) as answer:
        answer.read()
