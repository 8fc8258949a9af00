"""The report of a run: one JSON file of its rows, and a page with tables, ratios and charts."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.lane.charts import bars
from bench.lane.ratios import Ratio, ratios
from bench.lane.rows import CLIENTS, WORKS, Row, Work, to_json

_SAID: dict[Work, str] = {
    "durable": "Five durable steps",
    "as_written": "As written: nobody asks for a durable step",
}


def write(folder: Path, day: str, machine: dict[str, Any], rows: Sequence[Row]) -> Path:
    """Write the run's files into `folder`. A day's second run is `lane-DAY-2`. Returns the JSON file."""
    name, number = f"lane-{day}", 1
    while (folder / f"{name}.json").exists():
        number += 1
        name = f"lane-{day}-{number}"
    file = folder / f"{name}.json"
    file.write_text(json.dumps(to_json(machine, rows), indent=2) + "\n")
    for work in WORKS:
        chosen = [row for row in rows if row.work == work and row.clients == max(CLIENTS)]
        title = f"{_SAID[work]}, {max(CLIENTS)} clients: answers a second"
        (folder / f"{name}-{work}.svg").write_text(bars(title, chosen))
    (folder / f"{name}.md").write_text(page(name, machine, rows))
    return file


def page(name: str, machine: dict[str, Any], rows: Sequence[Row]) -> str:
    """The page in Markdown."""
    lines = [
        f"# The express lane beside its peers ({name.removeprefix('lane-')})",
        "",
        "Written by `python -m bench.lane`. The same work for all, on one machine in one run: an order comes by HTTP,",
        "five steps (a sum over items, a decision, an object, a text, the answer), the result goes out. Load from wrk,",
        "every answer checked. CPU and memory are those of all processes of a system, its database included. All",
        "systems are measured in turn, then again the other way round: figures are the medians of the rounds. A note's",
        "others are what else took of the cores meanwhile, its host what the machine's host took from them.",
        "",
        ", ".join(f"{key.replace('_', ' ')}: {value}" for key, value in machine.items()),
        "",
    ]
    found = list(ratios(rows))
    if found:
        lines += ["| promised | value | ours | theirs | must hold | |", "|---|---|---|---|---|---|"]
        lines += [_ratio(ratio) for ratio in found]
        lines.append("")
    for work in WORKS:
        lines += [f"## {_SAID[work]}", "", f"![{_SAID[work]}]({name}-{work}.svg)", ""]
        lines += ["| system | version | clients | answers/s | p50 ms | p95 ms | p99 ms | CPU ms each | memory MB | |"]
        lines += ["|---|---|---|---|---|---|---|---|---|---|"]
        lines += [_row(row) for row in rows if row.work == work]
        lines.append("")
    return "\n".join(lines)


def _row(row: Row) -> str:
    where = f"| {row.system} | {row.version} | {row.clients} |"
    if not row.is_measured:
        return f"{where} - | - | - | - | - | - | {_cell(row.note)} |"
    return (
        f"{where} {row.rps:,.1f} | {row.p50_ms:.2f} | {row.p95_ms:.2f} | {row.p99_ms:.2f} | "
        f"{row.cpu_ms_per_request:.2f} | {row.rss_mb:.0f} | {_cell(row.note)} |"
    )


def _ratio(ratio: Ratio) -> str:
    bound = f">= {ratio.at_least:g}" if ratio.at_least is not None else f"<= {ratio.at_most:g}"
    holds = "holds" if ratio.holds else "**missed**"
    return f"| {ratio.name} | {ratio.value:.2f} | {ratio.ours:,.2f} | {ratio.theirs:,.2f} | {bound} | {holds} |"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "/").split())
