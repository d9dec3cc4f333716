"""A layer in whole numbers: its sums are exact, so that they are the same in any order, on any machine.

Inputs and weights are whole numbers of at most eight bits; 384 products of 254 and 127 stay under 2^24, which 32-bit floats hold exactly
(as Jacob et al. 2018, arXiv:1712.05877, in integers).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

# IEEE 754: where a half's sign and digits lie once they are shifted to where a single has its own, and what its exponent lacks then.
_SIGN_AND_DIGITS = np.int32(~0x7000_1FFF)
_EXPONENTS_APART = np.float32(2.0**112)


def single(halves: NDArray[np.float16]) -> NDArray[np.float32]:
    """The same finite numbers in single precision; numpy's own way takes half as long again."""
    bits = halves.view(np.int16).astype(np.int32)
    bits <<= 13
    bits &= _SIGN_AND_DIGITS
    numbers = bits.view(np.float32)
    numbers *= _EXPONENTS_APART
    return numbers


Floats = NDArray[np.float32]

STEPS_EITHER_WAY = 127
STEPS_UP = 254


@dataclass(frozen=True, slots=True)
class Product:
    """`steps of the input @ weight * scale + bias`."""

    weight: Floats
    scale: Floats
    bias: Floats
    per_step: Floats

    @classmethod
    def read(cls, arrays: Mapping[str, NDArray[Any]], name: str) -> "Product":
        """The layer of that name in a model file."""
        weight, scale, bias, step = (
            arrays[f"{name}.{part}"].astype(np.float32) for part in ("weight", "scale", "bias", "step")
        )
        return cls(weight, scale, bias, np.asarray(1 / step, np.float32))

    def steps(self, values: Floats) -> Floats:
        """Inputs in whole steps; what never is negative has twice as many."""
        found = values * self.per_step
        np.rint(found, out=found)
        if self.per_step.ndim:
            np.clip(found, -STEPS_EITHER_WAY, STEPS_EITHER_WAY, out=found)
        else:
            np.minimum(found, STEPS_UP, out=found)
        return found

    def of_steps(self, steps: Floats) -> Floats:
        """The layer's output for inputs in steps."""
        found: Floats = steps @ self.weight
        found *= self.scale
        found += self.bias
        return found

    def __call__(self, values: Floats) -> Floats:
        """The layer's output."""
        return self.of_steps(self.steps(values))
