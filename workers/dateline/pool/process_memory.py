"""Memory of processes, in bytes."""

import ctypes
from pathlib import Path

_KB = 1024


def proportional_set_size(process: int) -> int:
    """What a process has, a page that n processes share counted as 1/n (proc_pid_smaps(5)); 0 where it is gone."""
    try:
        return _said(Path(f"/proc/{process}/smaps_rollup"), "Pss:")
    except OSError:
        return 0


def own_data_size() -> int:
    """What counts towards this process's RLIMIT_DATA (proc_pid_status(5))."""
    return _said(Path("/proc/self/status"), "VmData:")


def give_back_unused() -> None:
    """Gives free pages of the heap back to the system, where the C library can (malloc_trim(3)); by itself it keeps tens of megabytes."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _said(file: Path, name: str) -> int:
    lines = file.read_text("ascii").splitlines()
    return next((int(line.split()[1]) * _KB for line in lines if line.startswith(name)), 0)
