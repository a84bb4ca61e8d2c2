"""Summaries without weights: rank the sentences of a story and take the best that fit a word budget.

`lead` takes the first ones, `lexrank` the most central ones (Erkan and Radev 2004, continuous LexRank over TF-IDF
cosines), and `extractive` weighs position, centrality and redundancy, as made for news.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence

METHODS = ("extractive", "lead", "lexrank")
WORD = re.compile(r"\w+")
MOST_COMPARED = 400  # sentences that LexRank compares with each other: its cost is the square of that
DAMPING = 0.85  # Erkan and Radev 2004
ROUNDS = 30
POSITION_WEIGHT = 1.0
REDUNDANT = 0.6  # cosine beyond which a sentence says again what a chosen one says

Vector = dict[str, float]


def select_sentences(
    sentences: Sequence[str],
    *,
    embeddings: Sequence[Sequence[float]] | None = None,
    budget_words: int,
    method: str = "extractive",
) -> list[int]:
    """Positions of the chosen sentences, in the order of the story; at least one where there is any.

    `embeddings` are unit vectors, one a sentence. The words of the chosen sentences stay within `budget_words` unless
    a single sentence is longer. Raises ValueError for an unknown method.
    """
    if not sentences:
        return []
    order = rank_sentences(sentences, embeddings=embeddings, method=method)
    vectors = tfidf(sentences) if method == "extractive" else []
    chosen: list[int] = []
    room = budget_words
    for at in order:
        words = len(sentences[at].split())
        if chosen and (words > room or (vectors and _redundant(vectors, at, chosen))):
            continue
        chosen.append(at)
        room -= words
    return sorted(chosen)


def rank_sentences(
    sentences: Sequence[str], *, embeddings: Sequence[Sequence[float]] | None = None, method: str = "extractive"
) -> list[int]:
    """Positions of all sentences, the most worth keeping first."""
    if method == "lead":
        return list(range(len(sentences)))
    if method == "lexrank":
        return _descending(lexrank(sentences))
    if method == "extractive":
        central = _centrality(sentences, embeddings)
        return _descending([score + POSITION_WEIGHT / (1 + at) for at, score in enumerate(central)])
    raise ValueError(f"no such method: {method}; there are {', '.join(METHODS)}")


def lexrank(sentences: Sequence[str]) -> list[float]:
    """The centrality of each sentence in the graph of TF-IDF cosines; sentences past the first 400 score 0."""
    vectors = tfidf(sentences[:MOST_COMPARED])
    rows = [[cosine(one, other) for other in vectors] for one in vectors]
    sums = [sum(row) or 1.0 for row in rows]
    scores = [1.0 / len(vectors)] * len(vectors)
    for _ in range(ROUNDS):
        shares = [score / total for score, total in zip(scores, sums, strict=True)]
        scores = [(1 - DAMPING) / len(vectors) + DAMPING * sum(map(float.__mul__, row, shares)) for row in rows]
    return [*scores, *[0.0] * (len(sentences) - len(vectors))]


def tfidf(sentences: Sequence[str]) -> list[Vector]:
    """A unit vector for each sentence: term frequency times inverse sentence frequency."""
    counts = [Counter(word.lower() for word in WORD.findall(sentence)) for sentence in sentences]
    seen = Counter(word for count in counts for word in count)
    return [_unit({word: n * math.log(1 + len(counts) / seen[word]) for word, n in count.items()}) for count in counts]


def cosine(one: Vector, other: Vector) -> float:
    """The cosine of two unit vectors."""
    small, large = (one, other) if len(one) < len(other) else (other, one)
    return sum(weight * large.get(word, 0.0) for word, weight in small.items())


def _centrality(sentences: Sequence[str], embeddings: Sequence[Sequence[float]] | None) -> list[float]:
    """The cosine of each sentence with the mean of all."""
    if embeddings is not None:
        mean = [sum(column) / len(embeddings) for column in zip(*embeddings, strict=True)]
        length = math.sqrt(sum(value * value for value in mean)) or 1.0
        return [sum(map(float.__mul__, map(float, vector), mean)) / length for vector in embeddings]
    vectors = tfidf(sentences)
    total = Counter[str]()
    for vector in vectors:
        total.update(vector)
    centre = _unit(dict(total))
    return [cosine(vector, centre) for vector in vectors]


def _redundant(vectors: Sequence[Vector], at: int, chosen: Sequence[int]) -> bool:
    return any(cosine(vectors[at], vectors[other]) > REDUNDANT for other in chosen)


def _unit(vector: Vector) -> Vector:
    length = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {word: weight / length for word, weight in vector.items()}


def _descending(scores: Sequence[float]) -> list[int]:
    return sorted(range(len(scores)), key=lambda at: (-scores[at], at))
