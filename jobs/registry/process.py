"""Who holds a lease: a process, told apart from a later one that got the same number."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Process:
    """A process of some machine."""

    host: str
    pid: int
    start: str  # ticks after boot, /proc/PID/stat field 22
    machine: str  # boot id and PID namespace: whose process table the number is of; empty where there is no /proc

    @classmethod
    def this(cls) -> Process:
        """The process that asks."""
        _, start = _state_and_start(os.getpid()) or ("", "")
        return cls(socket.gethostname(), os.getpid(), start, _machine())

    @classmethod
    def parse(cls, text: str) -> Process:
        """Reads back what `str` wrote."""
        host, pid, start, machine = text.rsplit(":", 3)
        return cls(host, int(pid), start, machine)

    def __str__(self) -> str:
        return f"{self.host}:{self.pid}:{self.start}:{self.machine}"

    def is_surely_dead(self) -> bool:
        """True only for a process of this machine that is gone, a zombie, or whose number another one has now."""
        if not self.machine or self.machine != _machine():
            return False
        try:
            os.kill(self.pid, 0)  # asks only; /proc may hide what belongs to another user
        except ProcessLookupError:
            return True
        except PermissionError:
            pass
        found = _state_and_start(self.pid)
        return found is not None and (found[0] in "ZX" or found[1] != self.start)


def _machine() -> str:
    # Containers of one host share the boot id, yet number their processes apart: the namespace belongs to the name.
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot}/{Path('/proc/self/ns/pid').stat().st_ino}"
    except OSError:
        return ""


def _state_and_start(pid: int) -> tuple[str, str] | None:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()  # from field 3 on: the name in field 2 may hold blanks and brackets
    return fields[0], fields[19]
