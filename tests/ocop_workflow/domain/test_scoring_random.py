"""10,000 random score sheets, counted by the domain and once more from the rows of the files in whole numbers."""

from collections import Counter
from random import Random

from ocop_workflow.domain.scoring import evaluate
from tests.factories.scorecards import BANDS, SHIPPED, random_agreements, random_ballots, shipped, shipped_rows

SHEETS, MEMBERS = 10_000, 10
FLOORS = {1: 0, 2: 30, 3: 50, 4: 70, 5: 90}


class Count:
    """A second reading of the rules, straight from a file's rows; points stay multiplied by the number of ballots."""

    def __init__(self, rows, ballots, agreed, case, eliminations):
        self.points = {row["code"]: int(row["points"]) for row in rows if row["kind"] == "option"}
        self.marks = {row["code"]: int(row["min_star"] or 9) for row in rows}
        self.needs = {row["code"]: row["rule"][8:] for row in rows if row["rule"].startswith("only_if:")}
        self.cases = {row["code"]: row["rule"][7:] for row in rows if row["rule"].startswith("one_of:")}
        self.options = {}
        for row in rows:
            if row["kind"] == "option":
                self.options.setdefault(row["parent"], []).append(row["code"])
        self.ballots, self.agreed, self.agreed_case, self.agreed_eliminations = ballots, agreed, case, eliminations

    def choice(self, ballot, criterion):
        """The option that counts, None for none."""
        if self.cases.get(criterion, ballot.case) != ballot.case:
            return None
        needed = self.needs.get(criterion)
        if needed and not self.points[ballot.choices[needed]]:
            return None
        return ballot.choices[criterion]

    def totals(self):
        return [sum(self.points.get(self.choice(ballot, code), 0) for code in self.options) for ballot in self.ballots]

    def agreed_points(self, criterion):
        """Points of the option that the council stands for; nothing when the story it needs is agreed to be none."""
        needed = self.needs.get(criterion)
        if needed and needed in self.agreed and not self.points[self.agreed[needed]]:
            return 0
        choices = {self.choice(ballot, criterion) for ballot in self.ballots}
        option = choices.pop() if len(choices) == 1 else self.agreed[criterion]
        return self.points.get(option, 0)

    def least(self, criterion, star):
        levels = [self.points[option] for option in self.options[criterion] if self.marks[option] <= star]
        if self.marks[criterion] <= star:
            levels.append(sorted({self.points[option] for option in self.options[criterion]})[1])
        return max(levels, default=0)

    def is_eliminated(self):
        flags = Counter(clause for ballot in self.ballots for clause in ballot.eliminations)
        return any(flag == len(self.ballots) or self.agreed_eliminations.get(clause) for clause, flag in flags.items())

    def verdict(self):
        """(sum of totals, spread, band, final star, outcome at the city's level)."""
        totals = self.totals()
        band = sum(sum(totals) >= floor * len(totals) for floor in FLOORS.values())
        if self.is_eliminated():
            return sum(totals), max(totals) - min(totals), band, None, "eliminated"
        case = self.ballots[0].case if len({ballot.case for ballot in self.ballots}) == 1 else self.agreed_case
        asked = [code for code in self.options if self.cases.get(code, case) == case]
        final = None
        for star in (3, 4, 5):
            if star <= band and all(
                self.least(code, star) <= self.agreed_points(code) for code in asked if self.least(code, star)
            ):
                final = star
        outcome = "not_recognised" if final is None else "forward" if band > 3 else "certify"
        return sum(totals), max(totals) - min(totals), band, final, outcome


def test_random_score_sheets_agree_with_a_count_from_the_files():
    random = Random(20241007)
    seen = Counter()

    for dossier in range(SHEETS // MEMBERS):
        rulebook, set_no = SHIPPED[dossier % len(SHIPPED)]
        scorecard = shipped(rulebook, set_no)
        ballots = random_ballots(random, scorecard, MEMBERS)
        agreements = random_agreements(random, scorecard, ballots)

        result = evaluate(scorecard, ballots, bands=BANDS, level_certifies={3}, forward_on="points", **agreements)

        verdict = (result.total * MEMBERS, result.spread, result.band, result.final_star, result.outcome)
        assert verdict == Count(shipped_rows(rulebook, set_no), ballots, *agreements.values()).verdict()
        seen[result.outcome, result.final_star] += 1

    assert {outcome for outcome, _star in seen} == {"certify", "forward", "not_recognised", "eliminated"}
    assert {star for _outcome, star in seen} == {None, 3, 4, 5}
