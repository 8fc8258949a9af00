"""The lane benchmark: wrk's words are read right, what does not count is left out, and no peer is dropped."""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.lane import load, measuring, report, rest, without_http
from bench.lane.charts import bars
from bench.lane.load import CannotMeasure, Load
from bench.lane.processes import MachineCpu, Used
from bench.lane.ratios import ratios
from bench.lane.rounds import combined, in_turn
from bench.lane.rows import CLIENTS, Row, Work, from_json, not_measured
from bench.lane.system import Serving

_RESULT = (
    'RESULT {"requests":500,"seconds":10.000,"p50_ms":8.1,"p95_ms":9.2,"p99_ms":12.5,"wrong":0,"timeouts":0,"broken":0}'
)


def _row(system: str, work: Work, clients: int, *, rps: float, p50_ms: float = 1.0) -> Row:
    return Row(system, "1", work, clients, rps=rps, p50_ms=p50_ms)


def test_the_last_line_of_the_generator_is_its_result() -> None:
    """Whatever else it prints stands before."""
    seen = load.parse(f"Running 10s test\n  1 threads\n{_RESULT}\n", cpu_seconds=2.5)

    assert (seen.rps, seen.p99_ms, seen.cpu_seconds) == (50.0, 12.5, 2.5)
    assert seen.fault is None


def test_a_generator_without_a_result_is_told_with_its_words() -> None:
    """It may not have found the script, or the address."""
    with pytest.raises(CannotMeasure, match="unable to connect"):
        load.parse("unable to connect to 127.0.0.1:1")


@pytest.mark.parametrize(("wrong", "timeouts", "broken"), [(1, 0, 0), (0, 1, 0), (0, 0, 1)])
def test_figures_with_one_bad_answer_do_not_count(wrong: int, timeouts: int, broken: int) -> None:
    """A system that answers wrongly may be as fast as it likes."""
    seen = Load(500, 10.0, 8.1, 9.2, 12.5, wrong=wrong, timeouts=timeouts, broken=broken)

    row = measuring.row_of("peer", "1", "durable", 64, seen, Used(1.0, 100.0))

    assert not row.is_measured
    assert "of 500 answers" in row.note


def test_cpu_is_told_for_each_request_and_the_generators_apart() -> None:
    """Ten core seconds for 500 requests are 20 ms each."""
    seen = Load(500, 10.0, 8.1, 9.2, 12.5, wrong=0, timeouts=0, broken=0, cpu_seconds=2.0)

    row = measuring.row_of("peer", "1", "durable", 64, seen, Used(10.0, 123.4))

    assert (row.rps, row.cpu_ms_per_request, row.rss_mb) == (50.0, 20.0, 123.4)
    assert row.note == "wrk took 20% of a core"


def test_a_row_says_what_others_took_meanwhile() -> None:
    """Of 18 core seconds 10 were the system's, 2 the generator's and 1 the host's: 5 are left, in 10 seconds."""
    seen = Load(500, 10.0, 8.1, 9.2, 12.5, wrong=0, timeouts=0, broken=0, cpu_seconds=2.0)

    row = measuring.row_of("peer", "1", "durable", 64, seen, Used(10.0, 1.0, MachineCpu(18.0, 1.0)))

    assert row.note == "wrk took 20% of a core; others 50%, the host 10%"


def _rests(own: list[float], machine: list[float]) -> tuple[bool, int]:
    """With so much CPU in each second, for ever the last; whether it came to rest, and after how many seconds."""
    seconds = 0

    def sleep(_: float) -> None:
        nonlocal seconds
        seconds += 1

    def so_far(each: list[float]) -> float:
        return sum(each[min(second, len(each) - 1)] for second in range(seconds))

    came = rest.wait_for_rest([], own=lambda _: so_far(own), machine=lambda: so_far(machine), sleep=sleep)
    return came, seconds


def test_a_system_is_at_rest_after_three_quiet_seconds_in_a_row() -> None:
    """A busy one among them begins the count anew, whether the system was busy or the machine."""
    assert _rests([0.01], [0.2]) == (True, 3)
    assert _rests([0.01, 0.01, 0.8, 0.01], [0.2]) == (True, 6)
    assert _rests([0.01], [1.5, 1.5, 0.2]) == (True, 5)


def test_a_system_that_never_rests_is_measured_all_the_same() -> None:
    """After a minute; its rows say so."""
    assert _rests([0.3], [0.4]) == (False, 60)


def test_systems_are_measured_in_turn_and_then_the_other_way_round() -> None:
    """Whatever becomes slower with time becomes so for all alike."""
    assert list(in_turn(["a", "b"], 3)) == [(1, "a"), (1, "b"), (2, "b"), (2, "a"), (3, "a"), (3, "b")]


def test_a_cell_has_the_medians_of_its_rounds_and_tells_each_rate() -> None:
    """Rounds that do not count leave their reason, not their figures."""
    rows = [
        _row("ours", "durable", 64, rps=100, p50_ms=9.0),
        _row("peer", "durable", 64, rps=50),
        _row("ours", "durable", 64, rps=300, p50_ms=3.0),
        Row("peer", "1", "durable", 64, note="it broke off"),
    ]

    ours, peer = combined(rows)

    assert (ours.system, ours.rps, ours.p50_ms, ours.note) == ("ours", 200, 6.0, "answers/s of each round: 100, 300")
    assert (peer.rps, peer.note) == (50, "answers/s of each round: 50; a round that does not count: it broke off")


