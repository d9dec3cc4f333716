"""What one fault did to one kind of worker."""

from dataclasses import dataclass, field
from statistics import median
from typing import Literal

Kind = Literal["ours", "plain"]
Form = Literal["short", "long"]


@dataclass
class Result:
    """One run; times in seconds. `problems` are the conditions that did not hold."""

    fault: str
    kind: Kind
    form: Form
    seed: int
    times: int = 0
    items: int = 0
    lost: int = 0
    duplicated: int = 0
    resumes: list[float] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        """Nothing lost, nothing doubled, no condition broken."""
        return not (self.lost or self.duplicated or self.problems)

    @property
    def resume(self) -> str:
        """Median and longest time to resume."""
        return f"{median(self.resumes):.1f} / {max(self.resumes):.1f}" if self.resumes else "–"
