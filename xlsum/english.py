"""Sentences of English text, as the summary checkpoints write it."""

import re

BOUNDARY = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]*[A-Z0-9])")
ABBREVIATION = re.compile(
    r"(?:^|[\s(\"'“])(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Sgt|Gov|Sen|Rep|St|No|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
    r"|(?:[A-Z]\.)+[A-Z])\.$"
)


def split_english_sentences(text: str) -> list[str]:
    """The sentences of an English text, without the spaces between them; "Mr.", "U.S." and initials end none."""
    sentences: list[str] = []
    start = 0
    for boundary in BOUNDARY.finditer(text):
        if not ABBREVIATION.search(text[start : boundary.start()]):
            sentences.append(text[start : boundary.end()].strip())
            start = boundary.end()
    return [sentence for sentence in [*sentences, text[start:].strip()] if sentence]
