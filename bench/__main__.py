"""Runs benchmarks, each in a process of its own, and writes what they report to bench/results.

python -m bench                  all of them
python -m bench compile append   these
python -m bench --list
"""

import argparse
import ast
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
RESULTS = HERE / "results"
NOT_BENCHMARKS = {"__init__", "__main__", "measure"}


def registry() -> dict[str, str]:
    """Names of the benchmarks, each with the first line of its docstring."""
    found: dict[str, str] = {}
    for file in sorted(HERE.glob("*.py")):
        if file.stem not in NOT_BENCHMARKS and not file.stem.startswith("_"):
            told = ast.get_docstring(ast.parse(file.read_text())) or ""
            found[file.stem] = told.splitlines()[0] if told else ""
    return found


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    cpu = next((line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "")
    memory = next((line.split()[1] for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), "0")
    revision = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=HERE, capture_output=True, text=True, check=False
    ).stdout.strip()
    return {
        "cpu": cpu or platform.processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gb": round(int(memory) / 1_048_576, 1),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "revision": revision,
    }


def run(name: str) -> tuple[list[dict[str, Any]], int]:
    """Run one. Returns its reports and its exit code; its notes go to the terminal."""
    done = subprocess.run(
        [sys.executable, "-m", f"bench.{name}"], cwd=HERE.parent, stdout=subprocess.PIPE, text=True, check=False
    )
    reports = [json.loads(line) for line in done.stdout.splitlines() if line.startswith('{"metric"')]
    return reports, done.returncode


def table(name: str, about: str, reports: list[dict[str, Any]], measured_on: dict[str, Any], at: str) -> str:
    """The reports as Markdown."""
    where = ", ".join(f"{key} {value}" for key, value in measured_on.items())
    lines = [f"# {name}", "", about, "", f"{at}, {where}", ""]
    lines += ["| metric | value | must hold | | against | details |", "|---|---|---|---|---|---|"]
    for told in reports:
        bound = f"<= {told['at_most']}" if "at_most" in told else f">= {told['at_least']}" if "at_least" in told else ""
        holds = ("holds" if told["holds"] else "**missed**") if "holds" in told else ""
        details = ", ".join(f"{key} {value}" for key, value in told.get("details", {}).items())
        value = f"{told['value']:g} {told['unit']}"
        lines.append(f"| {told['metric']} | {value} | {bound} | {holds} | {told.get('against', '')} | {details} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run what was asked for. Exits with 1 when a benchmark could not be run; a missed figure is only shown."""
    known = registry()
    arguments = argparse.ArgumentParser(prog="python -m bench", description="Measure.")
    arguments.add_argument("names", nargs="*", metavar="NAME")
    arguments.add_argument("--list", action="store_true", help="name the benchmarks and stop")
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
        reports, code = run(name)
        if code != 0 or not reports:
            broken.append(name)
        shown = table(name, known[name], reports, measured_on, day)
        print("\n".join(shown.splitlines()[6:]), flush=True)
        result = {"benchmark": name, "date": day, "machine": measured_on, "reports": reports}
        (RESULTS / f"{name}-{day}.json").write_text(json.dumps(result, indent=2) + "\n")
        (RESULTS / f"{name}-{day}.md").write_text(shown)
    if broken:
        raise SystemExit(f"Could not be measured: {', '.join(broken)}")


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text().splitlines()
    except OSError:
        return []


if __name__ == "__main__":
    main()
