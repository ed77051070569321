"""The road of a dossier as data: stages and the steps between them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

STAGE_KINDS = (
    "draft", "returned", "intake", "evaluation", "appraisal", "scoring",
    "result", "decision", "forwarded", "certified", "closed",
)  # fmt: skip
TERMINAL_KINDS = frozenset({"certified", "closed", "forwarded"})
BODY_KINDS = (
    "commune_committee", "standing_office", "assistance_team", "council", "authority",
    "finance", "front", "communication", "inspectorate",
)  # fmt: skip
ROLES = ("officer", "chair", "deputy", "member", "secretary", "head", "staff", "approver", "auditor", "producer")
UNIT_TYPES = ("trung_uong", "tinh", "thanh_pho", "huyen", "xa", "phuong", "thi_tran")
STAY = "="


@dataclass(frozen=True, slots=True)
class Label:
    """A name in Vietnamese and English."""

    vi: str
    en: str

    def text(self, language: str) -> str:
        """Return the name in a language; Vietnamese for any other than English."""
        return self.en if language.startswith("en") else self.vi


@dataclass(frozen=True, slots=True)
class Office:
    """A role in a body; the body `producer` with the role `producer` is the dossier's own producer."""

    body: str
    role: str

    def __str__(self) -> str:
        return self.body if self.body == "producer" else f"{self.body}.{self.role}"


@dataclass(frozen=True, slots=True)
class Call:
    """A guard or an effect in use, with every parameter filled in."""

    name: str
    params: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Deadline:
    """How long a stage may take, counted from entering it; `source` is the article of law."""

    amount: int
    unit: Literal["working_days", "days"]
    source: str


@dataclass(frozen=True, slots=True)
class StageNames:
    """What a stage is called before staff, the producer and the public."""

    staff: Label
    producer: Label
    public: Label


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a dossier can stand. Its meaning comes from the kind, never from the key."""

    key: str
    kind: str
    names: StageNames
    body: str | None
    clock: Literal["running", "stopped"]
    deadline: Deadline | None
    public: bool

    @property
    def is_terminal(self) -> bool:
        return self.kind in TERMINAL_KINDS


@dataclass(frozen=True, slots=True)
class Step:
    """An act that moves a dossier, or is recorded through the same door without moving it (target "=")."""

    key: str
    sources: tuple[str, ...]
    target: str
    by: tuple[Office, ...]
    label: Label
    needs_reason: bool
    guards: tuple[Call, ...]
    effects: tuple[Call, ...]
    tone: Literal["forward", "back", "end"]
    source: str

    def target_from(self, stage: str) -> str:
        """Return the stage the dossier is in after this step is taken in `stage`."""
        return stage if self.target == STAY else self.target
