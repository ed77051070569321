"""How well citizens' questions are answered, per engine and kind of question, beside stock Wagtail on the same corpus.

The corpus is the demonstration played to its end and 2,000 load products. The labels were written before any engine
was asked, in three parts told apart. The search was mended with the first in view. Of the second, asked before anything
was mended for it, 0.888 were answered at once (the rule of one, about a sentence of many stories, was widened since).
The third is blind, never mended for: when first asked 0.94 had the right answer first, and 0.94 among five. The goals
speak of all. Both databases are laid out at once, each by a process of its own.
"""

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import Any

from tests.bench.children import Child
from tests.bench.relevance.labels import PARTS, THIRD, Label, labels
from tests.bench.relevance.scores import Scores, overlap, score

ANSWERING = "tests.bench.relevance.answering"
BEST, SQLITE, POSTGRESQL = "Elasticsearch", "embedded, SQLite", "embedded, PostgreSQL"
OURS = (BEST, SQLITE, POSTGRESQL)
AT_ONCE, AMONG_FIVE, A_KIND, LESS_EMBEDDED, SHARED = 0.90, 0.97, 0.80, 0.07, 8.0
WORST = 60

Found = Mapping[str, Mapping[str, Sequence[tuple[str, str]]]]
Right = Mapping[str, frozenset[tuple[str, str]]]


def main() -> None:
    found, right = gathered()
    every = list(labels())
    names = [*OURS, *(name for name in found if name not in OURS)]
    totals = {name: of(found[name], every, right) for name in names}
    table("all questions", totals)
    for part in PARTS:
        wanted = [label for label in every if label.part == part]
        title = f"the {part} part{', blind' if part == THIRD else ''}"
        table(title, {name: of(found[name], wanted, right) for name in names})
    by_kind = kinds(found, names, every, right)
    shared = alike(found, every)
    print_misses(found, every, right)
    goals(totals, by_kind, shared)


def gathered() -> tuple[Found, Right]:
    """Let each database's process find its answers and put them together."""
    environs = {"postgresql": {"DATABASE_URL": os.environ["DATABASE_URL"]}, "sqlite": {"ELASTICSEARCH_URL": ""}}
    with tempfile.TemporaryDirectory(prefix="ocop-relevance-") as folder:
        children = [Child(Path(folder), name, ANSWERING, environ) for name, environ in environs.items()]
        told = [child.told() for child in children]
    found = {name: asked["answers"] for one in told for name, asked in one["found"].items()}
    answers = {
        name: {query: [tuple(key) for key in keys] for query, keys in asked.items()} for name, asked in found.items()
    }
    rights = [{query: frozenset(map(tuple, keys)) for query, keys in one["right"].items()} for one in told]
    if any(one != rights[0] for one in rights):
        raise RuntimeError("The two databases do not hold the same corpus.")
    return answers, rights[0]


def of(answers: Mapping[str, Sequence[Any]], wanted: Sequence[Label], right: Right) -> Scores:
    return score((answers[label.query], right[label.query]) for label in wanted)


def table(title: str, rows: Mapping[str, Scores]) -> None:
    print(f"\n{title:34}{'questions':>10}{'MRR':>7}{'nDCG@10':>9}{'success@1':>11}{'success@5':>11}")
    for name, one in rows.items():
        print(f"{name:34}{one.questions:>10}{one.mrr:>7.3f}{one.ndcg:>9.3f}{one.first:>11.3f}{one.among_five:>11.3f}")


def kinds(found: Found, names: Sequence[str], every: Sequence[Label], right: Right) -> dict[str, dict[str, Scores]]:
    """Print what every engine scores for every kind of question and return the scores by engine and kind."""
    known = dict.fromkeys(label.kind for label in every)
    scores = {
        name: {kind: of(found[name], [one for one in every if one.kind == kind], right) for kind in known}
        for name in names
    }
    print_kinds("success@1 / success@5", scores, lambda one: (one.first, one.among_five))
    print_kinds("MRR / nDCG@10", scores, lambda one: (one.mrr, one.ndcg))
    return scores


def print_kinds(
    title: str, scores: Mapping[str, Mapping[str, Scores]], two: Callable[[Scores], tuple[float, float]]
) -> None:
    """Print two figures of every engine by kind of question, with how many questions there are of a kind."""
    print(f"\n{title:24}" + "".join(f"{short(name):>19}" for name in scores))
    for kind, first in scores[BEST].items():
        figures = (two(of_kind[kind]) for of_kind in scores.values())
        cells = (f"{one:.2f} / {other:.2f}" for one, other in figures)
        print(f"{kind:16}{first.questions:>8}" + "".join(f"{cell:>19}" for cell in cells))


def short(name: str) -> str:
    """Return the name of an engine as the head of a narrow column."""
    for long, letters in (("Elasticsearch", "ES"), ("PostgreSQL", "PG"), ("embedded, ", ""), ("ES, Fuzzy", "ES fuzzy")):
        name = name.replace(long, letters)
    return name


def alike(found: Found, every: Sequence[Label]) -> float:
    """Print how much of their first ten the engines share and return the least of the means."""
    pairs = ((BEST, SQLITE), (BEST, POSTGRESQL), (SQLITE, POSTGRESQL))
    means = {
        (one, other): mean(overlap(found[one][label.query], found[other][label.query]) for label in every)
        for one, other in pairs
    }
    print("\nof the first ten, shared on average:")
    for (one, other), figure in means.items():
        print(f"  {one} and {other}: {figure:.2f}")
    return min(means.values())


def print_misses(found: Found, every: Sequence[Label], right: Right) -> None:
    missed = list(misses(found, every, right))
    print(f"\nnot first ({BEST}): {len(missed)}")
    for line in missed[:WORST]:
        print(f"  {line}")


def misses(found: Found, every: Sequence[Label], right: Right) -> Iterator[str]:
    for label in every:
        answers = found[BEST][label.query]
        place = next((place for place, key in enumerate(answers, 1) if key in right[label.query]), None)
        if place != 1:
            said = f"place {place}" if place else "not among ten" if answers else "nothing found"
            first = ":".join(answers[0]) if answers else "–"
            yield f"{label.part:7}{label.kind:14}{label.query:50} {said:15} first {first}"


def goals(totals: Mapping[str, Scores], by_kind: Mapping[str, Mapping[str, Scores]], shared: float) -> None:
    best = totals[BEST]
    weakest = min(by_kind[BEST], key=lambda kind: by_kind[BEST][kind].first)
    less = max(best.first - totals[name].first for name in (SQLITE, POSTGRESQL))
    stock = max(one.mrr for name, one in totals.items() if name not in OURS)
    print()
    goal(f"success@1 at least {AT_ONCE:.2f}", best.first, best.first >= AT_ONCE)
    goal(f"success@5 at least {AMONG_FIVE}", best.among_five, best.among_five >= AMONG_FIVE)
    goal(
        f"no kind under {A_KIND:.2f} ({weakest})", by_kind[BEST][weakest].first, by_kind[BEST][weakest].first >= A_KIND
    )
    goal(f"embedded at most {LESS_EMBEDDED} less", less, less <= LESS_EMBEDDED)
    goal(f"engines share at least {SHARED:.0f} of ten", shared, shared >= SHARED)
    goal("MRR 0.15 over the better stock", best.mrr - stock, best.mrr - stock >= 0.15)


def goal(what: str, figure: float, held: bool) -> None:
    print(f"goal: {what:44}{figure:6.3f}  {'met' if held else 'MISSED'}")
