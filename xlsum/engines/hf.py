"""The reference engine: transformers itself, greedy or beam search, as the published checkpoints were measured.

Slow; it is there to compare with. The tokens are those of the ct2 engine (SentencePiece, then the manifest's lists).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from xlsum.document import ModelIdentity
from xlsum.engines.language_codes import chosen_language, filled
from xlsum.engines.manifest import Manifest
from xlsum.engines.network import load_network
from xlsum.engines.protocol import DecodingOptions, Hypothesis
from xlsum.engines.source import Source, Vocabulary, read_source
from xlsum.engines.tokenizer import Tokenizer, load_processor
from xlsum.errors import MissingExtraError


class HfEngine:
    """Runs a transformers checkpoint folder. `network`, `vocabulary` and `tokenizer` default to the folder's own."""

    def __init__(
        self,
        source: Source,
        manifest: Manifest,
        *,
        device: str = "auto",
        network: Any = None,
        vocabulary: Vocabulary | None = None,
        tokenizer: Tokenizer | None = None,
    ) -> None:
        self.manifest = manifest
        self._device = _torch_device(device)
        self.network = (network or load_network(source)).to(self._device)
        self._vocabulary = vocabulary or source.vocabulary
        self._numbers = {token: number for number, token in enumerate(self._vocabulary.tokens)}
        self._tokenizer = tokenizer or Tokenizer(load_processor(source.source_spm), load_processor(source.target_spm))
        self.identity = _identity(manifest, source)
        self.max_input_tokens = manifest.max_input_tokens
        self.source_languages = manifest.source_languages
        self.default_options = manifest.decoding

    @classmethod
    def from_folder(cls, folder: Path, manifest: Manifest, *, device: str = "auto") -> HfEngine:
        """The engine of a transformers checkpoint folder. Raises CheckpointError, MissingExtraError."""
        return cls(read_source(folder, target_language=manifest.target_language), manifest, device=device)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Source tokens of each text, special tokens left out."""
        return [len(pieces) for pieces in self._tokenizer.encode(texts)]

    def generate(
        self, texts: Sequence[str], options: DecodingOptions, *, source_language: str = ""
    ) -> list[list[Hypothesis]]:
        """For each text its best outputs, best first, in the order asked, decoded in batches of like length."""
        language = chosen_language(self.manifest, source_language)
        encoded = [self._numbers_of(text, language) for text in texts]
        order = sorted((at for at, text in enumerate(texts) if text.strip()), key=lambda at: len(encoded[at]))
        answers: list[list[Hypothesis]] = [[Hypothesis("", 0.0)] * options.num_hypotheses for _ in texts]
        for batch in _batches(order, encoded, options.batch_tokens):
            for at, found in zip(batch, self._decode([encoded[at] for at in batch], options), strict=True):
                answers[at] = found
        return answers

    def first_step_logits(self, texts: Sequence[str], *, source_language: str = "") -> Any:
        """Logits of the first free target token, one row of the vocabulary a text: for parity tests."""
        import torch

        language = chosen_language(self.manifest, source_language)
        rows = []
        for text in texts:
            source = torch.tensor([self._numbers_of(text, language)], device=self._device)
            with torch.no_grad():
                output = self.network(input_ids=source, decoder_input_ids=self._decoder_start(1))
            rows.append(output.logits[0, -1].float().cpu())
        return torch.stack(rows).numpy()

    def _numbers_of(self, text: str, language: str) -> list[int]:
        known = self.manifest
        tokens = [*filled(known.source_prefix, known, language), *self._tokenizer.encode([text])[0]]
        unknown = self._numbers[self._vocabulary.unknown]
        return [self._numbers.get(token, unknown) for token in [*tokens, *filled(known.source_suffix, known, language)]]

    def _decoder_start(self, count: int) -> Any:
        import torch

        prefix = filled(self.manifest.target_prefix, self.manifest, "")
        start = self.network.config.decoder_start_token_id
        if self._vocabulary.start != self._vocabulary.padding and self._vocabulary.start in self._numbers:
            start = self._numbers[self._vocabulary.start]
        row = [start if self.manifest.architecture != "marian" else self.network.config.decoder_start_token_id]
        return torch.tensor([row + [self._numbers[token] for token in prefix]] * count, device=self._device)

    def _decode(self, rows: list[list[int]], options: DecodingOptions) -> list[list[Hypothesis]]:
        import torch

        padding = self.network.config.pad_token_id
        longest = max(map(len, rows))
        source = torch.tensor([row + [padding] * (longest - len(row)) for row in rows], device=self._device)
        start = self._decoder_start(len(rows))
        beams = max(options.beam_size, options.num_hypotheses)
        with torch.no_grad():
            output = self.network.generate(
                input_ids=source,
                attention_mask=(source != padding).long(),
                decoder_input_ids=start,
                max_new_tokens=options.max_output_tokens,
                min_new_tokens=options.min_output_tokens,
                num_beams=beams,
                num_return_sequences=options.num_hypotheses,
                length_penalty=options.length_penalty,
                repetition_penalty=options.repetition_penalty,
                no_repeat_ngram_size=options.no_repeat_ngram_size,
                do_sample=False,
                # The checkpoints' own generation settings must not leak in.
                max_length=None,
                early_stopping=True,
                forced_bos_token_id=None,
                forced_eos_token_id=None,
                bad_words_ids=None,
                return_dict_in_generate=True,
                output_scores=True,
            )
            steps = self.network.compute_transition_scores(
                output.sequences, output.scores, getattr(output, "beam_indices", None), normalize_logits=beams == 1
            )
        found = [
            self._hypothesis(sequence[start.shape[1] :], scores)
            for sequence, scores in zip(output.sequences.tolist(), steps.tolist(), strict=True)
        ]
        return [found[at : at + options.num_hypotheses] for at in range(0, len(found), options.num_hypotheses)]

    def _hypothesis(self, numbers: list[int], scores: list[float]) -> Hypothesis:
        end = self._numbers[self._vocabulary.end]
        finished = end in numbers
        length = numbers.index(end) + 1 if finished else len(numbers)
        tokens = [self._vocabulary.tokens[number] for number in numbers[: length - finished]]
        mean = sum(scores[:length]) / max(1, length)
        return Hypothesis(self._tokenizer.decode(tokens), mean, len(tokens), finished)


def _batches(order: list[int], encoded: list[list[int]], batch_tokens: int) -> list[list[int]]:
    """Runs of the order whose padded size stays within `batch_tokens`."""
    batches: list[list[int]] = []
    for at in order:
        # The order ascends, so the newest member is the longest.
        if batches and (len(batches[-1]) + 1) * len(encoded[at]) <= batch_tokens:
            batches[-1].append(at)
        else:
            batches.append([at])
    return batches


def _torch_device(device: str) -> str:
    try:
        import torch
    except ImportError as error:
        raise MissingExtraError("torch", "hf") from error
    if device == "auto":
        return "cuda" if torch.cuda.is_available() else "cpu"
    return device


def _identity(manifest: Manifest, source: Source) -> ModelIdentity:
    import transformers

    weights = next((sha for name, sha in source.digests.items() if name.endswith((".safetensors", ".bin"))), "")
    return ModelIdentity(
        stage=manifest.task,
        id=manifest.name,
        revision=manifest.known_revision,
        sha256=weights,
        licence=manifest.licence,
        engine="transformers",
        engine_version=str(transformers.__version__),
        decoding=asdict(manifest.decoding),
    )
