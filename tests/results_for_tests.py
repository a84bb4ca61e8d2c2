"""Results that tests of the formats share: written by us, with every field filled."""

from datetime import date

from xlsum.document import (
    Coverage,
    DateReading,
    Flag,
    Headline,
    ModelIdentity,
    NumberReading,
    Provenance,
    Result,
    SourceInfo,
    Summary,
    TranslatedSegment,
    Translation,
)

ZWNJ = "\u200c"
WRONG_NUMBER = Flag("numbers", "do-not-use", "۷۷ درصد became 70 percent: the source says 77 percent")
UNSURE_NAME = Flag("names", "check", "«قالیباف» is not among the known names: check Ghalibaf")
SHORT_SUMMARY = Flag("support", "check", "the second sentence rests on no sentence of the source")


def make_result(identity: str = "wire-1", **changes: object) -> Result:
    """A small wire in two paragraphs and a headline, with flags of both levels. `changes` replace fields of Result."""
    fields: dict[str, object] = {
        "id": identity,
        "source": SourceInfo(
            format="jsonl",
            sha256="a" * 64,
            language="fa",
            path="wires.jsonl",
            url="https://example.com/news/1?a=1&b=2",
            published="2024-03-19T10:00:00+03:30",
            agency="ISNA",
            dateline="Tehran",
            extra={"urgency": "4", "byline": "سارا <b>امینی</b>", "version": "2"},
            warnings=("no encoding was marked: read as windows-1256 by its letters",),
        ),
        "headline": Headline("تورم به ۷۷ درصد رسید", "Inflation hits 77 percent"),
        "translation": Translation(
            (
                (
                    TranslatedSegment(
                        "p1s1", "تورم به ۷۷ درصد رسید", "تورم به ۷۷ درصد رسید", "Inflation hits 77 percent", -0.2
                    ),
                ),
                (
                    TranslatedSegment(
                        "p2s1",
                        f"قالیباف روز سه{ZWNJ}شنبه ۲۹ اسفند ۱۴۰۲ گفت تورم ۷۷ درصد است.",
                        f"قالیباف روز سه{ZWNJ}شنبه ۲۹ اسفند ۱۴۰۲ گفت تورم ۷۷ درصد است.",
                        "Ghalibaf said on Tuesday, March 19, 2024 that inflation was 70 percent.",
                        -0.9,
                        "do-not-use",
                        (WRONG_NUMBER, UNSURE_NAME),
                        ("Ghalibaf said on Tuesday, March 19, 2024 that inflation was 77 percent.",),
                    ),
                    TranslatedSegment(
                        "p2s2",
                        "<script>alert(1)</script> این یک متن است.",
                        "این یک متن است.",
                        'This is "a" <text> & more.',
                        -0.3,
                    ),
                ),
                (
                    TranslatedSegment(
                        "p3s1", "مجلس فردا جلسه دارد.", "مجلس فردا جلسه دارد.", "Parliament meets tomorrow.", -0.4
                    ),
                ),
            )
        ),
        "dates": (
            DateReading(
                "۲۹ اسفند ۱۴۰۲", "jalali", date(2024, 3, 19), (date(2024, 3, 19), date(2024, 3, 19)), "", "p2s1"
            ),
        ),
        "numbers": (
            NumberReading("۷۷ درصد", "77", "percent", "p1s1"),
            NumberReading("۷۷ درصد", "77", "percent", "p2s1"),
        ),
        "summary": Summary(
            "Inflation hit 77 percent. Parliament meets tomorrow.",
            "extractive:lexrank",
            "check",
            (SHORT_SUMMARY,),
            ("p1s1", "p3s1"),
            (("p1s1",), ("p3s1",)),
            "Inflation hits 77 percent",
        ),
        "coverage": Coverage(4, 4, 0, ("«انتهای پیام»: an end mark of the agency",)),
        "provenance": Provenance(
            xlsum="1.0",
            models=(
                ModelIdentity(
                    "translate", "compact-fa-en", "r1", "b" * 64, "Apache-2.0", "ct2", "4.8", {"beam_size": 4}
                ),
                ModelIdentity("summarize", "lexrank", "", "", "Apache-2.0", "extractive", "1.0", {}),
            ),
            options={"beam_size": 4},
            source_sha256="a" * 64,
            created="2026-11-22T18:00:00+00:00",
        ),
    }
    return Result(**{**fields, **changes})  # type: ignore[arg-type] # the tests give fields of the right kinds
