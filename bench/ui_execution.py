"""The page of an execution in Chromium: how soon it is there, how it scrolls, and how soon an event is seen.

"From the list" is from the click to the frame that shows both the first row of the waterfall and the first node of the
drawing; "by its address" from the start of the navigation to when the browser has presented it (its first contentful
paint: the page comes in one piece). By its address a page is seen before it can be worked with: the frame with a canvas
that can be moved and steps that can be chosen stands beside it, as `at_work_ms`.
"Having been here before" is in a browser that holds our files and whatever else it keeps of them: four visits came
before those that count. "For the first time" is in one that has loaded nothing of us yet, turn by turn with a page that
does nothing but begin React: so much is the machine's and the browser's own share. Every window has come to rest first.
An event counts from the instant that it was recorded with, before its commit, to the frame that shows its step changed.
"""

from statistics import median
from typing import Final

from bench._browser import built_bare, chromium, measured
from bench._installation import installation
from bench.measure import report

OPEN_MS: Final = {50: 500, 1_000: 1_500}
WAYS: Final = {
    "list": "from the list",
    "again": "by its address, having been here before",
    "first": "by its address, for the first time",
}


def main() -> None:
    """Start a platform, measure, report medians of the turns."""
    browser = chromium()
    built_bare()
    with installation() as platform:
        found = measured("execution", str(platform.api.base_url), browser)
    for count, at_most in OPEN_MS.items():
        of = [page for page in found["pages"] if page["count"] == count]
        for way, told in WAYS.items():
            row, node, work = (median(page[way][key] for page in of) for key in ("rowMs", "nodeMs", "workMs"))
            presented = 0 if way == "list" else median(page[way]["presentedMs"] for page in of)
            is_first = way == "first"
            report(
                f"{count} steps: opened {told}",
                max(row, node, presented),
                "ms",
                at_most=at_most,
                against="an empty React page" if is_first else None,
                steps_ms=row,
                drawing_ms=node,
                at_work_ms=work,
                **({"bare_ms": median(page["bareMs"] for page in of)} if is_first else {}),
            )
    scrolls = found["scrolls"]
    events = min(one["events"] for one in scrolls)
    report(
        "events scrolled through: p95 frame",
        median(one["frameP95Ms"] for one in scrolls),
        "ms",
        at_most=50,
        events=events,
        longest_task_ms=max(one["longestTaskMs"] for one in scrolls),
    )
    report("event to pixel, p95", found["eventP95Ms"], "ms", at_most=250, p50_ms=found["eventP50Ms"])


if __name__ == "__main__":
    main()