def test_one_round_is_as_it_was_measured() -> None:
    """Nothing is added to it."""
    rows = [_row("ours", "durable", 64, rps=100), *not_measured("gone", "", "why")]

    assert combined(rows) == rows


def test_a_system_that_does_not_install_has_rows_that_say_why() -> None:
    """None is dropped in silence."""

    class Missing:
        name = "missing"
        seconds_a_cell = 0.0

        def prepare(self) -> str:
            raise CannotMeasure("it is not there")

        @contextlib.contextmanager
        def serve(self) -> Iterator[Serving]:
            raise AssertionError("never reached")
            yield

    rows = measuring.measure(Missing(), seconds=1)

    assert len(rows) == 2 * len(CLIENTS)
    assert {row.note for row in rows} == {"it is not there"}


def test_a_report_has_the_machine_and_every_row_and_reads_back(tmp_path: Path) -> None:
    """One file a run; the second of a day has a number."""
    rows = [_row("wfplatform", "durable", 64, rps=900), *not_measured("gone", "", "why")]

    first = report.write(tmp_path, "2026-01-02", {"cores": 2}, rows)
    second = report.write(tmp_path, "2026-01-02", {"cores": 2}, rows)

    told = json.loads(first.read_text())
    assert (first.name, second.name) == ("lane-2026-01-02.json", "lane-2026-01-02-2.json")
    figures = {"rps", "p50_ms", "p95_ms", "p99_ms", "cpu_ms_per_request", "rss_mb"}
    assert set(told["rows"][0]) == {"system", "version", "work", "clients", "note"} | figures
    assert from_json(told) == rows
    assert "| gone |  | 1 | - | - | - | - | - | - | why |" in first.with_suffix(".md").read_text()


def test_promises_are_ratios_of_one_run() -> None:
    """Rates at 64 clients, and the latency of one."""
    rows = [
        _row("wfplatform", "durable", 64, rps=900),
        _row("wfplatform", "durable", 1, rps=200, p50_ms=4.0),
        _row("wfplatform", "as_written", 64, rps=1_500),
        _row("restate", "durable", 64, rps=300),
        _row("restate", "durable", 1, rps=90, p50_ms=8.0),
        _row("dbos", "durable", 64, rps=90),
        _row("n8n", "as_written", 64, rps=100),
    ]

    found = {ratio.against + " " + ratio.name: (ratio.value, ratio.holds) for ratio in ratios(rows)}

    assert found == {
        "restate durable_rate_by_restate": (3.0, True),
        "dbos durable_rate_by_dbos": (10.0, False),
        "n8n as_written_rate_by_n8n": (15.0, True),
        "restate durable_p50_of_one_client_by_restate": (0.5, True),
    }


def test_without_n8n_what_is_as_written_is_held_against_restate() -> None:
    """So that a peer that does not install leaves no promise unchecked."""
    rows = [_row("wfplatform", "as_written", 64, rps=700), _row("restate", "durable", 64, rps=300)]

    [only] = ratios(rows)

    assert (only.name, only.at_least, only.holds) == ("as_written_rate_by_restate", 2.5, False)


def test_a_chart_shows_the_quickest_first_and_who_was_not_measured() -> None:
    """Words, not only lengths."""
    drawn = bars(
        "Answers",
        [
            _row("slow", "durable", 64, rps=10),
            _row("wfplatform", "durable", 64, rps=20),
            Row("gone", "", "durable", 64),
        ],
    )

    assert drawn.index("wfplatform") < drawn.index("slow") < drawn.index("gone")
    assert "not measured" in drawn


def test_the_worker_alone_is_held_against_restate_in_the_same_run() -> None:
    """Its rows come from the reports of a benchmark of its own, and stand beside the others."""
    details = {"p50_ms": 80.0, "p95_ms": 90.0, "p99_ms": 99.0, "cpu_us_each": 1_250.0}
    told = [
        {"metric": "durable_64_at_once_a_process_a_core", "value": 800.0, "details": details},
        {"metric": "as_written_64_at_once_a_process_a_core", "value": 900.0, "details": details},
        {"metric": "histories_incomplete", "value": 0},
        {"metric": "memory", "value": 128.0},
    ]

    rows = without_http.rows_of("1", [json.dumps(one) for one in told])

    [ratio] = ratios([*rows, _row("restate", "durable", 64, rps=200.0)])
    assert (ratio.name, ratio.value, ratio.holds) == ("durable_rate_without_http_by_restate", 4.0, True)
    assert rows[0].cpu_ms_per_request == 1.25


def test_a_rate_with_incomplete_histories_does_not_count() -> None:
    """What is fast because it forgets is not fast."""
    told = [{"metric": "histories_incomplete", "value": 3}]

    assert not any(row.is_measured for row in without_http.rows_of("1", [json.dumps(one) for one in told]))
