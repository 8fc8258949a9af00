"""The designer in Chromium with 500 and 1,000 nodes, beside a bare React Flow page of the same nodes.

Both pages in one browser, turn by turn, the canvas equally large; the bare page is built from the same packages and
draws React Flow's own nodes and edges, those in view alone, as ours does. First paint: from the navigation's start, in
a browser that knows nothing yet, to the frame behind the one that has the first node; all in view: to that behind the
last one. Frames: the gaps between animation frames while a node is dragged, and while the wheel zooms out and in. A key
counts from the event to the picture, as the browser itself tells (in steps of 8 ms). The heap is measured after a
collection. Of frames and keys those of all turns count, of tasks the longest of all turns.
"""

from collections.abc import Sequence
from statistics import median
from typing import Any, Final

from bench._browser import built_bare, chromium, measured, percentile
from bench._installation import installation
from bench.measure import report

FIRST_PAINT_MS: Final = {500: 1_500, 1_000: 2_000}
HEAP_MB: Final = {500: 200, 1_000: 250}
STRICT: Final = 500
"""As many nodes as the bounds of frames, tasks and keys are for."""
BARE: Final = "a bare React Flow page"

Page = dict[str, Any]
"""What one look at one page gave, see `Figures` in `ui_extension/bench/designer.ts`."""


def main() -> None:
    """Build the bare page, start a platform, measure."""
    browser = chromium()
    built_bare()
    with installation() as platform:
        looks = measured("designer", str(platform.api.base_url), browser)
    for count in FIRST_PAINT_MS:
        ours, bare = (
            [one for one in looks if (one["count"], one["page"]) == (count, page)] for page in ("ours", "bare")
        )
        tell(count, ours, bare)


def tell(count: int, ours: Sequence[Page], bare: Sequence[Page]) -> None:
    """Report all figures of one number of nodes."""
    is_strict = count == STRICT
    for key, painted in (("firstPaintMs", "first paint"), ("allPaintedMs", "all in view painted")):
        report(
            f"{count} nodes: {painted}",
            median(one[key] for one in ours),
            "ms",
            at_most=FIRST_PAINT_MS[count],
            against=BARE,
            bare_ms=median(one[key] for one in bare),
            slowest_ms=max(one[key] for one in ours),
        )
    for key, doing in (("dragMs", "dragging"), ("zoomMs", "zooming")):
        mine, theirs = (percentile((gap for one in pages for gap in one[key]), 95) for pages in (ours, bare))
        report(
            f"{count} nodes: p95 frame while {doing}",
            mine / theirs,
            "x",
            at_most=1.25 if is_strict else None,
            against=BARE,
            ours_ms=mine,
            bare_ms=theirs,
        )
    for key, when in (("openingTaskMs", "while opening"), ("workingTaskMs", "dragging, zooming, typing")):
        report(
            f"{count} nodes: longest task {when}",
            max(one[key] for one in ours),
            "ms",
            at_most=100 if is_strict else None,
            against=BARE,
            bare_ms=max(one[key] for one in bare),
        )
    report(
        f"{count} nodes: heap",
        median(one["heapMb"] for one in ours),
        "MB",
        at_most=HEAP_MB[count],
        against=BARE,
        bare_mb=median(one["heapMb"] for one in bare),
    )
    keys = [key for one in ours for key in one["keysMs"]]
    report(
        f"{count} nodes: keystroke to screen, p95",
        percentile(keys, 95),
        "ms",
        at_most=50 if is_strict else None,
        p50_ms=median(keys),
        canvas_p95_ms=percentile((key for one in ours for key in one["canvasMs"]), 95),
        keys=len(keys),
    )


if __name__ == "__main__":
    main()
