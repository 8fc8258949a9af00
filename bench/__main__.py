"""Runs benchmarks, each in a process of its own, and writes what they report to bench/results.

python -m bench                  all of them
python -m bench compile append   these
python -m bench --times 3        each three times: the medians count
python -m bench --list

One JSON file a benchmark, and one page of all of them: `bench/results/README.md`.
"""

import argparse
import ast
import json
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Report = dict[str, Any]
"""What a benchmark prints as a line of JSON, see `bench/measure.py`."""
HERE = Path(__file__).parent
RESULTS = HERE / "results"
NOT_BENCHMARKS = {"__init__", "__main__", "measure"}


def registry() -> dict[str, str]:
    """Names of the benchmarks, each with the first line of its docstring."""
    found: dict[str, str] = {}
    for file in sorted([*HERE.glob("*.py"), *HERE.glob("*/__main__.py")]):
        name = file.parent.name if file.stem == "__main__" and file.parent != HERE else file.stem
        if name not in NOT_BENCHMARKS and not name.startswith("_"):
            told = ast.get_docstring(ast.parse(file.read_text())) or ""
            found[name] = told.splitlines()[0] if told else ""
    return found


def machine() -> dict[str, Any]:
    """What the figures were measured on, in general terms."""
    memory = next((line.split()[1] for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), "0")
    revision = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=HERE, capture_output=True, text=True, check=False
    ).stdout.strip()
    return {
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gib": round(int(memory) / 1_048_576),
        "system": platform.system(),
        "python": platform.python_version(),
        "database": "PostgreSQL 18, embedded; everything on one machine",
        "revision": revision,
    }


def run(name: str) -> tuple[list[Report], int]:
    """Run one. Returns its reports and its exit code; its notes go to the terminal."""
    done = subprocess.run(
        [sys.executable, "-m", f"bench.{name}"], cwd=HERE.parent, stdout=subprocess.PIPE, text=True, check=False
    )
    reports = [json.loads(line) for line in done.stdout.splitlines() if line.startswith('{"metric"')]
    return reports, done.returncode


def medians(runs: Sequence[Sequence[Report]]) -> list[Report]:
    """The reports of several runs as one: the median of each figure, whether that holds, and all values."""
    found: list[Report] = []
    for metric in dict.fromkeys(told["metric"] for reports in runs for told in reports):
        same = [told for reports in runs for told in reports if told["metric"] == metric]
        value = statistics.median(told["value"] for told in same)
        nearest = min(same, key=lambda told: abs(told["value"] - value))
        merged: Report = nearest | {"value": value}
        if "at_most" in merged:
            merged["holds"] = value <= merged["at_most"]
        if "at_least" in merged:
            merged["holds"] = value >= merged["at_least"]
        if len(same) > 1:
            merged["values"] = [told["value"] for told in same]
        found.append(merged)
    return found


def table(result: Report) -> str:
    """The reports of a benchmark as Markdown."""
    load = " / ".join(f"{one:.1f}" for one in result["load"])
    lines = [f"## {result['benchmark']}", "", result["about"], ""]
    lines += [f"{result['date']}, revision {result['machine']['revision']}, load average at the end {load}", ""]
    lines += ["| metric | median | of | must hold | | against | details |", "|---|---|---|---|---|---|---|"]
    for told in result["reports"]:
        bound = f"<= {told['at_most']:g}" if "at_most" in told else ""
        bound = f">= {told['at_least']:g}" if "at_least" in told else bound
        holds = ("holds" if told["holds"] else "**missed**") if "holds" in told else ""
        details = ", ".join(f"{key} {shown(value)}" for key, value in told.get("details", {}).items())
        values = " ".join(shown(value) for value in told.get("values", ()))
        value = f"{shown(told['value'])} {told['unit']}"
        lines.append(
            f"| {told['metric']} | {value} | {values} | {bound} | {holds} | {told.get('against', '')} | {details} |"
        )
    return "\n".join(lines) + "\n"


def shown(value: Any) -> str:
    """A figure with as many digits as matter."""
    if not isinstance(value, float):
        return str(value)
    return f"{value:.3g}" if abs(value) < 100 else f"{value:.0f}"


def page(results: Sequence[Report]) -> str:
    """All results on one page."""
    measured_on = results[0]["machine"]
    head = f"""\
# Measured

Written by `python -m bench` (`make bench`); one JSON file a benchmark lies beside this page. Each figure that must hold
is the median of the runs listed under "of", measured beside its peer in the same run. Details are those of one run.

{measured_on["cores"]} cores, {measured_on["memory_gib"]} GiB, {measured_on["system"]}, Python {measured_on["python"]}.
{measured_on["database"]}.
The load average says how much the machine did: above the number of cores others had a part in it, and times are longer
than on a quiet machine; ratios suffer less.

"""
    return head + "\n".join(table(result) for result in results)


def main() -> None:
    """Run what was asked for. Exits with 1 when a benchmark could not be run; a missed figure is only shown."""
    known = registry()
    arguments = argparse.ArgumentParser(prog="python -m bench", description="Measure.")
    arguments.add_argument("names", nargs="*", metavar="NAME")
    arguments.add_argument("--list", action="store_true", help="name the benchmarks and stop")
    arguments.add_argument("--times", type=int, default=1, help="how often each is run; the medians count")
    chosen = arguments.parse_args()
    if chosen.list:
        for name, about in known.items():
            print(f"{name:24} {about}")
        return
    unknown = [name for name in chosen.names if name not in known]
    if unknown:
        raise SystemExit(f"No benchmark named {', '.join(unknown)}; there are: {', '.join(known) or 'none'}")
    RESULTS.mkdir(exist_ok=True)
    measured_on = machine()
    day = datetime.now(UTC).date().isoformat()
    broken: list[str] = []
    for name in chosen.names or known:
        print(f"\n{name}: {known[name]}", flush=True)
        runs: list[list[Report]] = []
        load: list[float] = []
        for _ in range(chosen.times):
            reports, code = run(name)
            load.append(round(os.getloadavg()[0], 1))
            if code != 0 or not reports:
                broken.append(name)
                break
            runs.append(reports)
        else:
            result: Report = {"benchmark": name, "about": known[name], "date": day, "machine": measured_on}
            result |= {"load": load, "reports": medians(runs)}
            print("\n".join(table(result).splitlines()[4:]), flush=True)
            (RESULTS / f"{name}.json").write_text(json.dumps(result, indent=2) + "\n")
    kept = [json.loads(file.read_text()) for file in sorted(RESULTS.glob("*.json")) if file.stem in known]
    if kept:
        (RESULTS / "README.md").write_text(page(kept))
    if broken:
        raise SystemExit(f"Could not be measured: {', '.join(broken)}")


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text().splitlines()
    except OSError:
        return []


if __name__ == "__main__":
    main()
