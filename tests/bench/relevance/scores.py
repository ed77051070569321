"""How good a list of answers is, by the usual measures, and how alike two lists are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log2
from statistics import mean

from tests.bench.relevance.labels import Key

TOP, FEW = 10, 5


@dataclass(frozen=True, slots=True)
class Scores:
    """Means over questions: reciprocal rank, nDCG@10, and how often a right answer is first or among five."""

    questions: int
    mrr: float
    ndcg: float
    first: float
    among_five: float


def score(answers: Iterable[tuple[Sequence[Key], frozenset[Key]]]) -> Scores:
    """Return the scores of lists of answers, each with what would be right."""
    known = list(answers)
    places = [[place for place, key in enumerate(found[:TOP]) if key in right] for found, right in known]
    ideal = [_gain(range(min(TOP, len(right)))) for _found, right in known]
    return Scores(
        len(known),
        mrr=mean(1 / (hits[0] + 1) if hits else 0.0 for hits in places),
        ndcg=mean(_gain(hits) / best for hits, best in zip(places, ideal, strict=True)),
        first=mean(0 in hits for hits in places),
        among_five=mean(any(place < FEW for place in hits) for hits in places),
    )


def _gain(places: Iterable[int]) -> float:
    return sum(1 / log2(place + 2) for place in places)


def overlap(one: Sequence[Key], other: Sequence[Key]) -> float:
    """Return how much of ten two lists share: of as many as the longer has, ten when both are empty."""
    longer = max(len(one), len(other))
    return TOP * len(set(one) & set(other)) / longer if longer else float(TOP)
