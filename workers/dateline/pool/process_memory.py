"""Memory of processes, in bytes."""

import ctypes
from pathlib import Path

_KB = 1024


def proportional_set_size(process: int) -> int:
    """Return a process's memory, a page shared by n processes counted as 1/n (proc_pid_smaps(5)); 0 if it is gone."""
    try:
        return _field(Path(f"/proc/{process}/smaps_rollup"), "Pss:")
    except OSError:
        return 0


def own_data_size() -> int:
    """Return the memory that counts towards this process's RLIMIT_DATA (proc_pid_status(5))."""
    return _field(Path("/proc/self/status"), "VmData:")


def return_unused() -> None:
    """Return free pages of the heap to the system if the C library can (malloc_trim(3)); by itself it keeps tens of megabytes."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _field(file: Path, name: str) -> int:
    lines = file.read_text("ascii").splitlines()
    return next((int(line.split()[1]) * _KB for line in lines if line.startswith(name)), 0)
