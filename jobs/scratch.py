"""Where Spark puts what it shuffles and spills: members' texts among it, so nobody else may read it or find it later.

Spark removes its files when it ends, and leaves them when it is killed. Each process has a folder named after itself,
and whoever starts next removes those of processes that are surely dead.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from jobs.errors import UsageError
from jobs.registry.process import Process

_AS_NAME, _AS_PROCESS = str.maketrans(":/", "=+"), str.maketrans("=+", ":/")  # Hadoop takes no colon in a path


def scratch() -> Path:
    """A folder of this process alone, below the system's folder for temporary files (TMPDIR).

    Raises:
        UsageError: somebody else has put a folder there.
    """
    root = Path(tempfile.gettempdir()) / f"assent-{os.getuid()}"
    root.mkdir(mode=0o700, exist_ok=True)
    if root.is_symlink() or root.stat().st_uid != os.getuid():
        raise UsageError(
            "the folder for temporary files is somebody else's",
            where=str(root),
            next_step="set TMPDIR to another",
        )
    root.chmod(0o700)
    for left in root.iterdir():
        with suppress(ValueError):  # a name that is no process's
            if Process.parse(left.name.translate(_AS_PROCESS)).is_surely_dead():
                shutil.rmtree(left, ignore_errors=True)
    mine = root / str(Process.this()).translate(_AS_NAME)
    mine.mkdir(exist_ok=True)
    return mine
