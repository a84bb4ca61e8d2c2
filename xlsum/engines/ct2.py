"""The default engine: CTranslate2 on a converted checkpoint, int8 where the machine has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from xlsum.document import ModelIdentity
from xlsum.engines.allocator import keep_freed_memory
from xlsum.engines.hardware import available_threads, choose_compute_type, choose_device
from xlsum.engines.language_codes import chosen_language, filled
from xlsum.engines.manifest import WEIGHTS_FILE, Manifest
from xlsum.engines.number_slots import Slotted, fill_slots, put_slots
from xlsum.engines.protocol import DecodingOptions, Hypothesis
from xlsum.engines.tokenizer import load_tokenizer
from xlsum.errors import CheckpointError


class Ct2Engine:
    """Runs one converted checkpoint with CTranslate2. Loading verifies nothing: `load_engine` does.

    `threads` is the number of CPU threads (0: all that this process may use) shared by `workers` batches at a time
    (0: one a thread on a CPU, one on a GPU).
    """

    def __init__(
        self,
        folder: Path,
        manifest: Manifest,
        *,
        device: str = "auto",
        compute_type: str = "auto",
        threads: int = 0,
        workers: int = 1,
    ) -> None:
        self.manifest = manifest
        self.device = choose_device(device)
        self.compute_type = choose_compute_type(compute_type, self.device, manifest.architecture)
        self._tokenizer = load_tokenizer(folder)
        cpu_threads = threads or available_threads()
        self.workers = workers or (cpu_threads if self.device == "cpu" else 1)
        per_worker = max(1, cpu_threads // self.workers)
        self._translator = _load_translator(folder, self.device, self.compute_type, self.workers, per_worker)
        self.identity = _identity(manifest)
        self.source_languages = manifest.source_languages
        self.max_input_tokens = manifest.max_input_tokens
        self.default_options = manifest.decoding

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Source tokens of each text, special tokens left out."""
        return [len(pieces) for pieces in self._tokenizer.encode([self._slotted(text).text for text in texts])]

    def generate(
        self, texts: Sequence[str], options: DecodingOptions, *, source_language: str = ""
    ) -> list[list[Hypothesis]]:
        """For each text its best outputs, best first, in the order asked; a text without a token gives "".

        Raises UnknownLanguageError for a code that the checkpoint does not have, ValueError for a text that is longer
        than its positions.
        """
        language = chosen_language(self.manifest, source_language)
        slotted = [self._slotted(text) for text in texts]
        pieces = self._tokenizer.encode([of.text for of in slotted])
        answers = iter(self._decode([self._source(of, language) for of in pieces if of], options))
        empty = [Hypothesis("", 0.0)] * options.num_hypotheses
        outputs = [next(answers) if of else empty for of in pieces]
        return [_filled(output, of.numbers) for output, of in zip(outputs, slotted, strict=True)]

    def source_tokens(self, text: str, *, source_language: str = "") -> list[str]:
        """The tokens that the network reads for a text, special ones included."""
        pieces = self._tokenizer.encode([self._slotted(text).text])[0]
        return self._source(pieces, chosen_language(self.manifest, source_language))

    def first_step_logits(self, texts: Sequence[str], *, source_language: str = "") -> Any:
        """Logits of the first free target token, one row of the vocabulary a text: for parity tests.

        CTranslate2 lets no output be empty: the end token's logit is the lowest float.
        """
        import numpy

        sources = [self.source_tokens(text, source_language=source_language) for text in texts]
        results = self._translator.translate_batch(
            sources,
            [self._target_prefix()] * len(sources),
            beam_size=1,
            max_decoding_length=len(self._target_prefix()) + 1,
            return_logits_vocab=True,
        )
        return numpy.stack([numpy.array(result.logits[0][-1]) for result in results])

    def _slotted(self, text: str) -> Slotted:
        return put_slots(text) if self.manifest.number_slots else Slotted(text, None)

    def _source(self, pieces: list[str], language: str) -> list[str]:
        known = self.manifest
        source = [*filled(known.source_prefix, known, language), *pieces, *filled(known.source_suffix, known, language)]
        if known.max_positions and len(source) > known.max_positions:
            raise ValueError(
                f"a text of {len(source)} tokens; {known.name} holds {known.max_positions}: split it first"
            )
        return source

    def _target_prefix(self) -> list[str]:
        return filled(self.manifest.target_prefix, self.manifest, "")

    def _decode(self, sources: list[list[str]], options: DecodingOptions) -> list[list[Hypothesis]]:
        if not sources:
            return []
        prefix = self._target_prefix()
        results = self._translator.translate_batch(
            sources,
            [prefix] * len(sources) if prefix else None,
            max_batch_size=max(options.batch_tokens, max(map(len, sources))),
            batch_type="tokens",
            beam_size=max(options.beam_size, options.num_hypotheses),
            num_hypotheses=options.num_hypotheses,
            length_penalty=options.length_penalty,
            coverage_penalty=options.coverage_penalty,
            repetition_penalty=options.repetition_penalty,
            no_repeat_ngram_size=options.no_repeat_ngram_size,
            max_input_length=0,
            # Both lengths count the prefix.
            max_decoding_length=self._within_positions(len(prefix) + options.max_output_tokens),
            min_decoding_length=len(prefix) + options.min_output_tokens,
            return_scores=True,
            return_end_token=True,
        )
        return [[self._hypothesis(*row, options) for row in _rows(result)] for result in results]

    def _within_positions(self, length: int) -> int:
        return min(length, self.manifest.max_positions) if self.manifest.max_positions else length

    def _hypothesis(self, tokens: list[str], score: float, options: DecodingOptions) -> Hypothesis:
        prefix = len(self.manifest.target_prefix)
        free = tokens[prefix:]
        finished = bool(free) and free[-1] == self._end
        # CTranslate2 divides the sum of log-probabilities by length ** length_penalty, the prefix counted.
        mean = score * float(len(tokens) ** options.length_penalty) / max(1, len(free))
        return Hypothesis(self._tokenizer.decode(free), mean, len(free) - finished, finished)

    @property
    def _end(self) -> str:
        return self.manifest.source_suffix[-1] if self.manifest.source_suffix else "</s>"


def engine_version() -> str:
    """The version of CTranslate2."""
    import ctranslate2

    return str(ctranslate2.__version__)


def _load_translator(folder: Path, device: str, compute_type: str, workers: int, threads: int) -> Any:
    import ctranslate2

    keep_freed_memory()
    try:
        return ctranslate2.Translator(
            str(folder), device=device, compute_type=compute_type, inter_threads=workers, intra_threads=threads
        )
    except (RuntimeError, ValueError) as error:
        first_line = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise CheckpointError(f"{folder}: CTranslate2 cannot load it ({first_line}): pull or add it again") from error


def _identity(manifest: Manifest) -> ModelIdentity:
    weights = manifest.files.get(WEIGHTS_FILE)
    return ModelIdentity(
        stage=manifest.task,
        id=manifest.name,
        revision=manifest.known_revision,
        sha256=weights.sha256 if weights else "",
        licence=manifest.licence,
        engine="ctranslate2",
        engine_version=engine_version(),
        decoding=asdict(manifest.decoding),
    )


def _rows(result: Any) -> Iterable[tuple[list[str], float]]:
    return zip(result.hypotheses, result.scores, strict=True)


def _filled(outputs: list[Hypothesis], numbers: Mapping[str, str] | None) -> list[Hypothesis]:
    if numbers is None:
        return outputs
    return [replace(output, text=fill_slots(output.text, numbers)) for output in outputs]
