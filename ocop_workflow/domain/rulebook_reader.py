"""From a folder of plain files to a rulebook, or to everything that is wrong with it."""

from pathlib import Path

from ocop_workflow.domain.process_lint import lint_process
from ocop_workflow.domain.process_reader import read_process
from ocop_workflow.domain.rulebook_data import Rulebook
from ocop_workflow.domain.rulebook_faults import FaultList, RulebookFaults
from ocop_workflow.domain.rulebook_lint import lint_bands, lint_levels, lint_series
from ocop_workflow.domain.rulebook_parts import (
    open_top,
    read_bands,
    read_bodies,
    read_certificate,
    read_commune,
    read_evidence,
    read_levels,
    read_papers,
    read_period,
    read_transitions,
)
from ocop_workflow.domain.rulebook_table import CODE, Table
from ocop_workflow.domain.scorecard_folder import read_points, read_scorecards
from ocop_workflow.domain.toml_source import Source, read_toml

FILES = ("rulebook", "process", "evidence", "commune", "papers")


def read_rulebook(directory: Path) -> Rulebook:
    """Read and lint a rulebook folder, as `site/docs/rulebook-format.md` describes it.

    Raises RulebookFaults with every fault found in all its files.
    """
    faults = FaultList()
    roots = {kind: _root(directory, kind, faults) for kind in FILES}
    rulebook = _read(directory, roots, faults)
    if faults:
        raise RulebookFaults(faults)
    return rulebook


def _root(directory: Path, kind: str, faults: FaultList) -> Table:
    """Return a file's root table; where it cannot be read the fault is noted and the table stays silent."""
    source = read_toml(directory, f"{kind}.toml", faults)
    if source is None:
        return Table(kind, {}, Source(f"{kind}.toml"), (), FaultList(), readable=False)
    return Table(kind, source.data, source, (), faults)


def _read(directory: Path, roots: dict[str, Table], faults: FaultList) -> Rulebook:
    root = roots["rulebook"]
    rule = read_points(root)
    scorecards = read_scorecards(directory, root, rule, faults)
    bands, levels, bodies = read_bands(root), read_levels(root), read_bodies(root)
    lint_bands(root, bands, rule.total)
    lint_levels(root, levels, bodies, {band.star for _, band in bands})
    lint_series(root)
    papers = read_papers(roots["papers"])
    process = read_process(roots["process"])
    lint_process(
        roots["process"],
        process,
        bodies={body.key: body for _, body in bodies} if root.readable else None,
        papers={paper.key for paper in papers} if roots["papers"].readable else None,
    )
    in_force, applies = read_period(root, "in_force"), read_period(root, "applies")
    validity, window, extension = read_certificate(root)
    return Rulebook(
        code=root.matching("code", CODE, "not_a_code"),
        title=root.label("title"),
        legal_basis=root.texts("legal_basis"),
        in_force_from=in_force[0],
        in_force_to=in_force[1],
        applies_from=applies[0],
        applies_to=applies[1],
        transitions=read_transitions(root),
        bands=open_top(bands, rule.total),
        levels=tuple(level for _, level in levels),
        bodies=tuple(body for _, body in bodies),
        evaluating_level=root.text("evaluating_level"),
        forward_on=root.choice("forward_on", ("points", "star")),
        points_total=rule.total,
        validity_months=validity,
        renewal_window=window,
        late_extension_days=extension,
        receipt_series=root.text("receipt_series", "PĐK-{commune}-{year}"),
        stages=tuple(stage for _, stage in process.stages),
        steps=tuple(step for _, step in process.steps),
        evidence=read_evidence(roots["evidence"]),
        commune=read_commune(roots["commune"], scorecards),
        papers=papers,
        scorecards=scorecards,
    )
