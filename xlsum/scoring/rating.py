"""A blind rating sheet: outputs of several systems in shuffled order, for people to rate by hand, and the key to it.

Two ways of rating fit one sheet: direct assessment (0 to 100; Graham et al. 2013) and MQM-style marks (the gravest
error: its severity and its category; Freitag et al. 2021). Who wrote which output is only in the key, which raters do
not get.
"""

import csv
import io
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files

from xlsum.errors import DataError
from xlsum.scoring.records import RunRecord
from xlsum.scoring.statistics import SEED

SEVERITIES = ("none", "minor", "major", "critical")
CATEGORIES = ("number", "date", "name", "omission", "addition", "mistranslation", "attribution", "fluency", "other")
COLUMNS = ("item", "persian", "reference", "output", "score", "severity", "category", "comment")


@dataclass(frozen=True, slots=True)
class Item:
    """One output to rate. `system` goes into the key only."""

    item: str
    system: str
    document: str
    segment: int
    persian: str
    reference: str
    output: str


def make_items(records: Sequence[RunRecord], segments: int, *, seed: int = SEED) -> list[Item]:
    """The outputs of all runs on `segments` segments drawn by chance; equal outputs are rated once for all systems.

    The systems of a segment stay together, in an order of their own. Raises DataError when the runs' documents differ.
    """
    places = [[(o.id, n, s) for o in r.outputs for n, s in enumerate(o.segments, 1)] for r in records]
    if any([place[:2] for place in one] != [place[:2] for place in places[0]] for one in places):
        raise DataError("the runs were not made on the same documents: they cannot be rated side by side")
    generator = random.Random(seed)
    chosen = sorted(generator.sample(range(len(places[0])), min(segments, len(places[0]))))
    items: list[Item] = []
    for at in chosen:
        outputs: dict[str, list[str]] = {}
        for record, place in zip(records, places, strict=True):
            outputs.setdefault(place[at][2].english, []).append(record.name)
        mixed = list(outputs.items())
        generator.shuffle(mixed)
        document, number, segment = places[0][at]
        reference = segment.references[0] if segment.references else ""
        for english, systems in mixed:
            name = f"{len(items) + 1:04d}"
            items.append(Item(name, "\t".join(systems), document, number, segment.persian, reference, english))
    return items


def items_to_csv(items: Sequence[Item]) -> str:
    """The sheet: a row an output, the rating columns empty. Opens in a spreadsheet."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for item in items:
        writer.writerow([item.item, *map(_harmless, (item.persian, item.reference, item.output)), "", "", "", ""])
    return sheet.getvalue()


def items_to_key(items: Sequence[Item]) -> str:
    """Who wrote what: JSON, item to systems."""
    return json.dumps({item.item: item.system.split("\t") for item in items}, ensure_ascii=False, indent=1) + "\n"


def items_to_html(items: Sequence[Item], title: str) -> str:
    """The same sheet as a page that works without a network and saves the ratings as CSV."""
    css, script = (files("xlsum.scoring.report").joinpath(name).read_text("utf-8") for name in ("page.css", "rate.js"))
    body = "".join(_form(item) for item in items)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)}</title>'
        f"<style>{css}</style></head><body><h1>{escape(title)}</h1>"
        "<p>Read the source, then rate the output from 0 (nothing of it is right) to 100 (right and fluent), or mark "
        "its gravest error. Ratings stay in this browser until they are saved.</p>"
        '<div class="tools"><button id="save" type="button">Save ratings (CSV)</button>'
        f'<span id="done" class="soft"></span></div>{body}<script>{script}</script></body></html>\n'
    )


def _form(item: Item) -> str:
    return (
        f'<article class="segment" data-item="{item.item}"><header><span>{item.item}</span></header>'
        f'<div class="sides"><p dir="rtl" lang="fa"><b>Source</b>{escape(item.persian)}</p>'
        f'<p lang="en"><b>Reference</b>{escape(item.reference)}</p>'
        f'<p lang="en"><b>Output</b>{escape(item.output) or "<i>nothing</i>"}</p></div><div class="tools">'
        '<label>Score <input name="score" type="number" min="0" max="100" step="1"></label>'
        f'<label>Gravest error <select name="severity">{_options(("", *SEVERITIES))}</select></label>'
        f'<label>Kind <select name="category">{_options(("", *CATEGORIES))}</select></label>'
        '<label>Comment <input name="comment" type="text"></label></div></article>'
    )


def _options(values: Sequence[str]) -> str:
    return "".join(f'<option value="{value}">{value}</option>' for value in values)


def _harmless(text: str) -> str:
    """A cell that a spreadsheet will not run as a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
