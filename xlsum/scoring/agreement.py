"""Do raters agree, and whom do they prefer? Krippendorff's alpha, Cohen's kappa, mean ratings with intervals."""

import csv
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from xlsum.errors import DataError, SourceNotFoundError
from xlsum.scoring.rating import SEVERITIES
from xlsum.scoring.statistics import Interval, bootstrap_interval

Ratings = Mapping[str, float]  # item to rating
PENALTY = {"none": 0.0, "minor": 1.0, "major": 5.0, "critical": 25.0}  # MQM weights; critical after Lommel et al. 2014


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of raters on one column. Figures are None where they are not defined."""

    column: str
    raters: int
    items: int
    alpha: float | None
    kappas: tuple[tuple[str, str, float | None], ...]
    systems: tuple[tuple[str, Interval, int], ...]  # system, mean rating, ratings


def measure_agreement(sheets: Sequence[Path], key: Path) -> list[Agreement]:
    """The agreement of filled-in sheets on their scores and their severities. Raises DataError."""
    systems = _read_key(key)
    found = []
    for column in ("score", "severity"):
        by_rater = {path.stem: _read_ratings(path, column, systems) for path in sheets}
        rated = {name: ratings for name, ratings in by_rater.items() if ratings}
        if rated:
            found.append(_agreement(column, rated, systems))
    if not found:
        raise DataError("no sheet has a rating: fill in the column 'score' or 'severity'")
    return found


def krippendorff_alpha(raters: Sequence[Ratings], *, nominal: bool) -> float | None:
    """Krippendorff's alpha (2011), of any number of raters and missing ratings; interval distances or nominal ones.

    1 is perfect agreement, 0 what chance gives. None when no item has two ratings, or all ratings are one value.
    """
    items = sorted({item for ratings in raters for item in ratings})
    units = [[ratings[item] for ratings in raters if item in ratings] for item in items]
    units = [unit for unit in units if len(unit) > 1]
    values = Counter(value for unit in units for value in unit)
    total = values.total()
    if total < 2 or len(values) < 2:
        return None
    observed = sum(_disagreement(Counter(unit), nominal) / (len(unit) - 1) for unit in units) / total
    expected = _disagreement(values, nominal) / (total * (total - 1))
    return 1 - observed / expected


def cohen_kappa(first: Ratings, second: Ratings) -> float | None:
    """Cohen's kappa (1960) of two raters over the items both rated; None when chance alone would agree always."""
    shared = sorted(first.keys() & second.keys())
    if not shared:
        return None
    agreed = sum(first[item] == second[item] for item in shared) / len(shared)
    left, right = (Counter(ratings[item] for item in shared) for ratings in (first, second))
    chance = sum(left[value] * right[value] for value in left) / len(shared) ** 2
    return None if chance == 1 else (agreed - chance) / (1 - chance)


def agreement_to_text(agreements: Sequence[Agreement]) -> str:
    """The figures for a terminal."""
    lines = []
    for one in agreements:
        lines.append(
            f"{one.column}: {one.raters} rater(s), {one.items} items, Krippendorff's alpha {_figure(one.alpha)}"
        )
        lines += [f"  Cohen's kappa {a} / {b}: {_figure(kappa)}" for a, b, kappa in one.kappas]
        lines += [
            f"  {name}: mean {found.value:.2f} [{found.low:.2f}, {found.high:.2f}] over {number} ratings"
            for name, found, number in one.systems
        ]
    return "\n".join([*lines, "severity is weighed none 0, minor 1, major 5, critical 25: less is better"])


def _agreement(column: str, rated: Mapping[str, Ratings], systems: Mapping[str, Sequence[str]]) -> Agreement:
    nominal = column == "severity"
    pairs = [
        (a, b, cohen_kappa(_binned(rated[a], nominal), _binned(rated[b], nominal))) for a, b in combinations(rated, 2)
    ]
    return Agreement(
        column=column,
        raters=len(rated),
        items=len({item for ratings in rated.values() for item in ratings}),
        alpha=krippendorff_alpha(list(rated.values()), nominal=nominal),
        kappas=tuple(pairs),
        systems=tuple(_means(rated, systems)),
    )


def _means(rated: Mapping[str, Ratings], systems: Mapping[str, Sequence[str]]) -> list[tuple[str, Interval, int]]:
    rows: dict[str, list[tuple[float, float]]] = {}
    for ratings in rated.values():
        for item, rating in ratings.items():
            for name in systems[item]:
                rows.setdefault(name, []).append((rating, 1.0))
    return [
        (name, bootstrap_interval(rows[name], lambda sums: sums[0] / sums[1]), len(rows[name])) for name in sorted(rows)
    ]


def _binned(ratings: Ratings, nominal: bool) -> Ratings:
    """Kappa wants classes: scores are put in quarters of the scale."""
    return ratings if nominal else {item: float(min(3, int(value // 25))) for item, value in ratings.items()}


def _disagreement(values: Counter[float], nominal: bool) -> float:
    pairs = combinations(values, 2)
    return 2 * sum(values[a] * values[b] * (1.0 if nominal else (a - b) ** 2) for a, b in pairs)


def _read_key(path: Path) -> Mapping[str, Sequence[str]]:
    if not path.is_file():
        raise SourceNotFoundError(f"{path}: no such key; it was written beside the sheet")
    try:
        return {str(item): list(map(str, names)) for item, names in json.loads(path.read_text("utf-8")).items()}
    except (ValueError, AttributeError, TypeError) as error:
        raise DataError(f"{path}: not the key of a sheet") from error


def _read_ratings(path: Path, column: str, systems: Mapping[str, Sequence[str]]) -> dict[str, float]:
    if not path.is_file():
        raise SourceNotFoundError(f"{path}: no such sheet")
    ratings: dict[str, float] = {}
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for number, row in enumerate(csv.DictReader(stream), 2):
            text = (row.get(column) or "").strip()
            item = row.get("item") or ""
            if not text:
                continue
            if item not in systems:
                raise DataError(f"{path.name}:{number}: item {item!r} is not in the key")
            if item in ratings:
                raise DataError(f"{path.name}:{number}: item {item!r} is there twice")
            ratings[item] = _rating(text, column, f"{path.name}:{number}")
    return ratings


def _rating(text: str, column: str, where: str) -> float:
    if column == "severity":
        if text not in PENALTY:
            raise DataError(f"{where}: severity {text!r}: one of {', '.join(SEVERITIES)}")
        return PENALTY[text]
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 100:
        raise DataError(f"{where}: score {text!r} is not from 0 to 100")
    return value


def _figure(value: float | None) -> str:
    return "not defined" if value is None else f"{value:.3f}"
