"""Memory of other processes."""

from pathlib import Path

_KB = 1024


def proportional_set_size(process: int) -> int:
    """Bytes that a process has, a page that n processes share counted as 1/n (proc_pid_smaps(5)); 0 where it is gone."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * _KB for line in lines if line.startswith("Pss:")), 0)
