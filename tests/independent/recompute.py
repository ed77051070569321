"""Recompute the results of scored dossiers from plain data, with nothing of the project.

    python recompute.py DUMP.json

Written from the rules alone, so that it can contradict the project's own arithmetic. Prints one line for each dossier
whose stored result differs and a closing count; the exit status is 1 if any differs, 2 if the dump cannot be read.

DUMP.json is one object (no floating point number anywhere: numbers with decimals are strings):

    {"scorecards": {KEY: [ROW, ...]},
     "rulebooks": {KEY: {"bands": [{"star": 3, "floor": "50", "below": "70"}, ...],   "below": null for the top band
                         "forward_on": "points" | "star"}},
     "dossiers": [DOSSIER, ...]}

    ROW      the record of a scorecard file, in its order, all values strings:
             {"kind", "code", "parent", "points", "min_star", "rule"} (more is ignored)
    DOSSIER  {"code": "HS-…",
              "scorecard": KEY, "rulebook": KEY,
              "certifies": [3],                            the stars that the council's level certifies
              "by_law": {"places": 2,                      decimals of the shown total
                         "quorum": "2/3", "min_ballots": 5, "spread_limit": "10" | null},
              "appointed": 7, "present": 6,                members of the council and those at the session
              "ballots": [{"member": "…", "case": "…" | null,
                           "choices": {CRITERION: OPTION}, "eliminations": {ROW CODE or "*": "reason"}}],
              "agreed": {CRITERION: OPTION}, "agreed_case": "…" | null, "agreed_eliminations": {ROW CODE or "*": true},
              "stored": null or some of the keys below}

What is recomputed for a dossier, and compared with "stored" where that has the key:

    "total"         "342/5"      exact mean of the ballots' totals, a fraction in lowest terms
    "shown"         "68.40"      rounded half up to the places
    "ballot_totals" {member: 68, …}
    "spread"        3
    "band"          3
    "final_star"    3 | null
    "unmet"         [[star, criterion, needed option, achieved option | null], …] by star, then in the sheet's order
    "outcome"       "certify" | "forward" | "not_recognised" | "eliminated" | "unsettled"
    "eliminations"  ["*", …]     sorted
    "quorum_met", "enough_ballots", "spread_within"   true | false

A dossier whose members differ where nothing was agreed has the outcome "unsettled", no star and no unmet minimums.
"""

import json
import sys
from fractions import Fraction


class Sheet:
    """A scorecard as look-up tables."""

    def __init__(self, rows):
        self.row = {row["code"]: row for row in rows}
        self.order = [row["code"] for row in rows if row["kind"] == "criterion"]
        self.options = {code: [] for code in self.order}
        for row in rows:
            if row["kind"] == "option":
                self.options[row["parent"]].append(row["code"])

    def points(self, option):
        return int(self.row[option]["points"]) if option else 0

    def star(self, code):
        return int(self.row[code]["min_star"] or 99)

    def rules(self, code, name):
        """Arguments of a rule on a row and on all rows above it."""
        found = []
        while code:
            rule, _, argument = self.row[code]["rule"].partition(":")
            found += [argument] if rule == name else []
            code = self.row[code]["parent"]
        return found

    def scored(self, case):
        return [code for code in self.order if set(self.rules(code, "one_of")) <= {case}]

    def demands(self, criterion):
        """(star, option) pairs: what a product of that star needs, where it is more than the star below needs."""
        steps, so_far = [], 0
        for star in (3, 4, 5):
            wanted = [option for option in self.options[criterion] if self.star(option) <= star]
            if self.star(criterion) <= star:
                above_zero = [option for option in self.options[criterion] if self.points(option)]
                wanted += [min(above_zero, key=self.points)] if above_zero else []
            if wanted and self.points(top := max(wanted, key=self.points)) > so_far:
                so_far = self.points(top)
                steps.append((star, top))
        return steps


def answers(sheet, ballot):
    """The option each criterion of the ballot's case counts with; None where its condition earned nothing."""
    counted = {}

    def answer(code):
        if code not in counted:
            idle = any(sheet.points(answer(condition)) == 0 for condition in sheet.rules(code, "only_if"))
            counted[code] = None if idle else ballot["choices"][code]
        return counted[code]

    return {code: answer(code) for code in sheet.scored(ballot["case"])}


