"""The page of an execution in Chromium: how soon it is there, how it scrolls, and how soon an event is seen.

"From the list" is from the click to the frame that shows both the first row of the waterfall and the first node of the
drawing; "by its address" the same from the start of the navigation, in a browser that has loaded nothing of us yet. An
event counts from the instant that it was recorded with, before its commit, to the frame that shows its step changed.
"""

import json
import os
import shutil
import statistics
import subprocess
from pathlib import Path
from typing import Any, Final

from bench._installation import installation
from bench.measure import note, report

UI: Final = Path(__file__).parent.parent / "ui_extension"
OPEN_MS: Final = {50: 500, 1_000: 1_500}
SCRIPT: Final = "bench/execution.ts"


def main() -> None:
    """Start a platform, measure, report medians of the turns."""
    chromium = next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None)
    if chromium is None or not (UI / "node_modules" / ".made").exists():
        raise SystemExit("Needs Chromium (Debian: apt-get install chromium) and a built user interface (make ui).")
    with installation() as platform:
        found = _measured(str(platform.api.base_url).rstrip("/"), chromium)
    for count, at_most in OPEN_MS.items():
        of = [page for page in found["pages"] if page["count"] == count]
        for way, told in (("list", "from the list"), ("address", "by its address")):
            row, node = (statistics.median(page[way][key] for page in of) for key in ("rowMs", "nodeMs"))
            report(
                f"{count} steps: opened {told}", max(row, node), "ms", at_most=at_most, steps_ms=row, drawing_ms=node
            )
    scrolls = found["scrolls"]
    events = min(one["events"] for one in scrolls)
    report(
        "events scrolled through: p95 frame",
        statistics.median(one["frameP95Ms"] for one in scrolls),
        "ms",
        at_most=50,
        events=events,
        longest_task_ms=max(one["longestTaskMs"] for one in scrolls),
    )
    report("event to pixel, p95", found["eventP95Ms"], "ms", at_most=250, p50_ms=found["eventP50Ms"])


def _measured(address: str, chromium: str) -> dict[str, Any]:
    done = subprocess.run(
        [str(UI / "npm"), "node", SCRIPT],
        cwd=UI,
        env=os.environ | {"UI_ADDRESS": address, "UI_CHROMIUM": chromium},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise SystemExit(f"{SCRIPT} failed.")
    note(f"{SCRIPT} done")
    return json.loads(done.stdout)


if __name__ == "__main__":
    main()
