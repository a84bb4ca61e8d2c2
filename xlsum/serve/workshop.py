"""What a batch of requests asks of the pipeline: plain texts to translate, and documents to run whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from xlsum.archive.revising import reusable, revising
from xlsum.document import Document, Result
from xlsum.errors import DocumentError
from xlsum.persian import identify_language, split_sentences
from xlsum.pipeline import Pipeline
from xlsum.prepare import PERSIAN, feed
from xlsum.translate import Sentence, TranslatedSentence


@dataclass(frozen=True, slots=True)
class TextJob:
    """A text whose lines are translated and kept as lines. `language` "" means: look."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class DocumentJob:
    """A wire that goes through the whole pipeline, with or without a summary; a part of it may be known already."""

    document: Document
    summary: bool = True
    known: Result | None = None


@dataclass(frozen=True, slots=True)
class TranslatedText:
    """A text in English, its language, and other wordings of the whole text where it is one sentence."""

    text: str
    language: str
    alternatives: tuple[str, ...] = ()


Job = TextJob | DocumentJob
Answer = TranslatedText | Result | DocumentError


class Workshop:
    """Works on batches of jobs with one pipeline, all sentences of a batch pooled by kind."""

    def __init__(self, pipeline: Pipeline) -> None:
        self.pipeline = pipeline

    @property
    def lanes(self) -> int:
        """Batches that the translator's engine works on side by side."""
        return max(1, getattr(self.pipeline.translator and self.pipeline.translator.engine, "workers", 1))

    def work(self, jobs: list[Job]) -> list[Answer]:
        """One answer a job, in order; a document that cannot be used is answered with its error."""
        texts = [job for job in jobs if isinstance(job, TextJob)]
        translated = dict(zip(map(id, texts), self._translate(texts), strict=True))
        answers: dict[int, Answer] = {**translated}
        for summary in (True, False):
            chosen = [job for job in jobs if isinstance(job, DocumentJob) and job.summary is summary]
            answers.update(zip(map(id, chosen), self._run(chosen, summary), strict=True))
        return [answers[id(job)] for job in jobs]

    def _run(self, jobs: Sequence[DocumentJob], summary: bool) -> list[Answer]:
        known = {source: sentence for job in jobs for source, sentence in reusable(job.known).items()}
        pipeline = replace(self.pipeline, translator=revising(self.pipeline.translator, known))
        pipeline = pipeline if summary else replace(pipeline, summarizer=None)
        numbered = [replace(job.document, id=str(number)) for number, job in enumerate(jobs)]
        answers: dict[str, Answer] = {}

        def failed(error: DocumentError) -> None:
            answers[error.where] = error

        for result in pipeline.run_window(numbered, on_error=failed):
            answers[result.id] = replace(result, id=jobs[int(result.id)].document.id)
        return [answers[document.id] for document in numbered]

    def _translate(self, jobs: Sequence[TextJob]) -> list[TranslatedText]:
        cut = [list(_pieces(job)) for job in jobs]
        pooled = [piece for pieces in cut for piece in pieces if isinstance(piece, Sentence)]
        translator = self.pipeline.translator
        english = iter(translator.translate(pooled) if translator else [])
        return [_assembled(job, pieces, english) for job, pieces in zip(jobs, cut, strict=True)]


def joined(parts: Sequence[TranslatedText]) -> TranslatedText:
    """The text whose pieces these are; its language is that of the first piece that has one."""
    if len(parts) == 1:
        return parts[0]
    languages = [part.language for part in parts if part.language != "und"]
    return TranslatedText("".join(part.text for part in parts), languages[0] if languages else "und")


def detect(text: str) -> str:
    """The BCP-47 tag of a text's language, "und" when it cannot be told."""
    return identify_language(text)


def _pieces(job: TextJob) -> Iterator[Sentence | str]:
    """Sentences to translate, and the text between them (spaces, line ends, lines of other languages) as it came."""
    for line in job.text.splitlines(keepends=True):
        body = line.rstrip("\r\n")
        language = job.language or identify_language(body)
        if not body.strip() or language not in PERSIAN:
            yield line
            continue
        for segment in split_sentences(body):
            sentence = segment.text.strip()
            start = segment.text.find(sentence)
            yield segment.text[:start]
            if sentence:
                yield Sentence(sentence, feed(sentence), language)
            yield segment.text[start + len(sentence) :] + segment.gap
        yield line[len(body) :]


def _assembled(
    job: TextJob, pieces: Sequence[Sentence | str], english: "Iterator[TranslatedSentence]"
) -> TranslatedText:
    found = [next(english) if isinstance(piece, Sentence) else piece for piece in pieces]
    sentences = [piece for piece in found if isinstance(piece, TranslatedSentence)]
    text = "".join(piece.english if isinstance(piece, TranslatedSentence) else piece for piece in found)
    alternatives = sentences[0].alternatives if len(sentences) == 1 else ()
    return TranslatedText(text, job.language or detect(job.text), alternatives)
