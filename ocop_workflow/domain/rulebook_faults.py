"""What can be wrong with a rulebook folder: every fault names its file, its line and the reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ocop_workflow.domain.errors import WorkflowError


def gettext_noop(message: str) -> str:
    """Mark a message for the catalogue; whoever shows it translates it."""
    return message


_ = gettext_noop

MESSAGES: Mapping[str, str] = {
    # files
    "missing_file": _("The file is missing."),
    "not_utf8": _("The file is not UTF-8 text."),
    "byte_order_mark": _("The file begins with a byte order mark; save it without."),
    "syntax": _("The file cannot be read: %(problem)s."),
    "no_such_rulebook": _(
        "There is no rulebook folder “%(value)s” with scorecards, neither beside this one nor shipped."
    ),
    # keys and values
    "unknown_key": _("Unknown key “%(key)s”."),
    "missing_key": _("The key “%(key)s” is missing."),
    "not_a_table": _("“%(key)s” must be a table."),
    "not_tables": _("“%(key)s” must be a list of tables: [[%(key)s]]."),
    "not_text": _("“%(key)s” must be text and not empty."),
    "not_texts": _("“%(key)s” must be a list of texts, none empty and none twice."),
    "not_a_flag": _("“%(key)s” must be true or false."),
    "not_a_number": _("“%(key)s” must be a whole number from %(minimum)s."),
    "not_points": _("“%(key)s” must be a number of points."),
    "not_a_day": _("“%(key)s” must be a day such as 2023-02-24."),
    "not_a_key": _("“%(value)s” cannot be a key: use a small letter, then small letters, digits, _ and -."),
    "not_a_code": _("“%(value)s” cannot be a code: use letters, digits, dots and hyphens, at most 40."),
    "not_one_of": _("“%(value)s” is not possible for “%(key)s”: use one of %(choices)s."),
    "not_a_star": _("“%(key)s” must be a star from 1 to 5."),
    "not_stars": _("“%(key)s” must be a list of stars from 1 to 5."),
    "not_sets": _("“%(key)s” must be a list of product sets from 1 to 26."),
    "no_vietnamese": _("“%(key)s” has no Vietnamese label."),
    "duplicate_key": _("The key “%(key)s” is used before, on line %(line)s."),
    "reserved_key": _("The key “%(key)s” is reserved."),
    # rulebook.toml
    "ends_before_it_begins": _("The period ends before it begins."),
    "bad_series": _("“%(value)s” has a hole other than {province}, {commune} and {year}."),
    "bad_window": _("The earliest day must lie further before the end than the latest."),
    "finish_before_start": _("The transition ends before the day it is about."),
    "bands_start": _("The lowest band must start at 0, not at %(floor)s."),
    "bands_gap": _("Between %(below)s and %(floor)s no star is defined."),
    "bands_overlap": _("The bands of %(star)s and %(other)s stars overlap."),
    "bands_end": _("The highest band must have no “below”, or the full %(total)s points."),
    "band_open": _("Only the highest band may do without “below”."),
    "band_empty": _("The band is empty: its floor is not below its end."),
    "band_order": _("%(star)s stars must not ask for fewer points than %(other)s."),
    "band_repeated": _("%(star)s stars have two bands."),
    "unknown_star": _("The level certifies %(star)s stars, for which there is no band."),
    "unknown_level": _("There is no level “%(value)s”."),
    "parts_not_total": _("The parts add up to %(sum)s, not to %(total)s."),
    "unknown_set": _("There is no sheet for set %(value)s."),
    # process.toml
    "unknown_stage": _("There is no stage “%(value)s”."),
    "unknown_body": _("There is no body “%(value)s”."),
    "unknown_role": _("There is no role “%(value)s”; the roles are %(choices)s."),
    "not_an_office": _("“%(value)s” is no office: write body.role, or producer."),
    "nobody_can_act": _("Nobody can take the step “%(step)s”: “by” names no office."),
    "no_stages": _("The process has no stage."),
    "no_draft": _("No stage is of kind draft."),
    "two_drafts": _("Only one stage may be of kind draft; “%(stage)s” is another, on line %(line)s."),
    "dead_end": _("Dead end: no step leads out of “%(stage)s”."),
    "unreachable": _("No way leads from the draft to “%(stage)s”."),
    "no_exit": _("No way leads out of these stages to an end: %(stages)s."),
    "leaves_end": _("“%(stage)s” is an end of kind %(kind)s: no step may leave it."),
    "not_a_call": _("A guard or effect is a name, or a table with a name."),
    "unknown_guard": _("There is no guard “%(value)s”."),
    "unknown_effect": _("There is no effect “%(value)s”."),
    "repeated_call": _("“%(value)s” is named twice."),
    "unknown_parameter": _("“%(name)s” has no parameter “%(key)s”."),
    "missing_parameter": _("“%(name)s” needs the parameter “%(key)s”."),
    "bad_parameter": _("The parameter “%(key)s” of “%(name)s” cannot be %(value)s."),
    "call_out_of_place": _("“%(name)s” makes no sense in a stage of kind %(kind)s (“%(stage)s”)."),
    "unknown_paper": _("There is no paper “%(value)s”."),
    "certified_without_certificate": _("“%(step)s” leads to a certified stage without issue_certificate."),
    "certificate_without_certified": _("“%(step)s” issues a certificate but does not lead to a certified stage."),
    "certificate_without_decision": _("“%(step)s” issues a certificate without the guard decision_signed."),
    "certificate_unscored": _("“%(step)s” issues a certificate, but a dossier can come there without being scored."),
    "decision_without_office": _("“%(step)s” is taken by signing a decision: “by” must name an office."),
    "report_nowhere": _("“%(step)s” asks in “%(stage)s” for a report that nobody can have written."),
    "scoring_without_result": _(
        "“%(step)s” leaves the scoring stage “%(stage)s” for “%(target)s” without compute_result."
    ),
    "never_computed": _("No step out of the scoring stage “%(stage)s” has compute_result."),
    "never_unsealed": _("“%(step)s” needs unsealed ballots, but no step in “%(stage)s” unseals them."),
    "scoring_without_council": _("The scoring stage “%(stage)s” needs a body of kind council."),
    "submission_not_frozen": _("“%(step)s” hands the dossier in without freeze_revision."),
    # evidence.toml, commune.toml
    "unknown_criterion": _("The sheet of set %(set)s has no criterion “%(value)s”."),
    # scorecards
    "no_sheets": _("There is no sheet."),
    "bad_header": _("The header is not %(header)s."),
    "column_count": _("The row has the wrong number of columns."),
    "stray_space": _("Stray white space in the column %(column)s."),
    "not_nfc": _("The column %(column)s is not NFC text."),
    "empty_cell": _("The column %(column)s is empty."),
    "long_label": _("The label has %(count)s characters, more than 90."),
    "bad_row_kind": _("“%(value)s” is no kind of row: use one of %(choices)s."),
    "bad_points": _("The points “%(value)s” are not a whole number from 0 to 999."),
    "bad_min_star": _("The star mark “%(value)s” is not 3, 4 or 5."),
    "repeated_code": _("The code “%(code)s” is used before, on line %(line)s."),
    "no_parent": _("“%(code)s”: no row “%(parent)s” above."),
    "wrong_parent": _("“%(code)s”: a %(kind)s cannot stand under “%(parent)s”."),
    "foreign_option": _("“%(code)s”: the code of an option begins with its criterion, “%(parent)s”."),
    "parts_differ": _("The parts are %(parts)s, not %(expected)s."),
    "total_differs": _("The parts add up to %(sum)s, not to %(total)s."),
    "childless": _("“%(code)s”: a %(kind)s without rows below it."),
    "single_case": _("“%(code)s”: one_of needs two cases or more."),
    "sum_differs": _("“%(code)s”: the rows below add up to %(sum)s, not to %(points)s."),
    "case_sum_differs": _("“%(code)s”: the rows below add up to %(sum)s, not to %(points)s, in the case %(case)s."),
    "too_few_options": _("“%(code)s”: a criterion needs two options or more."),
    "best_option_differs": _("“%(code)s”: the best option has %(best)s points, not %(points)s."),
    "no_zero_option": _("“%(code)s”: no option of 0 points."),
    "two_zero_options": _("“%(code)s”: implicit_zero although an option of 0 points is printed."),
    "options_unordered": _("“%(code)s”: the options are not in the order of their points."),
    "marks_fall": _("“%(code)s”: the star marks do not rise with the points from %(low)s to %(high)s."),
    "unknown_rule": _("“%(code)s”: unknown rule “%(rule)s”."),
    "rule_out_of_place": _("“%(code)s”: the rule %(rule)s cannot stand on a %(kind)s."),
    "implicit_zero_points": _("“%(code)s”: implicit_zero is for 0 points and takes no argument."),
    "rule_without_argument": _("“%(code)s”: the rule %(rule)s needs an argument."),
    "bad_only_if": _("“%(code)s”: “%(argument)s” is not another criterion."),
    "bad_case_key": _("“%(code)s”: the case “%(argument)s” is not made of a-z, 0-9 and _."),
    "not_a_set": _("“%(value)s” is not a product set from 1 to 26."),
    "bad_slug": _("“%(value)s” cannot be a slug: use a-z, 0-9 and -."),
    "listed_twice": _("Set %(value)s is listed before, on line %(line)s."),
    "sheet_missing": _("%(name)s is listed but missing."),
    "sheet_unlisted": _("%(name)s is not listed in index.csv."),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: `file` relative to the folder, `line` from 1 (missing file: 1), `code` a key of MESSAGES."""

    file: str
    line: int
    code: str
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The English msgid with named holes."""
        return MESSAGES[self.code]

    @property
    def reason(self) -> str:
        """The reason in English."""
        return self.message % self.params

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class FaultList(list[Fault]):
    """Faults as they are found."""

    def note(self, file: str, line: int, code: str, /, **params: object) -> None:
        self.append(Fault(file, line, code, params))


class RulebookFaults(WorkflowError):
    """A rulebook folder was refused; `faults` holds everything found, by file and line."""

    code = "rulebook_faults"

    def __init__(self, faults: Iterable[Fault]) -> None:
        told_once = {str(fault): fault for fault in faults}.values()
        self.faults = sorted(told_once, key=lambda fault: (fault.file, fault.line))
        super().__init__(_("The rulebook has %(count)s faults."), {"count": len(self.faults)})

    def __str__(self) -> str:
        return "\n".join(map(str, self.faults))
