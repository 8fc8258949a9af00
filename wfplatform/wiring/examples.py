"""The example workflows and what belongs to them, wherever the program was installed from."""

import runpy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import wfplatform
from wfplatform.kernel.codes.sys import NO_EXAMPLES
from wfplatform.kernel.errors import Misconfigured
from wfplatform.kernel.json import as_list, decode

_COMPLETED: Final = "completed"


@dataclass(frozen=True, slots=True)
class Examples:
    """A folder of examples. `workflows` come with those that others call first."""

    folder: Path

    @property
    def shop(self) -> Path:
        """The small HTTP server that the workflows call."""
        return self.folder / "outside_world.py"

    @property
    def workflows(self) -> list[Path]:
        """The workflow files."""
        files = sorted((self.folder / "workflows").iterdir())
        return sorted(files, key=lambda file: file.stem != "ship-order")

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
