"""wfplatform: a whole installation as `wfplatform up` starts it; the gateway's process hosts the express lane."""

import contextlib
import json
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from bench._installation import installation
from bench.lane.load import CannotMeasure
from bench.lane.rows import OURS, Work
from bench.lane.system import Serving, reaches
from wfplatform.kernel.errors import WfplatformError

_PROCESSES = ("postgres", "gateway", "warm-pool", "code-server", "daemon")
_EXAMPLES = Path(__file__).parents[3] / "definitions" / "workflows"
_DOCUMENTS: dict[Work, str] = {"durable": "price-order-durable.json", "as_written": "price-order.json"}
_NOTES: dict[Work, str] = {
    "durable": "checkpoint on each step",
    "as_written": "pure steps are recorded, and not waited for",
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
            with installation() as ours:
                urls: dict[Work, str] = {}
                for work, file in _DOCUMENTS.items():
                    document = json.loads((_EXAMPLES / file).read_text())
                    ours.publish(document)
                    path = document["triggers"][0]["with"]["path"]
                    urls[work] = f"http://127.0.0.1:{ours.settings.port}/hooks/default/default/{path}"
                if not all(reaches(url, seconds=30) for url in urls.values()):
                    raise CannotMeasure("The webhooks do not answer.")
                yield Serving(urls, [ours.stack.pid(name) for name in _PROCESSES], _NOTES)
        except WfplatformError as wrong:
            raise CannotMeasure(wrong.message) from wrong
