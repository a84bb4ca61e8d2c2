"""`xlsum run`, `translate` and `summarize`: documents in, results out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlsum.cli.endings import kept_when_interrupted
from xlsum.cli.run_progress import Watch

if TYPE_CHECKING:
    from xlsum.document import Document, Result
    from xlsum.settings import Settings

Sources = Annotated[
    list[str], typer.Argument(help="Files, folders, globs, or - for standard input.", show_default=False)
]
Format = Annotated[str, typer.Option("--format", "-f", help="Format of the output: `xlsum formats` lists them.")]
InputFormat = Annotated[str, typer.Option("--input-format", help="Format of the input; auto looks at each file.")]
Output = Annotated[
    str, typer.Option("--output", "-o", help="A file, or a folder (ending in /) for one file a document.")
]
TranslatorName = Annotated[str | None, typer.Option("--translator", help="A card's name or a checkpoint folder.")]
SummarizerName = Annotated[str | None, typer.Option("--summarizer", help="A card's name or a checkpoint folder.")]
Beam = Annotated[int | None, typer.Option("--beam", min=1, help="Beam size; the card's own by default.")]
BatchTokens = Annotated[int | None, typer.Option("--batch-tokens", min=1, help="Source tokens in a batch.")]
Device = Annotated[str | None, typer.Option("--device", help="auto, cpu or cuda.")]
ComputeType = Annotated[str | None, typer.Option("--compute-type", help="auto, int8, float32, ...")]
Threads = Annotated[int | None, typer.Option("--threads", min=0, help="CPU threads; 0 takes all.")]
GlossaryFile = Annotated[str | None, typer.Option("--glossary", help="A desk's terms: TSV, CSV or TBX.")]
Language = Annotated[str | None, typer.Option("--language", help="fa or prs (Dari), over what a document says.")]
Length = Annotated[str | None, typer.Option("--length", help="Summary length: short, medium or long.")]
SummaryFrom = Annotated[str | None, typer.Option("--summary-from", help="source, translation or auto.")]
Dates = Annotated[
    str | None, typer.Option("--dates", help="Solar Hijri dates in the English: both, gregorian or source.")
]
HalfSpaces = Annotated[str | None, typer.Option("--repair-half-spaces", help="auto, on or off.")]
Unsupported = Annotated[
    str | None, typer.Option("--unsupported", help="Summary sentences without support: drop, mark or fallback.")
]
LoadedTerms = Annotated[
    str | None, typer.Option("--loaded-terms", help="Loaded terms as the source has them, or neutral.")
]
Config = Annotated[Path | None, typer.Option("--config", help="A TOML file of defaults.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit 1 when anything is flagged do-not-use.")]
OnlySafe = Annotated[bool, typer.Option("--only-safe", help="Leave do-not-use sentences out, visibly.")]
Label = Annotated[bool, typer.Option("--label/--no-label", help="The machine-translated label in the output.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Nothing on standard error but errors.")]


@dataclass(frozen=True, slots=True)
class Job:
    """What one command does: what is read, how it is written, and which doubts fail it."""

    sources: list[str]
    input_format: str
    format: str
    output: str
    strict: bool = False
    only_safe: bool = False
    label: bool = True
    quiet: bool = False
    summary_only: bool = False


def run(
    sources: Sources,
    format: Format = "text",
    input_format: InputFormat = "auto",
    output: Output = "-",
    translator: TranslatorName = None,
    summarizer: SummarizerName = None,
    beam: Beam = None,
    batch_tokens: BatchTokens = None,
    device: Device = None,
    compute_type: ComputeType = None,
    threads: Threads = None,
    glossary: GlossaryFile = None,
    language: Language = None,
    length: Length = None,
    summary_from: SummaryFrom = None,
    dates: Dates = None,
    repair_half_spaces: HalfSpaces = None,
    unsupported: Unsupported = None,
    loaded_terms: LoadedTerms = None,
    config: Config = None,
    strict: Strict = False,
    only_safe: OnlySafe = False,
    label: Label = True,
    quiet: Quiet = False,
) -> None:
    """Translate and summarize documents. Example: xlsum run examples --format jsonl"""
    given = {
        "translator": translator,
        "summarizer": summarizer,
        "beam": beam,
        "batch_tokens": batch_tokens,
        "device": device,
        "compute_type": compute_type,
        "threads": threads,
        "glossary": glossary,
        "language": language,
        "length": length,
        "summary_from": summary_from,
        "dates": dates,
        "repair_half_spaces": repair_half_spaces,
        "unsupported": unsupported,
        "loaded_terms": loaded_terms,
    }
    _do(Job(sources, input_format, format, output, strict, only_safe, label, quiet), _settings(given, config), True)


def translate(
    sources: Sources,
    format: Format = "text",
    input_format: InputFormat = "auto",
    output: Output = "-",
    translator: TranslatorName = None,
    beam: Beam = None,
    batch_tokens: BatchTokens = None,
    device: Device = None,
    compute_type: ComputeType = None,
    threads: Threads = None,
    glossary: GlossaryFile = None,
    language: Language = None,
    dates: Dates = None,
    repair_half_spaces: HalfSpaces = None,
    loaded_terms: LoadedTerms = None,
    config: Config = None,
    strict: Strict = False,
    only_safe: OnlySafe = False,
    label: Label = True,
    quiet: Quiet = False,
) -> None:
    """Translate documents. Example: xlsum translate examples/politics.txt --dates gregorian"""
    given = {
        "translator": translator,
        "beam": beam,
        "batch_tokens": batch_tokens,
        "device": device,
        "compute_type": compute_type,
        "threads": threads,
        "glossary": glossary,
        "language": language,
        "dates": dates,
        "repair_half_spaces": repair_half_spaces,
        "loaded_terms": loaded_terms,
    }
    _do(Job(sources, input_format, format, output, strict, only_safe, label, quiet), _settings(given, config), False)


def summarize(
    sources: Sources,
    format: Format = "text",
    input_format: InputFormat = "auto",
    output: Output = "-",
    translator: TranslatorName = None,
    summarizer: SummarizerName = None,
    beam: Beam = None,
    device: Device = None,
    compute_type: ComputeType = None,
    threads: Threads = None,
    language: Language = None,
    length: Length = None,
    summary_from: SummaryFrom = None,
    repair_half_spaces: HalfSpaces = None,
    unsupported: Unsupported = None,
    config: Config = None,
    strict: Strict = False,
    label: Label = True,
    quiet: Quiet = False,
) -> None:
    """Summarize documents in English. Example: xlsum summarize examples/economy.txt --length short"""
    given = {
        "translator": translator,
        "summarizer": summarizer,
        "beam": beam,
        "device": device,
        "compute_type": compute_type,
        "threads": threads,
        "language": language,
        "length": length,
        "summary_from": summary_from,
        "repair_half_spaces": repair_half_spaces,
        "unsupported": unsupported,
    }
    job = Job(sources, input_format, format, output, strict, False, label, quiet, summary_only=True)
    _do(job, _settings(given, config), True)


def _settings(given: dict[str, str | int | None], config: Path | None) -> Settings:
    from xlsum.settings import load_settings

    return load_settings(given, config=config)


def _do(job: Job, settings: Settings, summaries: bool) -> None:
    """Read, run, write; exit 1 when a document failed, or when `--strict` met a do-not-use."""
    from xlsum.formats import read_documents, write_results
    from xlsum.formats.writing import output_format
    from xlsum.pipeline import load_pipeline

    output_format(job.format)
    watch = Watch(job.quiet)
    with kept_when_interrupted(lambda: watch.kept(job.output)):
        documents = read_documents(job.sources, job.input_format, on_error=watch.failed)
        first = _first(documents)
        pipeline = load_pipeline(summarizer=settings.summarizer if summaries else None, settings=settings)
        watch.introduce(pipeline)
        results = watch.watched(pipeline.run(first, on_error=watch.failed))
        write_results(_shown(results, job), job.output, job.format, label=job.label)
    watch.conclude()
    if watch.failures or (job.strict and watch.unusable):
        raise typer.Exit(1)


def _first(documents: Iterator[Document]) -> Iterable[Document]:
    """Read the first document now, so that a SOURCE that does not exist is told before a checkpoint is loaded."""
    from itertools import chain

    head = next(documents, None)
    return documents if head is None else chain([head], documents)


def _shown(results: Iterable[Result], job: Job) -> Iterator[Result]:
    from xlsum.document import Translation

    for result in results:
        if job.only_safe:
            result = _only_safe(result)
        if job.summary_only and job.format != "jsonl":
            result = replace(result, translation=Translation(()))
        yield result


def _only_safe(result: Result) -> Result:
    """The result with a visible gap where a sentence is not to be used."""
    from xlsum.document import Translation

    paragraphs = tuple(
        tuple(
            replace(segment, english="[left out: not safe to use]") if segment.level == "do-not-use" else segment
            for segment in paragraph
        )
        for paragraph in result.translation.paragraphs
    )
    left_out = tuple(f"{s.id}: flagged do-not-use" for s in result.translation.segments if s.level == "do-not-use")
    coverage = replace(result.coverage, left_out=(*result.coverage.left_out, *left_out))
    return replace(result, translation=Translation(paragraphs), coverage=coverage)
