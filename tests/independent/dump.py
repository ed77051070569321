"""Write every result of a database as the plain data that `recompute.py` reads.

Sheets, bands and levels come from the files of the rulebooks, not from what the project made of them.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from ocop_workflow.models import Ballot, Dossier, Membership, Reading, Result
from tests.factories.scorecards import shipped_rows

RULEBOOKS = Path(settings.BASE_DIR) / "ocop_workflow" / "rulebooks"
VOTING = ("chair", "deputy", "member")


def dump() -> dict[str, object]:
    """Return all results with what they were made of, as `recompute.py` describes it."""
    results = list(Result.objects.select_related("reading__dossier__rulebook_version", "reading__session__bylaw"))
    dossiers = [result.reading.dossier for result in results]
    return {
        "scorecards": {sheet_key(dossier): sheet_rows(dossier) for dossier in dossiers},
        "rulebooks": {code: rulebook(code) for code in {dossier.rulebook_version.code for dossier in dossiers}},
        "dossiers": [told(result) for result in results],
    }


def sheet_key(dossier: Dossier) -> str:
    return f"{dossier.rulebook_version.code}/{dossier.set_no}"


def sheet_rows(dossier: Dossier) -> list[dict[str, str]]:
    code = settings_of(dossier.rulebook_version.code).get("scorecards", {}).get("from", dossier.rulebook_version.code)
    return list(shipped_rows(code, dossier.set_no))


def settings_of(code: str) -> dict[str, object]:
    return tomllib.loads((RULEBOOKS / code / "rulebook.toml").read_text(encoding="utf-8"))


def rulebook(code: str) -> dict[str, object]:
    law = settings_of(code)
    bands = [
        {"star": band["star"], "floor": str(band["floor"]), "below": str(band["below"]) if "below" in band else None}
        for band in law["band"]
    ]
    return {"bands": bands, "forward_on": law["forward_on"]}


def told(result: Result) -> dict[str, object]:
    reading = result.reading
    dossier, bylaw = reading.dossier, reading.session.bylaw
    law = settings_of(dossier.rulebook_version.code)
    agreements = list(reading.agreements.all())
    return {
        "code": f"{dossier.code}/{reading.number}",
        "scorecard": sheet_key(dossier),
        "rulebook": dossier.rulebook_version.code,
        "certifies": next(level["certifies"] for level in law["level"] if level["key"] == law["evaluating_level"]),
        "by_law": {
            "places": bylaw.rounding_places,
            "quorum": f"{bylaw.quorum_numerator}/{bylaw.quorum_denominator}",
            "min_ballots": bylaw.min_ballots,
            "spread_limit": None if bylaw.max_spread is None else str(bylaw.max_spread),
        },
        **attendance(reading),
        "ballots": [sheet(ballot) for ballot in reading.ballots.filter(handed_in_at__isnull=False).order_by("pk")],
        "agreed": {row.criterion: row.option for row in agreements if row.eliminate is None},
        "agreed_case": reading.agreed_case or None,
        "agreed_eliminations": {row.criterion: row.eliminate for row in agreements if row.eliminate is not None},
        "stored": stored(result),
    }


def attendance(reading: Reading) -> dict[str, int]:
    """Return how many members with a vote there were on the day of the session, and how many came."""
    session = reading.session
    members = Membership.objects.on(session.held_on).filter(body=session.body, role__in=VOTING)
    present = members.filter(attendance__session=session, attendance__present=True)
    return {"appointed": members.count(), "present": present.count()}


def sheet(ballot: Ballot) -> dict[str, object]:
    lines = list(ballot.lines.all())
    return {
        "member": ballot.member.username,
        "case": ballot.case or None,
        "choices": {line.criterion: line.option for line in lines if line.option},
        "eliminations": {line.criterion: line.eliminates for line in lines if line.eliminates},
    }


def stored(result: Result) -> dict[str, object]:
    """Return what the site shows; who concluded says that quorum, ballots and spread were in order."""
    return {
        "total": str(result.mean),
        "shown": str(result.points),
        "ballot_totals": dict(totals(result)),
        "spread": result.spread,
        "band": result.band,
        "final_star": result.stars,
        "unmet": [[row["star"], row["criterion"], row["needed"], row["achieved"]] for row in result.unmet],
        "outcome": result.outcome,
        "quorum_met": True,
        "enough_ballots": True,
        "spread_within": True,
    }


def totals(result: Result) -> Iterator[tuple[str, int]]:
    rows = result.reading.ballots.filter(handed_in_at__isnull=False)
    return rows.values_list("member__username", "total").iterator()
