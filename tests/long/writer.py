"""A process that moves dossiers back and forth by the one door until it is killed, and says what it was told.

`python -m tests.long.writer LOG CODE…` appends to LOG a line before each intent and a line once it is acknowledged;
started again with the same LOG it first repeats the intent that got no answer.
"""

import json
import os
import sys
import uuid
from itertools import cycle
from pathlib import Path

import django

django.setup()

from accounts.models import User  # noqa: E402 -- Django first
from ocop_workflow.models import Dossier  # noqa: E402 -- Django first
from ocop_workflow.services.steps import take_step  # noqa: E402 -- Django first
from tests.factories.dossiers import owner  # noqa: E402 -- Django first

ROUND = {
    "draft": "submit",
    "commune_review": "return_from_commune",
    "commune_review_returned": "resubmit_to_commune",
}
REASON = "Bổ sung ảnh chụp cơ sở sản xuất."


def say(log: Path, **line: object) -> None:
    with log.open("a") as out:
        out.write(json.dumps(line) + "\n")
        out.flush()
        os.fsync(out.fileno())


def unanswered(log: Path) -> dict[str, object] | None:
    lines = [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []
    return lines[-1] if lines and "seq" not in lines[-1] else None


def carry_out(log: Path, intent: dict[str, object]) -> None:
    dossier = Dossier.objects.get(code=intent["dossier"])
    step = str(intent["step"])
    returning = step.startswith("return")
    event = take_step(
        dossier,
        step,
        actor=User.objects.get(username="xa.santhang") if returning else owner(dossier.producer),
        expected_version=intent["version"],
        idempotency_key=intent["key"],
        reason=REASON if returning else "",
    )
    say(log, key=intent["key"], seq=event.seq)


def next_intent(code: str) -> dict[str, object]:
    dossier = Dossier.objects.get(code=code)
    return {"dossier": code, "step": ROUND[dossier.stage], "version": dossier.version, "key": str(uuid.uuid4())}


def main(log: Path, codes: list[str]) -> None:
    intent = unanswered(log)
    if intent:
        carry_out(log, intent)
    for code in cycle(codes):
        intent = next_intent(code)
        say(log, **intent)
        carry_out(log, intent)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
