from datetime import date
from pathlib import Path

import pytest

from wfplatform.cli.ports import DemoOptions, Finding, UpOptions, WorkerOptions
from wfplatform.kernel.codes import sys as codes
from wfplatform.kernel.errors import Misconfigured
from wfplatform_tests.cli import golden_text
from wfplatform_tests.cli.conftest import Command
from wfplatform_tests.cli.doors import FakeDoor


def test_up_says_where_everything_is(offline: Command, door: FakeDoor) -> None:
    said = offline("up", "--port", "9000", "--no-dagster-ui")

    assert door.done == [UpOptions(port=9000, dagster_ui=False)]
    assert (
        said.out
        == "Designer http://127.0.0.1:8780\nAPI      http://127.0.0.1:8780/api/v1\nDagster  http://127.0.0.1:8781\n"
    )
    assert said.err == "starting the embedded PostgreSQL\nCtrl-C ends it.\n"


def test_the_demo_shows_a_summary_and_timelines(offline: Command, door: FakeDoor) -> None:
    said = offline("demo", "--orders", "10")

    assert (said.code, door.done) == (0, [DemoOptions(orders=10)])
    golden_text.check("demo", said.out)


def test_a_demo_with_surprises_does_not_exit_well(offline: Command, door: FakeDoor) -> None:
    door.surprises = ("2 orders are missing",)

    said = offline("demo")

    assert said.code == 5
    assert "! 2 orders are missing" in said.out


def test_the_demo_gives_programs_json(offline: Command) -> None:
    assert offline("demo", "--json").json["progress"]["refused"] == 1


def test_the_doctor_names_what_is_not_well_and_what_to_do(offline: Command, door: FakeDoor) -> None:
    door.findings += [
        Finding(name="disk", state="warning", detail="1.2 GB left", remedy="Free some space."),
        Finding(name="port 8780", state="error", detail="taken by another program", remedy="Choose another port."),
    ]

    said = offline("doctor")

    assert said.code == 4
    golden_text.check("doctor", said.out)


def test_a_doctor_who_finds_nothing_exits_well(offline: Command) -> None:
    said = offline("doctor", "--json")

    assert (said.code, said.json[0]["state"]) == (0, "ok")


def test_a_backup_names_its_file(offline: Command, tmp_path: Path) -> None:
    assert offline("backup", str(tmp_path)).out == f"{tmp_path}/backup.dump\n"


def test_a_restore_replaces_only_when_told(offline: Command, door: FakeDoor) -> None:
    offline("restore", "a.dump")
    offline("restore", "a.dump", "--replace", "--json")

    assert door.done == [("restore", Path("a.dump"), False), ("restore", Path("a.dump"), True)]


def test_a_worker_takes_its_slots_processes_and_queues(offline: Command, door: FakeDoor) -> None:
    offline("worker")
    offline("worker", "--slots", "3", "--processes", "2", "--queues", "default, mail,mail")

    assert door.done == [
        ("worker", None, WorkerOptions()),
        ("worker", None, WorkerOptions(slots=3, processes=2, queues=("default", "mail"))),
    ]


def test_a_worker_without_a_queue_is_refused(offline: Command, door: FakeDoor) -> None:
    said = offline("worker", "--queues", " , ")

    assert said.code == 2
    assert "Name at least one queue." in said.err
    assert door.done == []


def test_the_version_is_printed(offline: Command) -> None:
    assert offline("version").out == "wfplatform 0.1.0\n"
    assert offline("version", "--json").json == {"version": "0.1.0"}


def test_an_installation_that_is_set_up_wrongly_has_its_own_exit_code(offline: Command, door: FakeDoor) -> None:
    door.fails = Misconfigured(codes.OTHER_MAJOR, "The data folder was made by PostgreSQL 17.")

    said = offline("up")

    assert said.code == 4
    assert said.err.splitlines()[0] == "WF-SYS-006  The data folder was made by PostgreSQL 17."
    assert codes.OTHER_MAJOR.remedy in said.err


def test_a_bug_says_that_it_is_one_and_keeps_the_traceback_for_who_asks(offline: Command, door: FakeDoor) -> None:
    door.fails = RuntimeError("cannot happen")

    plain = offline("up")
    curious = offline("up", WFPLATFORM_DEBUG="1")

    assert plain.code == curious.code == 70
    assert plain.err.startswith("A bug in wfplatform: RuntimeError: cannot happen")
    assert "Traceback" not in plain.err
    assert "Traceback" in curious.err


@pytest.mark.filterwarnings("ignore")
def test_ctrl_c_is_told_by_the_exit_code(offline: Command, door: FakeDoor) -> None:
    door.fails = KeyboardInterrupt()

    assert offline("worker").code == 130


def test_what_goes_is_shown_with_why_the_rest_stays(offline: Command, door: FakeDoor) -> None:
    said = offline("retention", "plan", "--keep-days", "30")

    assert door.done == [("retention plan", 30)]
    golden_text.check("retention-plan", said.out)


def test_nothing_is_dropped_that_was_not_confirmed(offline: Command, door: FakeDoor) -> None:
    said = offline("retention", "apply")

    assert (said.code, door.done) == (1, [("retention plan", None)])
    assert "WF-CLI-009" in said.err
    assert "1 days with 1204 rows would go" in said.err


def test_what_is_confirmed_is_dropped(offline: Command, door: FakeDoor) -> None:
    said = offline("retention", "apply", "--yes", "--json")
    lost = offline("retention", "apply", "--yes", "--without-export")

    assert (said.code, said.json[0]["exported_to"], lost.code) == (0, "/exports/2026-04-01", 0)
    assert door.done == [("retention apply", None, True), ("retention apply", None, False)]


def test_a_day_is_brought_back_by_its_date(offline: Command, door: FakeDoor) -> None:
    said = offline("retention", "restore", "2026-05-01", "--hold-days", "30")

    assert (said.code, door.done) == (0, [("retention restore", date(2026, 5, 1), 30)])
    assert offline("retention", "restore", "yesterday").code == 1
