"""The embedded PostgreSQL: starts, stops, recovers, and says clearly why it does not."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from wfplatform.kernel.codes import sys as codes
from wfplatform.kernel.errors import Conflict, Misconfigured, Unavailable
from wfplatform.store.embedded import EmbeddedPostgres, address_of_running, binaries, failures, postmaster
from wfplatform.store.embedded.account import Account, server_account
from wfplatform.store.embedded.cluster import SMALL
from wfplatform.store.embedded.folder import Folder
from wfplatform_tests.postgres import temporary_folder

pytestmark = pytest.mark.slow


@pytest.fixture
def folder() -> Iterator[Path]:
    made = temporary_folder()
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Path]:
    """A folder that a server has run on and left cleanly, to be copied: initdb takes most of a second."""
    made = temporary_folder()
    with EmbeddedPostgres(made / "first", settings=SMALL):
        pass
    yield made / "first"
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def used(cluster: Path, folder: Path) -> Path:
    """A copy of it; owners and modes as they were."""
    subprocess.run(["cp", "-a", str(cluster), str(folder / "used")], check=True)
    return folder / "used"


def answer(dsn: str, query: str) -> object:
    with psycopg.connect(dsn, autocommit=True) as connection:
        row = connection.execute(query.encode()).fetchone()
    return row and row[0]


def test_a_server_starts_in_an_empty_folder_and_stops(folder: Path) -> None:
    server = EmbeddedPostgres(folder / "new", settings=SMALL)

    address = server.start()
    settings = {name: answer(address.dsn, f"SHOW {name}") for name in ("fsync", "shared_buffers", "server_encoding")}
    server.stop()

    assert settings == {"fsync": "on", "shared_buffers": "32MB", "server_encoding": "UTF8"}
    assert address_of_running(folder / "new") is None
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address.dsn, connect_timeout=1)


def test_what_was_committed_is_there_after_kill_9(used: Path) -> None:
    server = EmbeddedPostgres(used, settings=SMALL)
    address = server.start()
    with psycopg.connect(address.dsn, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
    server.stop()

    with EmbeddedPostgres(used, settings=SMALL) as again:
        found = answer(again.address.dsn, "SELECT count(*) FROM kept")

    assert found == 1_000


def test_a_pid_file_that_names_a_stranger_or_a_zombie_keeps_nobody_out(used: Path) -> None:
    zombie = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, zombie.pid, os.WEXITED | os.WNOWAIT)
    stranger = os.getpid()

    for pid in (zombie.pid, stranger):
        (used / "data" / "postmaster.pid").write_text(f"{pid}\n{used / 'data'}\n0\n5432\n/tmp\n\n\nready\n")
        with EmbeddedPostgres(used, settings=SMALL) as server:
            assert server.pid not in (None, pid)

    zombie.wait()


def test_a_second_start_on_one_folder_is_refused_in_one_sentence(used: Path) -> None:
    with EmbeddedPostgres(used, settings=SMALL), pytest.raises(Conflict) as refused:
        EmbeddedPostgres(used, settings=SMALL).start()

    assert refused.value.code is codes.FOLDER_IN_USE


def test_a_second_process_on_one_folder_is_told_which_one_has_it(used: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from wfplatform.store.embedded import EmbeddedPostgres\n"
        "from wfplatform.kernel.errors import Conflict\n"
        "try: EmbeddedPostgres(Path(sys.argv[1])).start()\n"
        "except Conflict as refused: sys.exit(refused.message)\n"
    )
    with EmbeddedPostgres(used, settings=SMALL) as server:
        ended = subprocess.run([sys.executable, "-c", program, str(used)], capture_output=True, text=True, check=False)
        still = answer(server.address.dsn, "SELECT 1")

    assert ended.stderr.strip() == f"The data folder {str(used)!r} is in use by process {os.getpid()}."
    assert still == 1


def test_a_server_whose_owner_was_killed_is_taken_over(used: Path) -> None:
    program = (
        "import os, signal, sys; from pathlib import Path; from wfplatform.store.embedded import EmbeddedPostgres\n"
        "server = EmbeddedPostgres(Path(sys.argv[1])); server.start(); print(server.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    ended = subprocess.run([sys.executable, "-c", program, str(used)], capture_output=True, text=True, check=False)
    abandoned = int(ended.stdout)

    with EmbeddedPostgres(used, settings=SMALL) as server:
        taken_over = server.pid

    assert taken_over == abandoned
    assert not postmaster.is_alive(abandoned)


def test_ctrl_c_in_the_terminal_does_not_reach_the_server(used: Path) -> None:
    with EmbeddedPostgres(used, settings=SMALL) as server:
        assert server.pid is not None
        assert os.getsid(server.pid) == server.pid


def test_others_find_the_address_of_a_running_server(used: Path) -> None:
    with EmbeddedPostgres(used, settings=SMALL) as server:
        found = address_of_running(used)
        assert found is not None
        assert answer(found.dsn, "SELECT current_database()") == "wfplatform"
        assert found.dsn == server.address.dsn


def test_a_folder_of_another_major_is_refused_naming_both(used: Path) -> None:
    (used / "data" / "PG_VERSION").write_text("15\n")

    with pytest.raises(Misconfigured) as refused:
        EmbeddedPostgres(used, settings=SMALL).start()

    assert refused.value.code is codes.OTHER_MAJOR
    assert "PostgreSQL 15" in refused.value.message
    assert "PostgreSQL 18" in refused.value.message


def test_a_taken_port_is_named(used: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Conflict) as refused:
            EmbeddedPostgres(used, tcp_port=port, settings=SMALL).start()

    assert refused.value.code is codes.PORT_TAKEN
    assert str(port) in refused.value.message


def test_tcp_needs_the_password(used: Path) -> None:
    with EmbeddedPostgres(used, tcp_port=0, settings=SMALL) as server:
        address = server.address
        assert address.tcp_dsn is not None
        assert address.password is not None
        assert answer(address.tcp_dsn, "SELECT 1") == 1
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(address.tcp_dsn.replace(address.password, "guess"))
        assert address.password not in repr(address)
        assert (used / "password").stat().st_mode & 0o077 == 0


def test_a_long_path_gets_a_short_socket(folder: Path, used: Path) -> None:
    deep = folder / ("d" * 60) / ("e" * 60)
    deep.parent.mkdir(mode=0o755)
    used.rename(deep)

    with EmbeddedPostgres(deep, settings=SMALL) as server:
        assert len(str(server.address.socket_folder)) < 90
        assert answer(server.address.dsn, "SELECT 1") == 1


def test_a_parent_that_is_closed_to_the_servers_user_is_named(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    somebody = Account("somebody", uid=4_242, gid=4_242, is_other=True)

    with pytest.raises(Misconfigured) as refused:
        Folder(closed / "data").prepare(somebody)

    assert refused.value.code is codes.FOLDER_UNREACHABLE
    assert repr(str(closed)) in refused.value.message


def test_a_folder_that_cannot_be_made_is_refused(folder: Path) -> None:
    (folder / "file").write_text("")

    with pytest.raises(Misconfigured) as refused:
        EmbeddedPostgres(folder / "file" / "data", settings=SMALL).start()

    assert refused.value.code is codes.FOLDER_NOT_WRITABLE


def test_files_of_another_user_are_left_alone(used: Path) -> None:
    somebody = Account("somebody", uid=4_242, gid=4_242, is_other=False)

    with pytest.raises(Misconfigured) as refused:
        Folder(used).prepare(somebody)

    assert refused.value.code is codes.FOLDER_FOREIGN


def test_a_setting_that_the_server_refuses_is_quoted_and_nothing_is_left_running(used: Path) -> None:
    server = EmbeddedPostgres(used, settings={**SMALL, "shared_buffers": "a lot"})

    with pytest.raises(Unavailable) as refused:
        server.start()

    assert refused.value.code is codes.SERVER_FAILED
    assert server.pid is None
    with EmbeddedPostgres(used, settings=SMALL) as again:
        assert again.pid is not None


def test_what_an_administrator_sets_wins(used: Path) -> None:
    with (
        EmbeddedPostgres(used, settings=SMALL) as server,
        psycopg.connect(server.address.dsn, autocommit=True) as connection,
    ):
        connection.execute("ALTER SYSTEM SET work_mem = '7MB'")

    with EmbeddedPostgres(used, settings={**SMALL, "work_mem": "5MB"}) as server:
        assert answer(server.address.dsn, "SHOW work_mem") == "7MB"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("FATAL:  could not write lock file: No space left on device", codes.DISK_FULL),
        ("FATAL:  could not open file: Read-only file system", codes.FOLDER_NOT_WRITABLE),
        ('FATAL:  lock file "postmaster.pid" already exists', codes.FOLDER_IN_USE),
        ('LOG:  could not bind IPv4 address "127.0.0.1": Address already in use', codes.PORT_TAKEN),
        ("Segmentation fault", codes.SERVER_FAILED),
    ],
)
def test_the_servers_last_words_become_one_sentence(said: str, code: codes.Code) -> None:
    assert failures.explain(said, Path("/data"), port=5432).code is code


def test_without_the_programs_it_says_what_to_install() -> None:
    with pytest.raises(Misconfigured) as refused:
        binaries.installed("a_package_that_nobody_made")

    assert refused.value.code is codes.NO_BINARIES


@pytest.mark.parametrize("uid", [0, 4_242_424])
def test_without_a_user_to_run_as_it_says_so(uid: int) -> None:
    with pytest.raises(Misconfigured) as refused:
        server_account(["a-user-that-nobody-made"], uid=uid)

    assert refused.value.code is codes.NO_ACCOUNT


def test_programs_out_of_reach_are_copied_to_where_they_can_be_run(folder: Path) -> None:
    (folder / "closed" / "bin").mkdir(parents=True)
    (folder / "closed" / "bin" / "postgres").write_text("program")
    (folder / "closed").chmod(0o700)
    somebody = Account("somebody", uid=4_242, gid=4_242, is_other=True)

    reachable = binaries.Binaries(folder / "closed", "18.4").reachable_by(somebody, folder)

    assert Path(reachable.program("postgres")).read_text() == "program"
    assert somebody.first_closed(reachable.root / "bin") is None
