"""HTTP in, five steps, result out, beside the peers in the same run: rates, latencies, CPU and memory under wrk.

python -m bench.lane                                all systems, 10 s a cell
python -m bench.lane --systems wfplatform,restate   these
python -m bench.lane --seconds 20                   longer cells
python -m bench.lane --rounds 1                     one round: quicker, and worth less on a machine that others use

Writes `bench/results/lane-DATE.json`, one file a run, and a page with charts beside it; prints the ratios as reports.
"""

import argparse
import os
from collections.abc import Mapping
from datetime import UTC, datetime

from bench.__main__ import RESULTS, machine
from bench.lane import report, without_http
from bench.lane.load import CannotMeasure, demand_wrk
from bench.lane.measuring import measure
from bench.lane.ratios import ratios
from bench.lane.rest import RULE
from bench.lane.rounds import combined, in_turn
from bench.lane.rows import OURS, Row
from bench.lane.system import System
from bench.lane.systems.dbos import Dbos
from bench.lane.systems.n8n import N8n
from bench.lane.systems.prefect import Prefect
from bench.lane.systems.restate import Restate
from bench.lane.systems.stock_dagster import StockDagster
from bench.lane.systems.wfplatform import Ours
from bench.measure import note
from bench.measure import report as tell

SYSTEMS: Mapping[str, System] = {
    system.name: system for system in (Ours(), Restate(), Dbos(), N8n(), Prefect(), StockDagster())
}


def main() -> None:
    """Measure what was asked for."""
    arguments = argparse.ArgumentParser(prog="python -m bench.lane", description="The express lane beside its peers.")
    arguments.add_argument("--systems", default=",".join(SYSTEMS), help="by comma; all of them by default")
    arguments.add_argument("--seconds", type=float, default=10.0, help="of each cell")
    arguments.add_argument("--rounds", type=int, default=2, help="all systems in turn, so often; the medians count")
    chosen = arguments.parse_args()
    names = [name.strip() for name in chosen.systems.split(",")]
    unknown = [name for name in names if name not in SYSTEMS]
    if unknown:
        raise SystemExit(f"No system named {', '.join(unknown)}; there are: {', '.join(SYSTEMS)}")
    try:
        demand_wrk()
    except CannotMeasure as cause:
        raise SystemExit(str(cause)) from cause
    if chosen.rounds < 1:
        raise SystemExit("--rounds is at least 1.")
    found: list[Row] = []
    for number, name in in_turn(names, chosen.rounds):
        note(f"round {number} of {chosen.rounds}")
        found += measure(SYSTEMS[name], seconds=chosen.seconds)
        if name == OURS:
            found += without_http.measure()
    rows = combined(found)
    on = machine() | {"load_average": round(os.getloadavg()[0], 1)}
    on |= {"rounds": chosen.rounds, "seconds_a_cell": chosen.seconds, "rest": RULE}
    file = report.write(RESULTS, datetime.now(UTC).date().isoformat(), on, rows)
    note(f"written: {file.with_suffix('.md')}")
    for ratio in ratios(rows):
        tell(
            ratio.name,
            ratio.value,
            "x",
            at_least=ratio.at_least,
            at_most=ratio.at_most,
            against=ratio.against,
            ours=ratio.ours,
            theirs=ratio.theirs,
        )


if __name__ == "__main__":
    main()
