"""Read Dockerfile and compose.yaml as far as the tests need: stages, instructions, the commands they run."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Instruction:
    stage: str
    name: str
    text: str

    @property
    def words(self) -> list[str]:
        """The words of an instruction in JSON form: CMD ["gunicorn", …]."""
        return list(json.loads(self.text[self.text.index("[") :]))


def dockerfile() -> list[Instruction]:
    """Return the instructions, continued lines joined, arguments of the file's head filled in."""
    text = re.sub(r"\\\n\s*", " ", (ROOT / "Dockerfile").read_text())
    found, stage, arguments = [], "", {}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, rest = line.split(maxsplit=1)
        for key, value in arguments.items():
            rest = rest.replace(f"${{{key}}}", value)
        if name == "ARG" and not stage:
            key, value = rest.split("=")
            arguments[key] = value
        if name == "FROM":
            stage = rest.split(" AS ")[-1] if " AS " in rest else "final"
        found.append(Instruction(stage, name, rest))
    return found


def instructions(name: str, stage: str = "final") -> list[Instruction]:
    return [each for each in dockerfile() if each.name == name and each.stage == stage]


def environment() -> dict[str, str]:
    """Return what the final image sets for its processes."""
    pairs = [word.split("=", 1) for each in instructions("ENV") for word in each.text.split()]
    return dict(pairs)


def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "compose.yaml").read_text())
