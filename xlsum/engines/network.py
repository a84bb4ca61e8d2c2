"""The transformers network of a checkpoint: loaded with no pickle and no foreign code, pruned, its scale measured."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from xlsum.engines.source import Source
from xlsum.errors import CheckpointError, MissingExtraError

_CLASSES = {
    "m2m100": "M2M100ForConditionalGeneration",
    "mt5": "MT5ForConditionalGeneration",
    "t5": "T5ForConditionalGeneration",
    "marian": "MarianMTModel",
}


def load_network(source: Source) -> Any:
    """The network in float32 on the CPU, in evaluation mode.

    A .bin file is read with `weights_only`, so no pickle runs. Raises CheckpointError, MissingExtraError.
    """
    try:
        import torch
        import transformers
    except ImportError as error:
        raise MissingExtraError(str(error.name), "hf") from error
    transformers.utils.logging.disable_progress_bar()
    transformers.utils.logging.set_verbosity_error()
    kind = getattr(transformers, _CLASSES[source.architecture])
    try:
        network = kind.from_pretrained(
            str(source.folder), dtype=torch.float32, local_files_only=True, trust_remote_code=False, weights_only=True
        )
    except (OSError, RuntimeError, ValueError) as error:
        raise CheckpointError(f"{source.folder}: cannot be loaded: {str(error).strip().splitlines()[0]}") from error
    except Exception as error:  # pickle.UnpicklingError and safetensors' own errors share no base
        raise CheckpointError(f"{source.folder}: its weights are refused: {type(error).__name__}: {error}") from error
    _check_output_layer(network, source)
    network.eval()
    return network


def prune_network(network: Any, kept: Sequence[int]) -> None:
    """Cut the network's vocabulary to the ids `kept`, in that order: embeddings, output layer, bias, special ids.

    Matrices that were shared stay shared.
    """
    import torch

    rows = torch.tensor(list(kept))
    cut: dict[int, Any] = {}  # by storage, so that what was tied stays tied

    def cut_once(weight: Any) -> Any:
        if weight.data_ptr() not in cut:
            cut[weight.data_ptr()] = torch.nn.Parameter(weight.detach().index_select(0, rows), requires_grad=False)
        return cut[weight.data_ptr()]

    size = network.config.vocab_size
    originals = [(m, m.weight) for m in network.modules() if _is_vocabulary_matrix(m, size)]
    for module, weight in originals:
        module.weight = cut_once(weight)
        _set_size(module, len(kept))
    bias = getattr(network, "final_logits_bias", None)
    if bias is not None:
        network.final_logits_bias = bias.detach().index_select(-1, rows)
    _renumber(network.config, kept)
    _renumber(network.generation_config, kept)
    network.config.vocab_size = len(kept)


def decoder_scale(network: Any) -> float:
    """By what the network multiplies the decoder's output before the output layer: 1, or d_model ** -0.5.

    Measured on one step, for configs and library versions disagree about it.
    """
    import torch

    seen: list[Any] = []
    handle = network.lm_head.register_forward_hook(lambda module, inputs, output: seen.append(inputs[0]))
    ids = torch.tensor([[network.config.eos_token_id]])
    decoder = network.get_decoder()
    outputs: list[Any] = []
    after = decoder.register_forward_hook(lambda module, inputs, output: outputs.append(output[0]))
    try:
        with torch.no_grad():
            network(input_ids=ids, decoder_input_ids=ids)
    finally:
        handle.remove()
        after.remove()
    ratio = float((seen[0] * outputs[0]).sum() / (outputs[0] * outputs[0]).sum())
    candidates = (1.0, float(network.config.d_model**-0.5))
    nearest = min(candidates, key=lambda scale: abs(scale - ratio))
    if abs(nearest - ratio) > 1e-3 * nearest:
        raise CheckpointError(f"the decoder's output is scaled by {ratio:g}, which no known checkpoint does")
    return nearest


def _check_output_layer(network: Any, source: Source) -> None:
    """Refuse a network whose output layer is not the file's: some 5.x releases tie it to the embeddings unasked."""
    wanted = _first_rows(source.folder, "lm_head.weight")
    if wanted is not None and not wanted.equal(network.lm_head.weight.detach()[: len(wanted)].to(wanted.dtype)):
        raise CheckpointError(
            f"{source.folder}: transformers replaced its output layer: install transformers 5.23 or newer"
        )


def _first_rows(folder: Path, name: str, count: int = 8) -> Any:
    """The first rows of a tensor in a checkpoint's files, or None where they have none of that name."""
    import torch
    from safetensors import safe_open

    for path in sorted(folder.glob("model*.safetensors")):
        with safe_open(str(path), framework="pt") as tensors:
            if name in tensors.keys():  # noqa: SIM118 # it is no mapping
                return tensors.get_slice(name)[:count]
    if any(folder.glob("model*.safetensors")):
        return None
    for path in sorted(folder.glob("pytorch_model*.bin")):
        found = torch.load(str(path), map_location="cpu", weights_only=True, mmap=True).get(name)
        if found is not None:
            return found[:count].clone()
    return None


def _is_vocabulary_matrix(module: Any, size: int) -> bool:
    import torch

    return isinstance(module, torch.nn.Embedding | torch.nn.Linear) and module.weight.shape[0] == size


def _set_size(module: Any, size: int) -> None:
    name = "num_embeddings" if hasattr(module, "num_embeddings") else "out_features"
    setattr(module, name, size)


def _renumber(config: Any, kept: Sequence[int]) -> None:
    new_ids = {old: new for new, old in enumerate(kept)}
    for name in ("bos_token_id", "eos_token_id", "pad_token_id", "unk_token_id", "decoder_start_token_id"):
        old = getattr(config, name, None)
        if isinstance(old, int):
            setattr(config, name, new_ids.get(old))
