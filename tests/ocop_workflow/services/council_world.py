"""What the tests of the council share: laws with a way back, another council, what bars a step."""

import shutil
from pathlib import Path

from ocop_workflow.domain.errors import StepBarred
from ocop_workflow.models import BodyKind, Dossier, Role, UnitType
from ocop_workflow.queries.council import current_reading
from ocop_workflow.services.rulebooks import load_rulebook
from ocop_workflow.services.units import establish_unit
from tests.factories.city import DECIDED, City, add_body, new_bylaw, new_user
from tests.factories.dossiers import (
    step,
)
from tests.factories.scorecards import RULEBOOKS
from tests.ocop_workflow.refusals import refused


def codes(barred: StepBarred) -> set[str]:
    return {reason.code for reason in barred.reasons}


def another_council(city: City) -> None:
    """Add a council of another city: `chutich2` presides, `thuky2` keeps the papers."""
    city.units["106"] = establish_unit(
        code="106", name="Thành phố khác", unit_type=UnitType.CITY, valid_from=DECIDED, parent=city.province
    )
    city.users |= {name: new_user(name) for name in ("chutich2", "thuky2")}
    members = [("chutich2", Role.CHAIR), ("thuky2", Role.SECRETARY)]
    add_body(city, "HD-106", (BodyKind.COUNCIL, "Hội đồng khác", "106", "9/QĐ-UBND", members), DECIDED)
    new_bylaw(city.bodies["HD-106"], "10/QĐ-UBND", DECIDED)


BACK = """
[[step]]
key = "back_to_council"
from = "result"
to = "council"
by = ["office.officer"]
label = { vi = "Trả Hội đồng", en = "Back to the council" }
"""


RETURN = """
[[step]]
key = "return_from_council"
from = "council"
to = "appraisal_returned"
by = ["council.chair"]
label = { vi = "Trả lại", en = "Return" }
tone = "back"
"""


def law_with(tmp_path: Path, steps: str, *more: tuple[str, str]) -> None:
    """Load the law of the city's road with further steps, and with texts of its rulebook replaced."""
    shutil.copytree(RULEBOOKS, tmp_path / "laws")
    process = tmp_path / "laws" / "2023-148" / "process.toml"
    process.write_text(process.read_text() + steps)
    for old, new in more:
        assert old in process.read_text()
        process.write_text(process.read_text().replace(old, new))
    load_rulebook(process.parent)


def barred(dossier: Dossier, key: str, city: City) -> set[str]:
    with refused(StepBarred) as caught:
        step(dossier, key, city.users["chutichhoidong"])
    return codes(caught.value)


def session_of(dossier):
    return current_reading(dossier).session
