"""The designer's benchmark: the longest task of all turns counts, and frames are held against the bare page's."""

import json
from typing import Any

import pytest

from bench import _browser, ui_designer
from bench.__main__ import registry


def _look(**told: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "firstPaintMs": 900.0,
        "allPaintedMs": 950.0,
        "dragMs": [16.0] * 20,
        "zoomMs": [16.0] * 20,
        "openingTaskMs": 60.0,
        "workingTaskMs": 0.0,
        "heapMb": 40.0,
        "keysMs": [24.0] * 20,
        "canvasMs": [20.0] * 20,
    }
    return usual | told


def _told(capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, Any]]:
    reports = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return {report["metric"]: report for report in reports}


def test_both_benchmarks_of_the_user_interface_are_known() -> None:
    """`python -m bench` runs them, and takes what they share for none."""
    assert {"ui_designer", "ui_execution"} <= registry().keys()
    assert "_browser" not in registry()


def test_one_long_task_in_any_turn_is_a_miss(capsys: pytest.CaptureFixture[str]) -> None:
    """A person meets the longest, not the median."""
    ours = [_look(), _look(workingTaskMs=120.0), _look()]

    ui_designer.tell(500, ours, [_look()] * 3)

    told = _told(capsys)["500 nodes: longest task dragging, zooming, typing"]
    assert (told["value"], told["holds"]) == (120.0, False)


def test_frames_are_held_against_those_of_the_bare_page(capsys: pytest.CaptureFixture[str]) -> None:
    """Of all turns together, and each kind by itself."""
    ours = [_look(zoomMs=[16.0] * 18 + [48.0, 48.0])] * 3

    ui_designer.tell(500, ours, [_look(zoomMs=[32.0] * 20)] * 3)

    told = _told(capsys)
    assert (told["500 nodes: p95 frame while zooming"]["value"]) == 1.5
    assert not told["500 nodes: p95 frame while zooming"]["holds"]
    assert told["500 nodes: p95 frame while dragging"]["holds"]


def test_keys_of_all_turns_are_one_sample(capsys: pytest.CaptureFixture[str]) -> None:
    """One slow key among sixty is not the p95; four are."""
    slow = _look(keysMs=[24.0] * 16 + [80.0] * 4)

    ui_designer.tell(500, [_look(), _look(), slow], [_look()] * 3)

    told = _told(capsys)["500 nodes: keystroke to screen, p95"]
    assert (told["value"], told["holds"], told["details"]["keys"]) == (80.0, False, 60)


def test_what_has_no_bound_at_1000_nodes_is_told_all_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    """First paint, the painting of all in view, and heap have one."""
    ui_designer.tell(1_000, [_look()], [_look()])

    told = _told(capsys)
    assert [metric for metric, report in told.items() if "at_most" in report] == [
        "1000 nodes: first paint",
        "1000 nodes: all in view painted",
        "1000 nodes: heap",
    ]
    assert len(told) == 8


def test_without_a_browser_it_says_what_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is started then."""
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(SystemExit, match=r"Needs Chromium .*make ui"):
        _browser.chromium()
