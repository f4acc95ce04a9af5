"""A real PostgreSQL server for the tests: a throw-away cluster on a Unix socket, with passwords switched on."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

# Runs the server until its own stdin closes, be it that the tests ended or that they were killed.
KEEPER = """
"$0" -D "$1/data" -k "$1" -c listen_addresses= -c fsync=off -c full_page_writes=off >"$1/log" 2>&1 </dev/null &
read _
kill -QUIT $!
wait
rm -rf "$1"
"""


@dataclass(frozen=True)
class Server:
    """A running server."""

    socket_folder: Path
    password: str

    def url(self, database: str, password: str | None = None) -> str:
        return f"postgresql+psycopg://assent:{password or self.password}@/{database}?host={self.socket_folder}"

    def emptied(self) -> str:
        """The URL of the server's database, with nothing in it; a new database for each test takes ten times longer."""
        dsn = f"host={self.socket_folder} user=assent password={self.password} dbname=postgres"
        with psycopg.connect(dsn, autocommit=True, options="-c client_min_messages=warning") as connection:
            connection.execute("drop schema public cascade")
            connection.execute("create schema public")
        return self.url("postgres")


def binaries() -> Path | None:
    """The folder of `initdb` and `postgres`: on PATH, where `pg_config` says, or where Debian puts them."""
    candidates = [Path(found).resolve().parent] if (found := shutil.which("initdb")) else []
    if shutil.which("pg_config"):
        told = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=True)
        candidates.append(Path(told.stdout.strip()))
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next(
        (folder for folder in candidates if (folder / "initdb").exists() and (folder / "postgres").exists()), None
    )


@contextmanager
def server(bin_folder: Path) -> Iterator[Server]:
    """Starts a server in a folder of its own and removes both at the end."""
    # Not pytest's folder: the path of a socket is short, and PostgreSQL's user must be able to walk it.
    home = Path(tempfile.mkdtemp(prefix="assent-pg-", dir="/tmp"))
    password = secrets.token_hex(8)
    (home / "password").write_text(password)
    data, user = home / "data", _unprivileged()
    if user:
        for path in (home, home / "password"):
            shutil.chown(path, user["user"], user["group"])
    secret = ["--auth=scram-sha-256", f"--pwfile={home / 'password'}", "--no-sync"]
    _call(user, bin_folder / "initdb", "-D", data, "-U", "assent", "-E", "UTF8", *secret)
    command = ["sh", "-c", KEEPER, str(bin_folder / "postgres"), str(home)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, cwd="/", start_new_session=True, **user) as keeper:
        server = Server(home, password)
        _await(server, keeper)
        yield server
        # Leaving closes its stdin and waits for it.


def _await(server: Server, keeper: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            server.emptied()
            return
        except psycopg.OperationalError:
            assert keeper.poll() is None, "PostgreSQL did not start"
            assert time.monotonic() < deadline, "PostgreSQL does not answer"
            time.sleep(0.05)


def _unprivileged() -> dict[str, Any]:
    """For `subprocess`: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _call(user: dict[str, Any], *command: object) -> None:
    words = [str(word) for word in command]
    done = subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", check=False, **user)
    assert done.returncode == 0, f"{Path(words[0]).name} failed with {done.returncode}"
