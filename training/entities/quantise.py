"""Quantises a student to the file that ships: tables and weights of eight bits, and no code."""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from dateline.ml.quantised_linear import MAX_SIGNED, MAX_UNSIGNED
from training.entities.distillation import TrainingContext
from training.entities.network import Network, Tables
from training.entities.optimise import Data, probabilities

Floats = NDArray[np.float64]

# Of what a layer reads, all but this share lies inside the range that eight bits can tell apart.
_CLIPPED = 1e-4
_SEEN = 400_000
# The training texts that show it.
_SAMPLE = 20_000


def write_quantised(network: Network, context: TrainingContext, path: Path) -> None:
    """Write the model; rows of the tables that no training text reached are zero."""
    tables, sample = context.tables, Data(context.dataset.train.head(_SAMPLE), context.train.device)
    state = {name: value.detach().cpu().numpy().astype(np.float64) for name, value in network.state_dict().items()}
    arrays: dict[str, NDArray[np.generic]] = {"marks": context.marks}
    for name, reached in (("ngram", tables.ngrams), ("word", tables.words), ("shape", tables.shapes)):
        table = state[f"features.{name}.weight"]
        unreached = np.ones(len(table), np.bool_)
        unreached[torch.unique(reached).cpu().numpy()] = False
        table[unreached] = 0
        arrays[f"{name}.rows"], arrays[f"{name}.scale"] = _quantise_columns(table.T)
        arrays[f"{name}.rows"] = arrays[f"{name}.rows"].T
        arrays[f"{name}.scale"] = arrays[f"{name}.scale"].astype(np.float16)
    first = state["body.first.weight"].transpose(1, 2, 0)
    first = first.reshape(len(first), -1)
    arrays["signs"] = (state["gazetteer.weight"] @ first).astype(np.float32)
    arrays["cuts"] = (state["lexicon.weight"] @ first).astype(np.float32)
    arrays["cuts"][0] = 0
    arrays["languages"] = (state["language.weight"] @ first).astype(np.float32)
    arrays["first.bias"] = state["body.first.bias"].astype(np.float32)
    ranges = _ranges(network, tables, sample)
    outer = state["features.outer.weight"].T @ first, state["features.outer.bias"] @ first
    arrays |= _quantised_layer(
        "inner", state["features.inner.weight"].T, state["features.inner.bias"], ranges["inner"] / MAX_SIGNED
    )
    arrays |= _quantised_layer("outer", *outer, ranges["outer"] / MAX_UNSIGNED)
    for number in range(len(network.config.dilations)):
        weight = state[f"body.further.{number}.weight"].transpose(2, 1, 0)
        bias = state[f"body.further.{number}.bias"]
        arrays |= _quantised_layer(
            f"layer{number}", weight.reshape(-1, weight.shape[2]), bias, ranges[f"layer{number}"] / MAX_UNSIGNED
        )
    arrays |= _quantised_layer(
        "classes", state["classes.weight"].T, state["classes.bias"], ranges["classes"] / MAX_UNSIGNED
    )
    about = {"languages": context.dataset.languages, "dilations": list(network.config.dilations)}
    arrays["about"] = np.frombuffer(json.dumps(about).encode(), np.uint8)
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]


def _quantise_columns(weight: Floats) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return int8 weights and the scale of each column: weight ≈ int8 × scale."""
    step = np.abs(weight).max(axis=0) / 127
    whole = np.divide(weight, step, out=np.zeros_like(weight), where=step > 0)
    return np.rint(whole).astype(np.int8), step.astype(np.float32)


def _quantised_layer(name: str, weight: Floats, bias: Floats, step: Floats) -> Mapping[str, NDArray[np.generic]]:
    """Return the arrays of a linear layer, (inputs, outputs), whose inputs are quantised by `step` (one for all, or one each)."""
    steps = np.broadcast_to(step, (len(weight),))
    whole, scale = _quantise_columns(weight * steps[:, None])
    return {
        f"{name}.weight": whole, f"{name}.scale": scale, f"{name}.bias": bias.astype(np.float32), f"{name}.step": np.asarray(step, np.float32)
    }  # fmt: skip


def _ranges(network: Network, tables: Tables, data: Data) -> dict[str, Floats]:
    """Calibrate: return the quantile of absolute inputs of each layer; for the innermost one, per input."""
    seen: dict[str, list[Tensor]] = {}
    layers: dict[str, nn.Module] = {
        "inner": network.features.inner,
        "outer": network.features.outer,
        "classes": network.classes,
    }
    layers |= {f"layer{number}": layer for number, layer in enumerate(network.body.get_submodule("further").children())}

    def watch(name: str) -> torch.utils.hooks.RemovableHandle:
        def keep(_: nn.Module, inputs: tuple[Tensor, ...]) -> None:
            flat = inputs[0].abs()
            flat = flat.reshape(-1, flat.shape[-1]) if name == "inner" else flat[flat > 0].reshape(-1, 1)
            seen.setdefault(name, []).append(flat[:: max(1, len(flat) // 5000)].cpu())

        return layers[name].register_forward_pre_hook(keep)

    handles = [watch(name) for name in layers]
    probabilities(network, data, tables)
    for handle in handles:
        handle.remove()
    found = {}
    for name, parts in seen.items():
        values = torch.cat(parts).numpy()[:_SEEN]
        found[name] = np.quantile(values, 1 - _CLIPPED, axis=0).astype(np.float64) + 1e-9
        if name != "inner":
            found[name] = found[name][0]
    return found
