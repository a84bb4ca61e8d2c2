"""Kill and correction notices: recognised, and matched with the story that they concern."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from xlsum.document import Document, Flag, Result
from xlsum.persian import normalize

KILL = re.compile(
    r"^\W*(?:(?:ابطال|لغو|حذف)\s+خبر|خبر\s+(?:زیر\s+)?(?:باطل|لغو|حذف)|این\s+خبر\s+(?:باطل|حذف)|kill\b)", re.IGNORECASE
)
CORRECTION = re.compile(r"^\W*(?:اصلاحیه|تصحیح|اصلاح\s+خبر|پوزش\s+و\s+اصلاح|correction\b)", re.IGNORECASE)
DEAD = frozenset({"canceled", "cancelled", "withheld", "killed"})
WORD = re.compile(r"[^\W\d_]{3,}")
LEAST_SHARED = 0.5  # of the story's headline words, for a notice that names no id to concern it

Kind = Literal["", "kill", "correction"]


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice and the id of the story that it concerns ("" when it cannot be told)."""

    kind: Kind
    concerns: str = ""


def read_notice(document: Document, stories: Iterable[Result]) -> Notice | None:
    """What notice a document is, and about which of the known stories; None for an ordinary wire."""
    first = normalize(document.headline or document.text.lstrip()).split("\n")[0]
    kind = _kind(document, first)
    if not kind:
        return None
    known = list(stories)
    if any(story.id == document.id for story in known):
        return Notice(kind, document.id)
    named = [
        story.id
        for story in known
        if story.id in document.text or (story.source.url and story.source.url in document.text)
    ]
    return Notice(kind, named[-1] if named else _likest(f"{first} {normalize(document.text)}", known))


def notice_flag(notice: Notice, by: str) -> Flag:
    """The flag that the concerned story gets. A kill forbids use."""
    if notice.kind == "kill":
        return Flag("kill", "do-not-use", f"the agency has withdrawn this story (notice {by})")
    return Flag("correction", "check", f"the agency has corrected this story (notice {by})")


def own_flag(notice: Notice) -> Flag:
    """The flag of the notice itself: what it is, in words that do not hang on its translation."""
    act = "withdraws" if notice.kind == "kill" else "corrects"
    story = f"the story {notice.concerns}" if notice.concerns else "a story that is not known here"
    return Flag("notice", "check", f"a notice: it {act} {story}")


def _kind(document: Document, first: str) -> Kind:
    if document.extra.get("status", "") in DEAD or KILL.search(first):
        return "kill"
    return "correction" if CORRECTION.search(first) else ""


def _likest(text: str, stories: list[Result]) -> str:
    words = set(WORD.findall(text))
    shares = {story.id: _shared(words, story) for story in stories}
    best = max(shares, key=lambda story: shares[story], default="")
    return best if best and shares[best] >= LEAST_SHARED else ""


def _shared(words: set[str], story: Result) -> float:
    own = set(WORD.findall(normalize(story.headline.source if story.headline else "")))
    return len(words & own) / len(own) if len(own) >= 3 else 0.0
