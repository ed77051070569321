import pytest

from ocop_workflow.domain.rulebook import Rulebook
from tests.ocop_workflow.domain.rulebook_files import CODES, SHIPPED, shipped

ROUND = "{key}([{name}])"
SHAPES = {"draft": ROUND, "closed": ROUND, "certified": ROUND, "forwarded": ROUND, "scoring": "{key}{{{{{name}}}}}"}
ARROWS = {"forward": "-->", "back": "-.->", "end": "-.-x"}


def road_as_diagram(rulebook: Rulebook) -> str:
    """Return the road as README.md draws it, without acts that move nothing and without the withdrawal."""
    arrows = [
        (source, ARROWS[step.tone], step.target)
        for step in rulebook.steps
        for source in step.sources
        if step.target != "=" and step.key != "withdraw"
    ]
    drawn = {key for source, _, target in arrows for key in (source, target)}
    stages = [
        SHAPES.get(stage.kind, "{key}[{name}]").format(key=stage.key, name=stage.names.staff.vi)
        for stage in rulebook.stages
        if stage.key in drawn
    ]
    return "\n  ".join(["flowchart LR", *stages, *map(" ".join, arrows)])


@pytest.mark.parametrize("code", CODES)
def test_the_readme_draws_the_shipped_roads(code):
    readme = (SHIPPED / "README.md").read_text(encoding="utf-8")

    drawn = readme.split(f"## {code}\n", 1)[1].split("\n## ", 1)[0]

    assert f"```mermaid\n{road_as_diagram(shipped(code))}\n```" in drawn
