import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from wfplatform_tests.cli.conftest import Command

CLOSED = "http://127.0.0.1:9"


def test_a_server_that_does_not_answer_is_told_with_the_remedy(offline: Command) -> None:
    said = offline("workflows", "list", "--server", CLOSED)

    assert said.code == 3
    assert said.err.splitlines() == [
        f"WF-CLI-001  Nothing answers at '{CLOSED}'.",
        "  Start one with 'wfplatform up', or name one with --server or WFPLATFORM_SERVER.",
    ]


def test_following_a_server_that_does_not_answer_is_told_too(offline: Command) -> None:
    said = offline("executions", "events", "x", "--follow", "--server", CLOSED)

    assert (said.code, said.err.startswith("WF-CLI-001")) == (3, True)


def test_the_server_of_the_data_folder_is_found(offline: Command, url: str, tmp_path: Path) -> None:
    (tmp_path / "server.json").write_text(json.dumps({"url": url}))

    assert offline("workflows", "list", "--json").json == {"items": [], "next": None}


def test_a_server_that_is_named_comes_before_the_data_folders(offline: Command, url: str, tmp_path: Path) -> None:
    (tmp_path / "server.json").write_text(json.dumps({"url": CLOSED}))

    assert offline("workflows", "list", "--server", url).code == 0


@pytest.mark.parametrize("text", [None, "", "[]", '{"url": 7}', '{"url": "ftp://x"}'])
def test_a_data_folder_without_a_server_is_told(offline: Command, tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "server.json").write_text(text)

    said = offline("workflows", "list")

    assert (said.code, said.err.startswith("WF-CLI-001")) == (3, True)


@pytest.mark.parametrize(
    ("status", "body", "code", "exit_code"),
    [
        (200, b"<html>", "WF-CLI-005", 3),
        (200, b'{"things": []}', "WF-CLI-005", 3),
        (404, b"not here", "WF-CLI-005", 3),
        (502, b"bad gateway", "WF-CLI-008", 70),
    ],
)
def test_what_is_no_gateway_of_ours_is_told(
    offline: Command, status: int, body: bytes, code: str, exit_code: int
) -> None:
    with _something_else(status, body) as url:
        said = offline("workflows", "versions", "x", "--server", url)

    assert (said.code, said.err[:10]) == (exit_code, code)


def test_a_stream_that_breaks_off_for_good_is_told(offline: Command) -> None:
    with _something_else(200, b"event: step.started\n") as url:
        said = offline("executions", "events", "x", "--follow", "--server", url)

    assert (said.code, said.err.startswith("WF-CLI-006")) == (3, True)


def test_a_stream_that_breaks_goes_on_after_the_last_event(offline: Command) -> None:
    def event(number: int) -> bytes:
        frame = {"position": number, "seq": number, "at": "2026-05-01T12:00:00Z", "kind": "step.started", "data": {}}
        return f"id: {number}\nevent: step.started\ndata: {json.dumps(frame)}\n\n".encode()

    with _something_else(200, event(1), event(2), event(3) + b"event: end\ndata: {}\n\n", cut_off=1) as url:
        said = offline("executions", "events", "x", "--follow", "--json", "--server", url)

    assert [json.loads(line)["seq"] for line in said.out.splitlines()] == [1, 2, 3]
    assert said.code == 0


def test_a_stream_that_only_breaks_is_given_up(offline: Command) -> None:
    with _something_else(200, b"", cut_off=1) as url:
        said = offline("executions", "events", "x", "--follow", "--server", url)

    assert (said.code, said.err.startswith("WF-CLI-006")) == (3, True)


def test_a_wrong_option_is_told_with_the_usage(offline: Command) -> None:
    said = offline("workflows", "list", "--nothing")

    assert said.code == 2
    assert "No such option" in said.err


def test_every_command_has_help(offline: Command) -> None:
    groups = {
        (): "up demo validate schema publish run doctor backup restore worker version workflows executions",
        ("workflows",): "list versions show diff rollback export",
        ("executions",): "list show timeline events logs diff cancel pause resume restart resolve",
    }
    for group, names in groups.items():
        for name in names.split():
            said = offline(*group, name, "--help")
            assert said.code == 0, name
            assert "Usage:" in said.out, name
            assert "\\b" not in said.out, name


def test_help_shows_examples_and_exit_codes(offline: Command) -> None:
    told = offline("--help").out

    assert "wfplatform run order --input order.json --wait" in told
    assert "  3    something does not answer; trying again may help" in told


def test_help_loads_neither_the_http_client_nor_the_house() -> None:
    script = (
        "import sys; from wfplatform.cli.entry import run; from wfplatform.cli.reach import Reach\n"
        "run(['run', '--help'], Reach())\n"
        "heavy = {'httpx2', 'fastapi', 'dagster', 'asyncpg', 'wfplatform.wiring.door'} & set(sys.modules)\n"
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


def test_output_that_nobody_reads_to_its_end_is_no_failure() -> None:
    script = (
        "from wfplatform.cli.entry import main; from wfplatform_tests.cli.doors import FakeDoor\n"
        "import sys, wfplatform.cli.entry as entry; from wfplatform.cli.reach import Reach\n"
        "sys.exit(entry.run(['schema'], Reach(FakeDoor)))"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(os.environ)
    )
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.close()

    told = child.stderr.read().decode()
    child.stderr.close()

    assert "Traceback" not in told
    assert child.wait() in (0, 1)


@contextmanager
def _something_else(status: int, *bodies: bytes, cut_off: int = 0) -> Iterator[str]:
    """A server that answers with one body after another; `cut_off` bytes of each are promised and never come."""
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = bodies[min(len(asked), len(bodies) - 1)]
            asked.append(self.path)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body) + cut_off))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    other = HTTPServer(("127.0.0.1", 0), Answer)
    thread = Thread(target=lambda: other.serve_forever(poll_interval=0.01))
    thread.start()
    try:
        yield f"http://127.0.0.1:{other.server_port}"
    finally:
        other.shutdown()
        thread.join()
        other.server_close()
