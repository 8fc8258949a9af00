from pathlib import Path

import pytest

from wfplatform_tests.cli import golden_text
from wfplatform_tests.cli.conftest import Command, Said
from wfplatform_tests.gateway.fakes.world import World

INPUT = b'{"who": "mara"}'
FIRST = "019f0000-0000-7000-8000-000000000001"


def begin(command: Command, workflow: str, *options: str) -> Said:
    return command("run", workflow, "--input", "-", *options, stdin=INPUT)


def test_running_prints_the_id_and_nothing_else(published: Command) -> None:
    said = begin(published, "greet")

    assert (said.code, said.out, said.err) == (0, f"{FIRST}\n", "\n")


def test_waiting_shows_each_step_and_then_the_output(published: Command) -> None:
    said = begin(published, "greet", "--wait")

    assert (said.code, said.json) == (0, {"says": "hello"})
    golden_text.check("run_wait", said.err)


def test_waiting_for_one_that_fails_has_its_own_exit_code(published: Command) -> None:
    said = begin(published, "break", "--wait")

    assert said.code == 5
    golden_text.check("run_wait_failed", said.err)


def test_waiting_gives_programs_the_execution_as_json(published: Command) -> None:
    said = begin(published, "greet", "--wait", "--json")

    assert (said.json["status"], said.json["output"]) == ("completed", {"says": "hello"})


def test_an_input_is_read_from_a_file(published: Command, tmp_path: Path) -> None:
    file = tmp_path / "input.json"
    file.write_bytes(INPUT)

    assert published("run", "greet", "-i", str(file), "--json").json["search"] == {"who": "mara"}


def test_an_input_that_is_no_json_is_told_with_its_place(published: Command) -> None:
    said = published("run", "greet", "-i", "-", stdin=b'{"who": ')

    assert (said.code, said.err.startswith("WF-CLI-003")) == (1, True)
    assert "column" in said.err


def test_an_input_that_does_not_fit_is_told_with_its_place(published: Command) -> None:
    said = published("run", "greet", "-i", "-", stdin=b'{"who": 7}')

    assert said.code == 1
    golden_text.check("run_refused", said.err)


def test_the_same_key_starts_only_once(published: Command) -> None:
    first = begin(published, "greet", "--key", "k")
    again = begin(published, "greet", "--key", "k")

    assert first.out == again.out


def test_executions_are_listed_with_what_they_are_about(published: Command) -> None:
    for workflow in ("greet", "ask", "break"):
        begin(published, workflow)

    golden_text.check("executions_list", published("executions", "list").out)


def test_executions_are_filtered(published: Command) -> None:
    for workflow in ("greet", "ask", "break"):
        begin(published, workflow)

    def found(*options: str) -> list[str]:
        return [item["workflow"] for item in published("executions", "list", "--json", *options).json["items"]]

    assert found("--status", "failed", "--status", "waiting") == ["break", "ask"]
    assert found("--workflow", "greet") == ["greet"]
    assert found("--search", "who=mara", "--limit", "1") == ["break"]
    assert found("--search", "who=olaf") == []


def test_a_search_without_a_value_is_told(published: Command) -> None:
    said = published("executions", "list", "--search", "who")

    assert (said.code, said.err.startswith("WF-CLI-007")) == (1, True)


def test_an_execution_that_asks_shows_how_to_answer(published: Command) -> None:
    begin(published, "ask")

    golden_text.check("executions_show", published("executions", "show", FIRST).out)


def test_a_timeline_is_a_table_with_bars(published: Command) -> None:
    begin(published, "break")

    golden_text.check("executions_timeline", published("executions", "timeline", FIRST).out)


def test_events_are_printed_one_a_line(published: Command) -> None:
    begin(published, "greet")

    golden_text.check("executions_events", published("executions", "events", FIRST).out)


def test_events_for_programs_are_one_object_a_line(published: Command) -> None:
    begin(published, "greet")

    lines = published("executions", "events", FIRST, "--json", "--after", "2").out.splitlines()

    assert [line.split('"kind":"')[1].split('"')[0] for line in lines] == ["step.completed", "execution.completed"]


def test_following_a_finished_execution_prints_its_events_and_ends(published: Command) -> None:
    begin(published, "greet")

    followed = published("executions", "events", FIRST, "--follow")

    assert followed.out == published("executions", "events", FIRST).out


def test_logs_are_printed_with_their_steps(published: Command) -> None:
    begin(published, "ask")

    everything = published("executions", "logs", FIRST)
    of_one = published("executions", "logs", FIRST, "--step", "ask", "--json")

    golden_text.check("executions_logs", everything.out)
    assert of_one.json["message"] == "doing ask"


def test_two_executions_are_compared(published: Command) -> None:
    begin(published, "greet")
    begin(published, "break")

    said = published("executions", "diff", FIRST, FIRST[:-1] + "2")

    golden_text.check("executions_diff", said.out)


def test_an_execution_agrees_with_itself(published: Command) -> None:
    begin(published, "greet")

    assert "They agree in every step." in published("executions", "diff", FIRST, FIRST).out


@pytest.mark.parametrize(
    ("option", "status"), [("--skip", "completed"), ("--continue", "completed"), ("--fail", "failed")]
)
def test_a_decision_moves_the_execution_on(published: Command, option: str, status: str) -> None:
    begin(published, "ask")

    said = published("executions", "resolve", FIRST, "ask", option, "--comment", "by hand")

    assert (said.code, status in said.out) == (0, True)


def test_an_output_stands_in_for_a_step_that_is_continued(published: Command) -> None:
    begin(published, "ask")

    published("executions", "resolve", FIRST, "ask", "--continue", "--output", "-", stdin=b'{"ok": true}')

    steps = published("executions", "timeline", FIRST, "--json").json["steps"]
    assert steps[1]["output"] == {"ok": True}


@pytest.mark.parametrize("options", [[], ["--retry", "--skip"], ["--skip", "--output", "x.json"]])
def test_a_decision_is_exactly_one(published: Command, options: list[str]) -> None:
    said = published("executions", "resolve", FIRST, "ask", *options)

    assert (said.code, said.err.startswith("WF-CLI-007")) == (1, True)


def test_cancel_pause_resume_and_restart_tell_the_status_that_follows(published: Command) -> None:
    begin(published, "ask")

    paused = published("executions", "pause", FIRST, "--reason", "lunch")
    resumed = published("executions", "resume", FIRST)
    cancelled = published("executions", "cancel", FIRST, "--reason", "twice", "--json")
    restarted = published("executions", "restart", FIRST, "--lane", "express")

    assert paused.out == f"‖ paused  {FIRST}\n"
    assert resumed.out == f"◷ waiting  {FIRST}\n"
    assert cancelled.json["status"] == "cancelled"
    assert restarted.out.endswith("0002\n")
    assert published("executions", "list", "--json").json["items"][0]["lane"] == "express"


def test_telling_an_execution_that_is_over_is_a_conflict(published: Command) -> None:
    begin(published, "greet")

    said = published("executions", "cancel", FIRST)

    assert (said.code, said.err.startswith("WF-RUN-OVER")) == (1, True)


def test_an_execution_that_is_not_there_is_told_as_json_to_programs(published: Command, world: World) -> None:
    said = published("executions", "show", FIRST, "--json")

    assert (said.code, said.out) == (1, "\n")
    assert '"code": "WF-GTW-012"' in said.err
