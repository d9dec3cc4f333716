"""A quantised linear layer (Jacob et al. 2018, arXiv:1712.05877), whose sums are exact: the same in any order, on any machine.

Inputs and weights are whole numbers of at most eight bits; 384 products of 254 and 127 stay under 2^24, up to which float32 represents
whole numbers exactly, so that numpy's float matrix product can be used.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

# IEEE 754: the bits of a float16's sign and mantissa once they are shifted to where a float32 has its own, and what its exponent lacks then.
_SIGN_AND_MANTISSA = np.int32(~0x7000_1FFF)
_EXPONENT_BIAS = np.float32(2.0**112)

MAX_SIGNED = 127
MAX_UNSIGNED = 254


def to_float32(halves: NDArray[np.float16]) -> Floats:
    """Convert finite float16 numbers; `astype` takes half as long again."""
    bits = halves.view(np.int16).astype(np.int32)
    bits <<= 13
    bits &= _SIGN_AND_MANTISSA
    numbers = bits.view(np.float32)
    numbers *= _EXPONENT_BIAS
    return numbers


@dataclass(frozen=True, slots=True)
class QuantisedLinear:
    """`quantise(input) @ weight * scale + bias`.

    weight: (inputs, outputs), whole numbers; scale, bias: (outputs,); steps_per_unit: the inverse of the quantisation step, a scalar for
    inputs that are never negative, else (inputs,).
    """

    weight: Floats
    scale: Floats
    bias: Floats
    steps_per_unit: Floats

    @classmethod
    def load(cls, arrays: Mapping[str, NDArray[Any]], name: str) -> "QuantisedLinear":
        """Take the layer of this name from a model file's arrays."""
        weight, scale, bias, step = (
            arrays[f"{name}.{part}"].astype(np.float32) for part in ("weight", "scale", "bias", "step")
        )
        return cls(weight, scale, bias, np.asarray(1 / step, np.float32))

    def quantise(self, values: Floats) -> Floats:
        """Round inputs (rows, inputs) to whole steps; inputs that are never negative have twice as many."""
        steps = values * self.steps_per_unit
        np.rint(steps, out=steps)
        if self.steps_per_unit.ndim:
            np.clip(steps, -MAX_SIGNED, MAX_SIGNED, out=steps)
        else:
            np.minimum(steps, MAX_UNSIGNED, out=steps)
        return steps

    def forward(self, steps: Floats) -> Floats:
        """Return the output (rows, outputs) for quantised inputs."""
        output: Floats = steps @ self.weight
        output *= self.scale
        output += self.bias
        return output

    def __call__(self, values: Floats) -> Floats:
        """Quantise the inputs and return the output."""
        return self.forward(self.quantise(values))
