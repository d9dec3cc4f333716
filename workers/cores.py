"""How many cores there are to use."""

import os
from pathlib import Path

_CGROUP_CPU = Path("/sys/fs/cgroup/cpu.max")


def cores() -> int:
    """Cores that this process may use: those it may run on, or its control group's quota if that is less."""
    mine = len(os.sched_getaffinity(0))
    try:
        quota, period = _CGROUP_CPU.read_text("ascii").split()
    except (OSError, ValueError):
        return mine
    return mine if quota == "max" else max(1, min(mine, round(int(quota) / int(period))))
