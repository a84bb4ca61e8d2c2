"""From settings to the two stages, each with its engine loaded."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Lock

from xlsum.catalogue import Catalogue, ModelCard
from xlsum.document import ModelIdentity
from xlsum.engines.adequacy import AdequacyScorer
from xlsum.engines.hardware import available_threads
from xlsum.engines.loader import choose_model, load_engine
from xlsum.engines.locations import WEIGHTS
from xlsum.engines.protocol import DecodingOptions, Engine
from xlsum.examine import Examiner, MeaningCheck
from xlsum.persian.loaded_terms import LoadedTermsPolicy
from xlsum.persian.terms import Glossary, load_glossary
from xlsum.settings import Settings
from xlsum.summarize import Summarizer, SummaryWriter
from xlsum.summary_writers import LENGTHS, AbstractiveWriter, ExtractiveWriter, Length, Reads
from xlsum.translate import Translator, weigh_nothing

ADEQUACY = WEIGHTS / "compact-adequacy"
EXTRACTIVE = "extractive"
LENGTH: dict[str, Length] = {name: name for name in LENGTHS}
LOADED_TERMS: dict[str, LoadedTermsPolicy] = {"source": "source", "neutral": "neutral"}
READS: dict[str, Reads] = {"source": "source", "translation": "translation"}
DARI_CODES = ("prs", "prs_Arab")


class SharedScorer:
    """The embedded cross-lingual encoder, loaded when the first sentence asks for it; any thread may ask."""

    def __init__(self, folder: Path, threads: int, workers: int = 1) -> None:
        self._folder, self._threads, self._workers = folder, threads, workers
        self._scorer: AdequacyScorer | None = None
        self._loading = Lock()

    def similarity(self, persian: Sequence[str], english: Sequence[str]) -> list[float]:
        """The calibrated likeness of each pair, as `AdequacyScorer.similarity` gives it."""
        return self._loaded().similarity(persian, english)

    def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        """A unit vector for each text."""
        return self._loaded().embed(texts)

    def _loaded(self) -> AdequacyScorer:
        with self._loading:
            if self._scorer is None:
                self._scorer = AdequacyScorer.load(self._folder, threads=self._threads, workers=self._workers)
            return self._scorer


def load_scorer(settings: Settings, *, workers: int = 1) -> SharedScorer | None:
    """The embedded adequacy scorer, or None where it is switched off or not shipped.

    The CPU threads of the settings are shared by `workers` batches at a time (0: one thread each).
    """
    if not settings.adequacy or not (ADEQUACY / "manifest.json").is_file():
        return None
    threads = settings.threads or available_threads()
    return SharedScorer(ADEQUACY, threads, workers or threads)


def load_translator(
    settings: Settings, scorer: SharedScorer | None, *, catalogue: Catalogue | None = None, workers: int = 0
) -> Translator:
    """The translation stage that the settings ask for. Raises UnknownModelError, CheckpointError, UsageError."""
    engine = load_engine(
        settings.translator,
        "translate",
        device=settings.device,
        compute_type=settings.compute_type,
        threads=settings.threads,
        workers=workers,
        catalogue=catalogue,
    )
    return Translator(
        engine,
        _decoding(engine, settings),
        Examiner(settings.dates, _glossary(settings), LOADED_TERMS[settings.loaded_terms]),
        MeaningCheck(scorer) if scorer else weigh_nothing,
        _language_codes(engine),
        settings.retry,
    )


def load_summarizer(settings: Settings, *, catalogue: Catalogue | None = None) -> Summarizer:
    """The summary stage that the settings ask for; the extractive writer stands behind it as the fallback."""
    fallback = extractive_writer(EXTRACTIVE, settings)
    chosen = choose_model(settings.summarizer, "summarize", catalogue=catalogue)
    if chosen.folder is None:
        writer: SummaryWriter = extractive_writer(chosen.name, settings)
    else:
        writer = _abstractive(chosen.folder, chosen.card, settings, catalogue)
    return Summarizer(writer, fallback, settings.unsupported, (writer.identity,))


def extractive_writer(name: str, settings: Settings) -> ExtractiveWriter:
    """The writer that picks sentences by the method of that name."""
    from xlsum import __version__

    identity = ModelIdentity("summarize", name, __version__, "", "Apache-2.0", "extractive", __version__)
    return ExtractiveWriter(identity, name, LENGTH[settings.length])


def _abstractive(
    folder: Path, card: ModelCard | None, settings: Settings, catalogue: Catalogue | None
) -> AbstractiveWriter:
    engine = load_engine(
        str(folder),
        "summarize",
        device=settings.device,
        compute_type=settings.compute_type,
        threads=settings.threads,
        catalogue=catalogue,
    )
    told = settings.summary_from if settings.summary_from != "auto" else (card.reads if card else "")
    return AbstractiveWriter(
        engine, _decoding(engine, settings), READS.get(told, "translation"), LENGTH[settings.length]
    )


def _decoding(engine: Engine, settings: Settings) -> DecodingOptions:
    """The card's decoding options, with the beam and batch size that the user gave."""
    options = engine.default_options
    if settings.beam:
        options = replace(options, beam_size=settings.beam)
    if settings.batch_tokens:
        options = replace(options, batch_tokens=settings.batch_tokens)
    return options


def _glossary(settings: Settings) -> Glossary | None:
    return load_glossary(Path(settings.glossary)) if settings.glossary else None


def _language_codes(engine: Engine) -> tuple[tuple[str, str], ...]:
    """The checkpoint's own codes for Persian and Dari ("": its default); without Dari it reads it as Persian."""
    dari = next((code for code in engine.source_languages if code in DARI_CODES), "")
    return (("fa", ""), ("prs", dari))
