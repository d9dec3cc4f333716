"""A worker's processes: the worker, its fork server and the pool's."""

import os
from pathlib import Path

from dateline.pool.process_memory import proportional_set_size


def members(leader: int) -> list[int]:
    """Process ids of a group, the leader first."""
    found = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return sorted(process for process in found if _group(process) == leader)


def memory(leader: int) -> int:
    """Bytes that the group has, shared pages counted once."""
    return sum(map(proportional_set_size, members(leader)))


def cpu_seconds(*processes: int) -> float:
    """CPU time that the processes have used, and the children that they have waited for."""
    return sum(int(ticks) for process in processes for ticks in _stat(process)[11:15]) / os.sysconf("SC_CLK_TCK")


def _group(process: int) -> int | None:
    return int(fields[2]) if (fields := _stat(process)) else None


def _stat(process: int) -> list[str]:
    """Return the fields of proc_pid_stat(5) from the third on; none if the process is gone."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
