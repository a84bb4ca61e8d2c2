"""The values that flow through the pipeline. All are frozen: a stage gives back a new one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Level = Literal["ok", "check", "do-not-use"]
LEVELS: tuple[Level, ...] = ("ok", "check", "do-not-use")


@dataclass(frozen=True, slots=True)
class Document:
    """One wire as it was read. `text` excludes `headline` where the format gives one of its own."""

    id: str
    text: str
    headline: str = ""
    published: str = ""  # ISO 8601 as given, or ""
    source: str = ""  # the agency or outlet as given
    url: str = ""
    path: str = ""
    format: str = "text"
    language: str = ""  # BCP-47 as given ("fa", "prs"), or "" when nobody said
    extra: Mapping[str, str] = field(default_factory=dict)  # urgency, byline, embargo, dateline, version, encoding, ...
    warnings: tuple[str, ...] = ()  # what the reader doubted: one sentence each


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence as it came, and the gap after it: "".join(s.text + s.gap) is the text."""

    text: str
    gap: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """A doubt about a piece of output: `kind` names the check, `detail` is a sentence for an editor."""

    kind: str
    level: Level
    detail: str


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date of the source as it was read; the fields are those of `xlsum.persian.FoundDate`."""

    text: str
    calendar: str
    gregorian: date | None
    span: tuple[date, date] | None
    problem: str = ""
    segment: str = ""


@dataclass(frozen=True, slots=True)
class NumberReading:
    """A number of the source as it was read; `value` is a decimal numeral."""

    text: str
    value: str
    unit: str = ""
    segment: str = ""


@dataclass(frozen=True, slots=True)
class TranslatedSegment:
    """A sentence of the source with its English.

    `score` is the mean log-probability of a target token; `pieces` is how many clauses a long sentence was fed in.
    """

    id: str
    source: str
    fed: str
    english: str
    score: float | None = None
    level: Level = "ok"
    flags: tuple[Flag, ...] = ()
    alternatives: tuple[str, ...] = ()
    language: str = "fa"
    pieces: int = 1


@dataclass(frozen=True, slots=True)
class Headline:
    """The headline of the source and its English."""

    source: str
    english: str


@dataclass(frozen=True, slots=True)
class Translation:
    """Paragraphs of segments, the headline's first; `text` joins them with a blank line between paragraphs."""

    paragraphs: tuple[tuple[TranslatedSegment, ...], ...]

    @property
    def text(self) -> str:
        return "\n\n".join(" ".join(s.english for s in p if s.english) for p in self.paragraphs)

    @property
    def segments(self) -> tuple[TranslatedSegment, ...]:
        return tuple(s for p in self.paragraphs for s in p)


@dataclass(frozen=True, slots=True)
class Summary:
    """An English summary. `method` names what wrote it, `supported_by` the segments that it rests on."""

    text: str
    method: str
    level: Level = "ok"
    flags: tuple[Flag, ...] = ()
    supported_by: tuple[str, ...] = ()
    support: tuple[tuple[str, ...], ...] = ()  # one tuple of segment ids per summary sentence
    headline: str = ""  # a suggested English headline


@dataclass(frozen=True, slots=True)
class Coverage:
    """What went in and what came out. `left_out` says what the translation or the summary did not read, and why."""

    segments_in: int
    segments_out: int
    truncated_tokens: int = 0
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """Where the document came from, and what its text was."""

    format: str
    sha256: str
    language: str
    path: str = ""
    url: str = ""
    published: str = ""
    agency: str = ""
    dateline: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()  # boilerplate kept out of the story
    repairs: tuple[str, ...] = ()  # half-spaces put back: "glued -> repaired"


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """Which checkpoint did a stage's work."""

    stage: str
    id: str
    revision: str
    sha256: str
    licence: str
    engine: str
    engine_version: str
    decoding: Mapping[str, float | int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Provenance:
    """How the result was made. `created` is UTC, ISO 8601."""

    xlsum: str
    models: tuple[ModelIdentity, ...]
    options: Mapping[str, float | int | str]
    source_sha256: str
    created: str
    label: str = "machine-translated"
    language: str = "en-t-fa-t0-und"
    reviewed_by: str = ""
    reviewed_at: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """Everything known of one document after the pipeline."""

    id: str
    source: SourceInfo
    headline: Headline | None
    translation: Translation
    dates: tuple[DateReading, ...]
    numbers: tuple[NumberReading, ...]
    summary: Summary | None
    coverage: Coverage
    provenance: Provenance
    document_flags: tuple[Flag, ...] = ()  # doubts about the document as a whole

    @property
    def flags(self) -> tuple[Flag, ...]:
        """All flags of the document: its segments', its summary's and its own."""
        of_segments = tuple(f for s in self.translation.segments for f in s.flags)
        return of_segments + (self.summary.flags if self.summary else ()) + self.document_flags


def worst_level(flags: tuple[Flag, ...]) -> Level:
    """The gravest level among flags; "ok" when there are none."""
    return max((f.level for f in flags), key=LEVELS.index, default="ok")
