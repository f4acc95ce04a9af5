"""Named points between two steps, at which a test can end the process as a power cut would."""

from __future__ import annotations

import os
import signal


class Faults:
    """`plan` is empty, or the name of one point: `<stage>.<prepared|audited|committed|recorded>`."""

    def __init__(self, plan: str = "") -> None:
        self._plan = plan

    def reach(self, point: str) -> None:
        """End the process here if the plan says so: no handler runs, nothing is flushed."""
        if point == self._plan:
            os.kill(os.getpid(), signal.SIGKILL)
