"""wfplatform: a whole installation as `wfplatform up` starts it, with an express worker a core that takes webhooks."""

import contextlib
import json
import os
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from bench._installation import free_ports, installation
from bench.lane.load import CannotMeasure
from bench.lane.rows import OURS, Work
from bench.lane.system import Serving, reaches
from wfplatform.kernel.errors import WfplatformError
from wfplatform.wiring.process import EXPRESS_WORKER

_WORKERS = os.cpu_count() or 1
_PROCESSES = (
    "postgres", "gateway", "warm-pool", "code-server", "daemon",
    *(f"{EXPRESS_WORKER}-{number}" for number in range(1, _WORKERS + 1)),
)  # fmt: skip
_EXAMPLES = Path(__file__).parents[3] / "definitions" / "workflows"
_DOCUMENTS: dict[Work, str] = {"durable": "price-order-durable.json", "as_written": "price-order.json"}
_NOTES: dict[Work, str] = {
    "durable": "checkpoint on each step; a worker for each core takes webhooks",
    "as_written": "pure steps are recorded, and not waited for; a worker for each core takes webhooks",
}


class Ours:
    """Ours."""

    name = OURS
    seconds_a_cell = 0.0

    def prepare(self) -> str:
        return metadata.version("wfplatform")

    @contextlib.contextmanager
    def serve(self) -> Iterator[Serving]:
        try:
            [port] = free_ports(1)
            with installation(express_workers=_WORKERS, hooks_port=port) as ours:
                urls: dict[Work, str] = {}
                for work, file in _DOCUMENTS.items():
                    document = json.loads((_EXAMPLES / file).read_text())
                    ours.publish(document)
                    path = document["triggers"][0]["with"]["path"]
                    urls[work] = f"http://127.0.0.1:{port}/hooks/default/default/{path}"
                if not all(reaches(url, seconds=30) for url in urls.values()):
                    raise CannotMeasure("The webhooks do not answer.")
                yield Serving(urls, [ours.stack.pid(name) for name in _PROCESSES], _NOTES)
        except WfplatformError as wrong:
            raise CannotMeasure(wrong.message) from wrong
