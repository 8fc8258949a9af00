"""The example workflows and what belongs to them, wherever the program was installed from."""

import runpy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import wfplatform
from wfplatform.kernel.codes.sys import NO_EXAMPLES
from wfplatform.kernel.errors import Misconfigured
from wfplatform.kernel.json import as_list, decode
from wfplatform.wiring.reports import Format

_COMPLETED: Final = "completed"
_SHOP: Final = b"http://127.0.0.1:8790"
"""Where the workflow files say that the shop is."""


@dataclass(frozen=True, slots=True)
class Examples:
    """A folder of examples. `workflows` come with those that others call first."""

    folder: Path

    @property
    def shop(self) -> Path:
        """The small HTTP server that the workflows call."""
        return self.folder / "outside_world.py"

    def workflows(self, shop_port: int) -> list[tuple[bytes, Format]]:
        """The documents, which call the shop at this port, each with how it is written."""
        files = sorted((self.folder / "workflows").iterdir(), key=lambda file: (file.stem != "ship-order", file))
        shop = f"http://127.0.0.1:{shop_port}".encode()
        return [
            (file.read_bytes().replace(_SHOP, shop), "json" if file.suffix == ".json" else "yaml") for file in files
        ]

    def orders(self) -> list[Any]:
        """The demo's orders."""
        return as_list(decode((self.folder / "data" / "orders.json").read_bytes())) or []

    def expected(self) -> dict[str, str]:
        """By order id, how its execution has to end; `refused` is no execution at all."""
        made = runpy.run_path(str(self.folder / "data" / "make_orders.py"))
        ends = {"SOLD_OUT": "failed", "TOO_LARGE": "failed", "NEGATIVE_QUANTITY": "refused"}
        ends |= {"REFUSED_ADDRESS": "compensated", "DECLINED_CARD": "compensated"}
        expected = {order["order_id"]: _COMPLETED for order in self.orders()}
        for name, end in ends.items():
            expected |= {f"ord-{number:04d}": end for number in made[name]}
        return expected


def examples() -> Examples:
    """Those of the wheel, or of the clone. Raises `Misconfigured` when there are none."""
    package = Path(wfplatform.__file__).parent
    for folder in (package / "examples", package.parent / "definitions"):
        if (folder / "outside_world.py").exists():
            return Examples(folder)
    raise Misconfigured(NO_EXAMPLES, "The example workflows are not installed here.")
