"""From a transformers checkpoint to a CTranslate2 folder: loaded safely, pruned, converted, checked.

The vocabulary comes from the SentencePiece model itself, not from a transformers tokenizer, so one reading serves the
conversion, the engines and the pruning.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from xlsum.engines.manifest import Manifest, write_manifest
from xlsum.engines.network import decoder_scale, load_network, prune_network
from xlsum.engines.prune import Pruning, choose_pieces
from xlsum.engines.sentencepiece_model import read_model
from xlsum.engines.source import Source, Vocabulary, read_source
from xlsum.engines.tokenizer import SHARED_MODEL, SOURCE_MODEL, TARGET_MODEL, load_processor
from xlsum.errors import CheckpointError, MissingExtraError, UsageError

SPECIAL_ROOM = 4  # positions left to the special tokens of a source
QUANTIZATIONS = ("int8", "int8_float32", "int8_float16", "float16", "bfloat16", "float32")


@dataclass(frozen=True, slots=True)
class Conversion:
    """How to convert: the weights' type, whether to prune, and texts whose pieces must stay."""

    quantization: str = "int8"
    prune: bool = True
    keep_texts: tuple[str, ...] = ()


def convert_checkpoint(folder: Path, target: Path, manifest: Manifest, how: Conversion) -> Manifest:
    """Convert the transformers checkpoint in `folder` into the empty folder `target`, manifest included.

    `manifest` says what is known of the checkpoint; the one returned (and written) also says what was made of it.
    Raises CheckpointError, MissingExtraError, UsageError.
    """
    if how.quantization not in QUANTIZATIONS:
        raise UsageError(f"unknown quantization {how.quantization!r}: one of {', '.join(QUANTIZATIONS)}")
    source = read_source(folder, target_language=manifest.target_language)
    if source.architecture != manifest.architecture:
        raise CheckpointError(
            f"{folder}: its config says {source.architecture}, {manifest.name} is {manifest.architecture}"
        )
    network = load_network(source)
    vocabulary, pruning = source.vocabulary, None
    if how.prune and source.shared_pieces:
        pruning = _pruning(source, how.keep_texts)
        vocabulary, kept = pruned_vocabulary(source, pruning, needed_tokens(manifest, source))
        prune_network(network, kept)
    _write_tokenizer(source, pruning, target)
    _save_spec(network, source, vocabulary, target, how.quantization)
    positions = source.max_positions
    written = replace(
        manifest,
        quantization=how.quantization,
        max_positions=positions,
        max_input_tokens=min(manifest.max_input_tokens, positions - SPECIAL_ROOM)
        if positions
        else manifest.max_input_tokens,
        converter=converter_versions(),
        pruning=_pruning_record(pruning, vocabulary, source),
        source_files=dict(source.digests),
    )
    return write_manifest(target, written)


def needed_tokens(manifest: Manifest, source: Source) -> set[str]:
    """The special tokens that stay whatever is pruned: those that the engine puts in and those that end a text."""
    templates = [*manifest.source_prefix, *manifest.source_suffix, *manifest.target_prefix]
    languages = manifest.source_languages or ("",)
    filled = {
        token.replace("{source_language}", language).replace("{target_language}", manifest.target_language)
        for token in templates
        for language in languages
    }
    unknown = sorted(filled - set(source.vocabulary.tokens))
    if unknown:
        raise CheckpointError(f"{source.folder}: the checkpoint has no token {unknown[0]!r}: is it {manifest.name}?")
    return filled | set(source.vocabulary.special)


def pruned_vocabulary(source: Source, pruning: Pruning, needed: Iterable[str]) -> tuple[Vocabulary, list[int]]:
    """The vocabulary after pruning and, ascending, the old ids that stay."""
    stay = {source.pieces.pieces[index].text for index in pruning.kept} | set(needed)
    kept = [number for number, token in enumerate(source.vocabulary.tokens) if token in stay]
    tokens = tuple(source.vocabulary.tokens[number] for number in kept)
    return replace(source.vocabulary, tokens=tokens), kept


def converter_versions() -> dict[str, str]:
    """The versions of what makes a conversion."""
    import ctranslate2
    import torch
    import transformers

    from xlsum import __version__

    return {
        "xlsum": __version__,
        "ctranslate2": str(ctranslate2.__version__),
        "transformers": str(transformers.__version__),
        "torch": str(torch.__version__),
    }


def network_spec(network: Any, source: Source, vocabulary: Vocabulary) -> Any:
    """CTranslate2's specification of a network, with the decoder's scale measured rather than read from its config."""
    try:
        from ctranslate2.converters import transformers as converters
        from ctranslate2.specs.model_spec import OPTIONAL
    except ImportError as error:
        raise MissingExtraError("transformers", "hf") from error
    loader = converters._MODEL_LOADERS[type(network.config).__name__]
    spec = loader.get_model_spec(network)
    if source.architecture in {"mt5", "t5"}:
        # The stock loader scales by d_model ** -0.5 wherever the config claims tied embeddings, which transformers 5
        # claims of every mT5 and T5. Greedy output would look right and every beam score would be flattened.
        scale = decoder_scale(network)
        spec.decoder.scale_outputs = OPTIONAL if scale == 1.0 else scale
    spec.config.bos_token = vocabulary.start
    spec.config.eos_token = vocabulary.end
    spec.config.unk_token = vocabulary.unknown
    spec.config.decoder_start_token = vocabulary.start
    spec.register_source_vocabulary(list(vocabulary.tokens))
    spec.register_target_vocabulary(list(vocabulary.tokens))
    return spec


def _save_spec(network: Any, source: Source, vocabulary: Vocabulary, target: Path, quantization: str) -> None:
    import torch

    with torch.no_grad():
        spec = network_spec(network, source, vocabulary)
        try:
            spec.validate()
            spec.optimize(quantization=quantization)
            spec.save(str(target))
        except (RuntimeError, ValueError) as error:
            raise CheckpointError(f"{source.folder}: cannot be converted: {error}") from error


def _pruning(source: Source, keep_texts: tuple[str, ...]) -> Pruning:
    return choose_pieces(source.pieces, load_processor(source.source_spm), keep_texts=keep_texts)


def _write_tokenizer(source: Source, pruning: Pruning | None, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    if source.target_spm != source.source_spm:
        shutil.copyfile(source.source_spm, target / SOURCE_MODEL)
        shutil.copyfile(source.target_spm, target / TARGET_MODEL)
        return
    whole = source.source_spm.read_bytes()
    kept = read_model(whole).keeping(pruning.kept).to_bytes() if pruning else whole
    (target / SHARED_MODEL).write_bytes(kept)


def _pruning_record(pruning: Pruning | None, vocabulary: Vocabulary, source: Source) -> dict[str, str | int]:
    if pruning is None:
        return {}
    whole = len(source.vocabulary.tokens)
    return {
        "tokens": len(vocabulary.tokens),
        "of_tokens": whole,
        "pieces": len(pruning.kept),
        "of_pieces": pruning.of,
        "pieces_sha256": pruning.sha256,
    }
