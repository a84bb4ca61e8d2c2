"""Charts as plain SVG, drawn here so that a report needs no plotting library and follows the page's light or dark
colours.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 16, 44
COLOURS = 6  # classes c0 to c5 of the style sheet
TICKS = 5
Across = Callable[[float], float]  # a value to its x


@dataclass(frozen=True, slots=True)
class Series:
    """A named row of points; `notes` are shown when a point is pointed at."""

    name: str
    points: tuple[tuple[float, float], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its interval."""

    label: str
    value: float
    low: float
    high: float
    note: str = ""


def line_chart(series: Sequence[Series], labels: Sequence[str], x_title: str, y_title: str) -> str:
    """Lines over named positions 0, 1, 2, ...; a point that is missing is left out."""
    heights = [y for one in series for _, y in one.points]
    scale = _Scale(0, max(1, len(labels) - 1), *_around(heights))
    body = [_axes(scale, y_title, x_title)]
    body += [_text(scale.x(at), HEIGHT - BOTTOM + 16, label, "middle") for at, label in enumerate(labels)]
    for at, one in enumerate(series):
        path = " ".join(f"{scale.x(x):.1f},{scale.y(y):.1f}" for x, y in one.points)
        body.append(f'<polyline class="line c{at % COLOURS}" points="{path}"/>')
        body += _dots(one, at, scale)
    return _svg(body) + _legend([one.name for one in series])


def scatter_chart(series: Sequence[Series], x_title: str, y_title: str) -> str:
    """Points with a logarithmic x axis."""
    moved = [Series(s.name, tuple((math.log10(max(x, 1e-9)), y) for x, y in s.points), s.notes) for s in series]
    across = [x for one in moved for x, _ in one.points]
    scale = _Scale(min(across) - 0.3, max(across) + 0.3, *_around([y for one in moved for _, y in one.points]))
    body = [_axes(scale, y_title, x_title)]
    first, last = math.ceil(scale.x_low), math.floor(scale.x_high)
    ticks = [10.0**power for power in range(first, last + 1)] or [10 ** ((scale.x_low + scale.x_high) / 2)]
    body += [_text(scale.x(math.log10(x)), HEIGHT - BOTTOM + 16, f"{x:,.0f}", "middle") for x in ticks]
    for at, one in enumerate(moved):
        body += _dots(one, at, scale)
    return _svg(body) + _legend([one.name for one in series])


def bar_chart(groups: Sequence[tuple[str, Sequence[Bar]]], unit: str) -> str:
    """Horizontal bars with intervals; `groups` are systems, each with the same labels."""
    labels = list(dict.fromkeys(bar.label for _, bars in groups for bar in bars))
    thick, gap = 12, 14
    step = thick * len(groups) + gap
    height = TOP + step * len(labels) + BOTTOM
    left = 12 + 6.4 * max((len(label) for label in labels), default=1)
    largest = max([bar.high for _, bars in groups for bar in bars], default=1.0) or 1.0

    def across(value: float) -> float:
        return left + (WIDTH - left - 70) * value / largest

    body = []
    for row, label in enumerate(labels):
        top = TOP + row * step
        body.append(_text(left - 6, top + thick * len(groups) / 2 + 4, label, "end"))
        for at, (name, bars) in enumerate(groups):
            for bar in (bar for bar in bars if bar.label == label):
                body.append(_bar(bar, name, at, top + at * thick, thick, left, across))
    body.append(_text(left, height - 12, unit, "start", "title"))
    return _svg(body, height) + _legend([name for name, _ in groups])


def histogram(series: Sequence[tuple[str, Sequence[float]]], bins: int, x_title: str) -> str:
    """How often values from 0 to 100 fall in each of `bins` equal bins, one line a system."""
    labels = [f"{100 * at // bins}" for at in range(bins)]
    counted = []
    for name, values in series:
        counts = [0] * bins
        for value in values:
            counts[min(bins - 1, max(0, int(value * bins / 100)))] += 1
        notes = tuple(f"{name}: {count} from {labels[at]}" for at, count in enumerate(counts))
        counted.append(Series(name, tuple((at, float(count)) for at, count in enumerate(counts)), notes))
    return line_chart(counted, labels, x_title, "documents")


@dataclass(frozen=True, slots=True)
class _Scale:
    x_low: float
    x_high: float
    y_low: float
    y_high: float

    def x(self, value: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (value - self.x_low) / ((self.x_high - self.x_low) or 1)

    def y(self, value: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - self.y_low) / ((self.y_high - self.y_low) or 1)


def _around(values: Sequence[float]) -> tuple[float, float]:
    """Round bounds around the values, from 0 where that is near."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    room = (high - low) * 0.15 or max(1.0, abs(high) * 0.1)
    bottom = 0.0 if low >= 0 and low < 0.5 * high else math.floor(low - room)
    return bottom, math.ceil(high + room)


def _axes(scale: _Scale, y_title: str, x_title: str) -> str:
    parts = []
    for at in range(TICKS + 1):
        value = scale.y_low + (scale.y_high - scale.y_low) * at / TICKS
        y = scale.y(value)
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(_text(LEFT - 6, y + 4, f"{value:.4g}", "end"))
    parts.append(_text(LEFT, TOP - 4, y_title, "start", "title"))
    parts.append(_text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, x_title, "middle", "title"))
    return "".join(parts)


def _dots(series: Series, at: int, scale: _Scale) -> list[str]:
    notes = series.notes or tuple(f"{series.name}: {y:.2f}" for _, y in series.points)
    return [
        f'<circle class="dot c{at % COLOURS}" cx="{scale.x(x):.1f}" cy="{scale.y(y):.1f}" r="4">'
        f"<title>{escape(note)}</title></circle>"
        for (x, y), note in zip(series.points, notes, strict=True)
    ]


def _bar(bar: Bar, name: str, at: int, top: float, thick: int, left: float, across: Across) -> str:
    end, low, high, middle = across(bar.value), across(bar.low), across(bar.high), top + thick / 2
    note = f"{name}: {bar.label} {bar.value:.1f} ({bar.low:.1f} to {bar.high:.1f}) {bar.note}"
    size = f'x="{left:.1f}" y="{top:.1f}" width="{max(0.5, end - left):.1f}" height="{thick - 2}"'
    span = f'x1="{low:.1f}" x2="{high:.1f}" y1="{middle:.1f}" y2="{middle:.1f}"'
    value = _text(max(end, high) + 4, middle + 4, f"{bar.value:.1f}", "start")
    return (
        f'<g><title>{escape(note)}</title><rect class="bar c{at % COLOURS}" {size}/>'
        f'<line class="interval" {span}/>{value}</g>'
    )


def _text(x: float, y: float, text: str, anchor: str, kind: str = "tick") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _svg(body: Sequence[str], height: float = HEIGHT) -> str:
    return f'<div class="wide"><svg viewBox="0 0 {WIDTH} {height:.0f}" role="img">{"".join(body)}</svg></div>'


def _legend(names: Sequence[str]) -> str:
    entries = "".join(f'<li><i class="c{at % COLOURS}"></i>{escape(name)}</li>' for at, name in enumerate(names))
    return f'<ul class="legend">{entries}</ul>'
