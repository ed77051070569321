"""Loading a legal act: read, linted and stored once a checksum, never changed afterwards."""

from pathlib import Path
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Max

from ocop_workflow.domain import clock
from ocop_workflow.domain.chain import canonical
from ocop_workflow.domain.errors import InvalidInput
from ocop_workflow.domain.rulebook import Rulebook, checksum, read_rulebook, to_document
from ocop_workflow.models import RulebookVersion, one_act
from ocop_workflow.services.administration import require_administrator
from ocop_workflow.services.recording import Happening, record

if TYPE_CHECKING:
    from accounts.models import User


def check_rulebook(directory: Path) -> Rulebook:
    """Read and lint a rulebook folder without storing it.

    Raises RulebookFaults with every fault found, InvalidInput when there is no such folder.
    """
    if not directory.is_dir():
        raise InvalidInput("There is no folder %(path)s.", {"path": str(directory)}, field="directory")
    return read_rulebook(directory)


def load_rulebook(directory: Path, actor: "User | None" = None) -> tuple[RulebookVersion, bool]:
    """Store a rulebook folder as the next version of its code and return it, and whether it is new.

    The same content gives the version it was stored as. Raises as `check_rulebook` does; NotAllowed for anybody but an
    administrator.
    """
    require_administrator(actor)
    rulebook = check_rulebook(directory)
    document = to_document(rulebook)
    digest = checksum(document)
    try:
        with transaction.atomic(), one_act() as act:
            known = RulebookVersion.objects.filter(checksum=digest).first()
            if known:
                return known, False
            version = _store(rulebook, digest, canonical(document))
            payload = {"code": version.code, "version": version.version, "checksum": digest}
            record(
                Happening(
                    kind="rulebook.loaded",
                    subject=str(version),
                    act=act,
                    actor=actor,
                    rulebook=str(version),
                    payload=payload,
                )
            )
    except IntegrityError:
        # Somebody else stored it between the question and the answer.
        return RulebookVersion.objects.get(checksum=digest), False
    return version, True


def _store(rulebook: Rulebook, digest: str, document: str) -> RulebookVersion:
    last = RulebookVersion.objects.filter(code=rulebook.code).aggregate(last=Max("version"))["last"] or 0
    return RulebookVersion.objects.create(
        code=rulebook.code,
        version=last + 1,
        checksum=digest,
        title=rulebook.title.vi,
        applies_from=rulebook.applies_from,
        applies_to=rulebook.applies_to,
        document=document,
        loaded_at=clock.now(),
    )
