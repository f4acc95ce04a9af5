"""Opening: the schema is made once, a newer one is refused, and no error shows a password."""

from __future__ import annotations

import logging
import socket
import sqlite3
import traceback
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from jobs.errors import AssentError, Busy, InputMissing, Unavailable, UsageError
from jobs.registry import Registry
from jobs.registry.tables import REVISION, metadata
from jobs.registry.upgrade import MIGRATIONS
from tests.registry.conftest import Start
from tests.registry.postgres import Server
from tests.registry.worker import NIGHT

PASSWORD = "not-to-be-shown"


def test_the_migrations_make_the_tables(registry: Registry) -> None:
    with registry._db.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert MigrationContext.configure(connection).get_current_revision() == REVISION


def test_the_revision_named_is_the_newest() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")

    assert ScriptDirectory.from_config(config).get_heads() == [REVISION]


def test_statuses_and_kinds_are_closed_sets(registry: Registry) -> None:
    with pytest.raises(AssentError):
        registry.suppress("friend", 1, ["0" * 64], NIGHT)  # type: ignore[arg-type]
    registry.open_run(NIGHT, "p", {})
    with pytest.raises(AssentError):
        registry.finish_run(NIGHT, "p", "perhaps")  # type: ignore[arg-type]


def test_opening_again_keeps_what_is_there(url: str) -> None:
    with Registry.open(url) as first:
        run = first.open_run(NIGHT, "p", {"a": 1})
    with Registry.open(url) as second:
        assert second.run(NIGHT, "p") == run


def test_many_processes_may_open_at_once(url: str, start: Start) -> None:
    processes = start(6)

    for process in processes:
        process.tell(f"open {url}")

    assert [process.hear() for process in processes] == ["opened"] * 6
    with Registry.open(url) as registry, registry._db.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_many_processes_may_open_new_files_at_once(tmp_path: Path, start: Start) -> None:
    processes = start(6)

    for number in range(20):  # the switch to WAL fails in one of some hundred races
        for process in processes:
            process.tell(f"open sqlite:///{tmp_path}/{number}.db")
        assert [process.hear() for process in processes] == ["opened"] * 6
        assert [process.ask("close") for process in processes] == ["closed"] * 6


def test_opening_is_quiet(url: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    caplog.set_level(logging.INFO)
    Registry.open(url).close()

    assert caplog.records == []
    assert capfd.readouterr() == ("", "")


def test_a_newer_schema_is_refused(url: str) -> None:
    with Registry.open(url) as registry, registry._db.write() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))

    with pytest.raises(UsageError, match="written by a newer assent"):
        Registry.open(url)


def test_sqlite_is_set_up_for_two_processes(tmp_path: Path) -> None:
    with Registry.open(f"sqlite:///{tmp_path}/r.db") as registry, registry._db.read() as connection:
        pragmas = [
            connection.scalar(text(f"pragma {name}")) for name in ("journal_mode", "foreign_keys", "busy_timeout")
        ]

    assert pragmas == ["wal", 1, 30_000]


def test_a_locked_sqlite_is_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobs.registry.database.PATIENCE_SECONDS", 0.1)
    with Registry.open(f"sqlite:///{tmp_path}/r.db") as registry:
        other = sqlite3.connect(tmp_path / "r.db", isolation_level=None)
        other.execute("begin immediate")
        with pytest.raises(Busy):
            registry.open_run(NIGHT, "p", {})
        assert registry.run(NIGHT, "p") is None  # readers do not wait
        other.close()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "registry.db",
        f"mysql://u:{PASSWORD}@h/d",
        f"postgresql+asyncpg://u:{PASSWORD}@h/d",
        "sqlite://",
        "sqlite:///:memory:",
    ],
)
def test_a_wrong_url_is_wrong_use(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        Registry.open(url)

    assert PASSWORD not in shown(caught.value)


def test_a_file_that_is_no_database_is_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "r.db").write_text("no database, but long enough to be looked at as one\n" * 100)

    with pytest.raises(UsageError):
        Registry.open(f"sqlite:///{tmp_path}/r.db")


def test_an_absent_folder_is_missing_input(tmp_path: Path) -> None:
    with pytest.raises(InputMissing) as caught:
        Registry.open(f"sqlite:///{tmp_path}/absent/r.db")

    assert str(tmp_path / "absent") in str(caught.value)
    assert not (tmp_path / "absent").exists()


def test_a_server_that_does_not_answer_may_answer_later() -> None:
    with socket.socket() as reserved:  # bound and not listening: connections are refused
        reserved.bind(("127.0.0.1", 0))
        port = reserved.getsockname()[1]
        with pytest.raises(Unavailable) as caught:
            Registry.open(f"postgresql+psycopg://assent:{PASSWORD}@127.0.0.1:{port}/registry")

    assert f"postgresql://127.0.0.1:{port}/registry" in str(caught.value)
    assert PASSWORD not in shown(caught.value)


def test_a_wrong_password_or_database_is_missing_input(postgres_server: Server) -> None:
    for url in (postgres_server.url("postgres", PASSWORD), postgres_server.url("absent")):
        with pytest.raises(InputMissing) as caught:
            Registry.open(url)
        assert str(postgres_server.socket_folder) in str(caught.value)
        assert PASSWORD not in shown(caught.value)
        assert postgres_server.password not in shown(caught.value)


def shown(error: Exception) -> str:
    """All that a log could print of an error."""
    return "".join(traceback.format_exception(error)) + repr(error) + repr(vars(error))
