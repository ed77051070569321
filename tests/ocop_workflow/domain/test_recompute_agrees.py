"""The independent recomputation and the domain's own scoring say the same of random dossiers."""

import json
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest

from ocop_workflow.domain.scoring import Unsettled, evaluate, points, quorum, spread_within
from tests.factories.scorecards import BANDS, SHIPPED, random_agreements, random_ballots, shipped, shipped_rows
from tests.independent import recompute

DOSSIERS = 400
LEVELS = ([3], [3, 4], [4], [5])
BY_LAWS = (
    {"places": 2, "quorum": "2/3", "min_ballots": 5, "spread_limit": "10"},
    {"places": 1, "quorum": "3/4", "min_ballots": 3, "spread_limit": None},
    {"places": 0, "quorum": "1/2", "min_ballots": 1, "spread_limit": "2.5"},
)


def rulebooks():
    bands = [
        {"star": band.star, "floor": str(band.floor), "below": None if band.below is None else str(band.below)}
        for band in BANDS
    ]
    return {forward_on: {"bands": bands, "forward_on": forward_on} for forward_on in ("points", "star")}


def scorecards():
    return {f"{rulebook}/{number}": [*shipped_rows(rulebook, number)] for rulebook, number in SHIPPED}


def random_dossier(random, number):
    """A dossier as it stands in a dump, and its ballots and scorecard for the domain."""
    rulebook, set_no = random.choice(SHIPPED)
    scorecard = shipped(rulebook, set_no)
    ballots = random_ballots(random, scorecard, random.randint(1, 9))
    agreements = random_agreements(random, scorecard, ballots)
    if random.random() < 1 / 4:
        agreements["agreed"] = {}
    dossier = {
        "code": f"HS-{number:04}",
        "scorecard": f"{rulebook}/{set_no}",
        "rulebook": random.choice(["points", "star"]),
        "certifies": random.choice(LEVELS),
        "by_law": random.choice(BY_LAWS),
        "appointed": 9,
        "present": random.randint(len(ballots), 9),
        "ballots": [
            {"member": item.member, "case": item.case, "choices": item.choices, "eliminations": item.eliminations}
            for item in ballots
        ],
        **agreements,
    }
    return dossier, scorecard, ballots


def told_by_the_domain(dossier, scorecard, ballots):
    """What the domain makes of a dossier, in the words of the dump."""
    by_law = dossier["by_law"]
    totals = {ballot.member: points(scorecard, ballot).total for ballot in ballots}
    limit = None if by_law["spread_limit"] is None else Decimal(by_law["spread_limit"])
    session = {
        "ballot_totals": totals,
        "quorum_met": quorum(dossier["present"], dossier["appointed"], Fraction(by_law["quorum"])),
        "enough_ballots": len(ballots) >= by_law["min_ballots"],
        "spread_within": spread_within(totals.values(), limit),
    }
    try:
        result = evaluate(
            scorecard,
            ballots,
            bands=BANDS,
            level_certifies=dossier["certifies"],
            forward_on=dossier["rulebook"],
            agreed=dossier["agreed"],
            agreed_case=dossier["agreed_case"],
            agreed_eliminations=dossier["agreed_eliminations"],
            places=by_law["places"],
        )
    except Unsettled:
        return session | {"outcome": "unsettled", "final_star": None, "unmet": []}
    return session | {
        "total": str(result.total),
        "shown": str(result.shown),
        "spread": result.spread,
        "band": result.band,
        "final_star": result.final_star,
        "unmet": [[item.star, item.criterion, item.needed_option, item.achieved_option] for item in result.unmet],
        "outcome": result.outcome,
        "eliminations": sorted(result.eliminations),
    }


@pytest.fixture(scope="module")
def dump():
    random = Random(148)
    dossiers = []
    for number in range(DOSSIERS):
        dossier, scorecard, ballots = random_dossier(random, number)
        dossiers.append(dossier | {"stored": told_by_the_domain(dossier, scorecard, ballots)})
    return {"scorecards": scorecards(), "rulebooks": rulebooks(), "dossiers": dossiers}


def run(dump, path):
    path.write_text(json.dumps(dump, ensure_ascii=False), encoding="utf-8")
    return subprocess.run([sys.executable, "-I", recompute.__file__, path], capture_output=True, text=True, check=False)


def test_recompute_agrees_with_the_domain(dump):
    differing = {
        dossier["code"]: found
        for dossier in dump["dossiers"]
        if (found := recompute.differences(dossier, dump["scorecards"], dump["rulebooks"]))
    }

    assert differing == {}


def test_recompute_was_asked_every_kind_of_outcome(dump):
    outcomes = Counter(dossier["stored"]["outcome"] for dossier in dump["dossiers"])

    assert {*outcomes} == {"certify", "forward", "not_recognised", "eliminated", "unsettled"}
    assert min(outcomes.values()) >= 10


def test_recompute_runs_alone_on_a_dump(dump, tmp_path):
    process = run(dump, tmp_path / "dump.json")

    assert (process.returncode, process.stdout, process.stderr) == (0, "400 dossiers recomputed, 0 differ\n", "")


def test_recompute_names_the_dossier_that_was_altered(dump, tmp_path):
    first = dump["dossiers"][0]
    altered = first | {"stored": first["stored"] | {"shown": "99.99"}}

    process = run(dump | {"dossiers": [altered, *dump["dossiers"][1:]]}, tmp_path / "dump.json")

    shown = recompute.recompute(first, dump["scorecards"], dump["rulebooks"])["shown"]
    assert process.returncode == 1
    assert process.stdout == (
        f"HS-0000; shown: stored '99.99', recomputed '{shown}'\n400 dossiers recomputed, 1 differ\n"
    )


def test_recompute_refuses_what_is_no_dump(tmp_path):
    process = run({"dossiers": [{}]}, tmp_path / "dump.json")

    assert (process.returncode, process.stderr) == (2, "cannot read the dump: KeyError('code')\n")


def test_recompute_imports_nothing_of_the_project():
    source = recompute.__loader__.get_source(recompute.__name__)

    imports = [line for line in source.splitlines() if line.startswith(("import ", "from "))]

    assert imports == ["import json", "import sys", "from fractions import Fraction"]