class Council:
    """What the members say together."""

    def __init__(self, sheet, dossier):
        self.sheet, self.dossier, self.ballots = sheet, dossier, dossier["ballots"]
        self.answers = [answers(sheet, ballot) for ballot in self.ballots]
        cases = {ballot["case"] for ballot in self.ballots}
        self.case_is_open = len(cases) > 1 and dossier["agreed_case"] is None
        self.case = cases.pop() if len(cases) == 1 else dossier["agreed_case"]

    def totals(self):
        return [sum(map(self.sheet.points, answer.values())) for answer in self.answers]

    def eliminations(self):
        """(clauses held to be met, clauses still open)."""
        met, still_open = [], []
        for clause in sorted({clause for ballot in self.ballots for clause in ballot["eliminations"]}):
            votes = [clause in ballot["eliminations"] for ballot in self.ballots]
            agreed = True if all(votes) else self.dossier["agreed_eliminations"].get(clause)
            if agreed is None:
                still_open.append(clause)
            elif agreed:
                met.append(clause)
        return met, still_open

    def says(self, criterion):
        """The set of options the council may mean: one when settled, {None} when it is not scored."""
        for condition in self.sheet.rules(criterion, "only_if"):
            if not any(self.sheet.points(option) for option in self.says(condition)):
                return {None}
        said = {answer.get(criterion) for answer in self.answers}
        return {self.dossier["agreed"][criterion]} if len(said) > 1 and criterion in self.dossier["agreed"] else said


def minimums(council):
    """(unmet minimums, whether members differ on one without an agreement)."""
    unmet, differ = [], council.case_is_open
    for criterion in council.sheet.scored(council.case):
        demands, said = council.sheet.demands(criterion), council.says(criterion)
        differ = differ or (bool(demands) and len(said) > 1)
        achieved = next(iter(said))
        for star, option in demands:
            if council.sheet.points(achieved) < council.sheet.points(option):
                unmet.append([star, criterion, option, achieved])
    return sorted(unmet, key=lambda item: item[0]), differ


def star_of(mean, bands):
    return next(
        band["star"]
        for band in bands
        if Fraction(band["floor"]) <= mean and (band["below"] is None or mean < Fraction(band["below"]))
    )


def rounded(mean, places):
    """Half up, as text with exactly so many decimals."""
    units = (2 * mean.numerator * 10**places + mean.denominator) // (2 * mean.denominator)
    digits = str(units).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


def decide(council, rulebook, certifies, band):
    """Final star, unmet minimums, outcome and eliminations."""
    eliminations, open_clauses = council.eliminations()
    nothing = {"final_star": None, "unmet": [], "eliminations": eliminations}
    if open_clauses:
        return {**nothing, "outcome": "unsettled"}
    if eliminations:
        return {**nothing, "outcome": "eliminated"}
    unmet, differ = minimums(council)
    if differ:
        return {**nothing, "outcome": "unsettled"}
    barred = min((item[0] for item in unmet), default=6)
    final = min(band, barred - 1)
    if final < 3:
        return {**nothing, "unmet": unmet, "outcome": "not_recognised"}
    target = {"points": band, "star": final}[rulebook["forward_on"]]
    outcome = "certify" if any(star >= target for star in certifies) else "forward"
    return {"final_star": final, "unmet": unmet, "outcome": outcome, "eliminations": eliminations}


def recompute(dossier, scorecards, rulebooks):
    """Return every recomputed value of one dossier."""
    council = Council(Sheet(scorecards[dossier["scorecard"]]), dossier)
    rulebook, by_law = rulebooks[dossier["rulebook"]], dossier["by_law"]
    totals = council.totals()
    mean = Fraction(sum(totals), len(totals))
    spread, limit = max(totals) - min(totals), by_law["spread_limit"]
    band = star_of(mean, rulebook["bands"])
    return {
        "total": str(mean),
        "shown": rounded(mean, by_law["places"]),
        "ballot_totals": {ballot["member"]: total for ballot, total in zip(council.ballots, totals, strict=True)},
        "spread": spread,
        "band": band,
        **decide(council, rulebook, dossier["certifies"], band),
        "quorum_met": 0 < dossier["appointed"] * Fraction(by_law["quorum"]) <= dossier["present"],
        "enough_ballots": len(totals) >= by_law["min_ballots"],
        "spread_within": limit is None or spread <= Fraction(limit),
    }


def differences(dossier, scorecards, rulebooks):
    """Return (key, stored, recomputed) for all that does not agree."""
    computed = recompute(dossier, scorecards, rulebooks)
    stored = dossier.get("stored") or {}
    return [(key, value, computed[key]) for key, value in stored.items() if value != computed[key]]


def main(arguments):
    try:
        with open(arguments[0], encoding="utf-8") as file:  # noqa: PTH123 -- plain Python, nothing to learn
            dump = json.load(file)
        checked = [
            (item["code"], differences(item, dump["scorecards"], dump["rulebooks"])) for item in dump["dossiers"]
        ]
    except (IndexError, OSError, ValueError, KeyError) as error:
        print(f"cannot read the dump: {error!r}", file=sys.stderr)  # noqa: T201
        return 2
    faulty = [(code, found) for code, found in checked if found]
    for code, found in faulty:
        print(code, *(f"{key}: stored {old!r}, recomputed {new!r}" for key, old, new in found), sep="; ")  # noqa: T201
    print(f"{len(checked)} dossiers recomputed, {len(faulty)} differ")  # noqa: T201
    return 1 if faulty else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
