"""process.toml: stages and steps, each with the table it was read from."""

from collections.abc import Mapping
from dataclasses import dataclass

from ocop_workflow.domain.frozen import FrozenMap
from ocop_workflow.domain.process import ROLES, STAGE_KINDS, Call, Deadline, Label, Office, Stage, StageNames, Step
from ocop_workflow.domain.registry import EFFECTS, GUARDS, Entry
from ocop_workflow.domain.rulebook_table import Table, unique

PRODUCER = Office("producer", "producer")
UNREAD = Call("", FrozenMap({}))  # stands in for a guard or effect that cannot be read


@dataclass(frozen=True, slots=True)
class Process:
    """What was read, beside the tables that say where it stands."""

    stages: tuple[tuple[Table, Stage], ...]
    steps: tuple[tuple[Table, Step], ...]


def read_process(root: Table) -> Process:
    """Read every stage and step; what is wrong with one alone is noted, what is wrong between them is not yet."""
    stages = [(table, _stage(table)) for table in root.tables("stage", "stage")]
    steps = [(table, _step(table)) for table in root.tables("step", "step")]
    unique([table for table, _ in stages], [stage.key for _, stage in stages])
    unique([table for table, _ in steps], [step.key for _, step in steps])
    return Process(tuple(stages), tuple(steps))


def _stage(table: Table) -> Stage:
    return Stage(
        key=table.key(),
        kind=table.choice("kind", STAGE_KINDS),
        names=_names(table),
        body=table.text("body", None),
        clock=table.choice("clock", ("running", "stopped"), "running"),
        deadline=_deadline(table),
        public=table.flag("public", default=True),
    )


def _names(table: Table) -> StageNames:
    names = table.table("names", "names")
    if names is None:
        return StageNames(Label("", ""), Label("", ""), Label("", ""))
    staff = names.label("staff")
    return StageNames(staff, names.label("producer", staff), names.label("public", staff))


def _deadline(table: Table) -> Deadline | None:
    deadline = table.table("deadline", "deadline", None)
    if deadline is None:
        return None
    return Deadline(
        deadline.number("amount"), deadline.choice("unit", ("working_days", "days")), deadline.text("source", "")
    )


def _step(table: Table) -> Step:
    key = table.key()
    effects = _calls(table, "effects", EFFECTS, "unknown_effect")
    return Step(
        key=key,
        sources=table.texts("from"),
        target=table.text("to"),
        by=_offices(table, key),
        label=table.label(),
        # A ground for elimination is nothing without its reason.
        needs_reason=table.flag("needs_reason", default=False) or any(e.name == "record_elimination" for e in effects),
        guards=_calls(table, "guards", GUARDS, "unknown_guard"),
        effects=effects,
        tone=table.choice("tone", ("forward", "back", "end"), "forward"),
        source=table.text("source", ""),
    )


def _offices(table: Table, step: str) -> tuple[Office, ...]:
    if not table.value.get("by"):
        table.faults.note(table.source.name, table.line("by"), "nobody_can_act", step=step)
        return ()
    return tuple(filter(None, (_office(table, text) for text in table.texts("by"))))


def _office(table: Table, text: str) -> Office | None:
    if text in ("producer", "producer.producer"):
        return PRODUCER
    body, dot, role = text.partition(".")
    if not (dot and body and role):
        table.fault("not_an_office", "by", value=text)
        return None
    if role not in ROLES or role == "producer":
        table.fault("unknown_role", "by", value=role, choices=", ".join(ROLES))
    return Office(body, role)


def _calls(table: Table, key: str, registry: Mapping[str, Entry], unknown: str) -> tuple[Call, ...]:
    values = table.value.get(key, [])
    if not isinstance(values, list):
        table.fault("not_a_call", key)
        return (UNREAD,)
    calls: list[Call] = []
    for index, value in enumerate(values):
        call = _call(table, (key, index), value, registry, unknown)
        if call != UNREAD and call.name in {other.name for other in calls}:
            table.fault("repeated_call", key, index, value=call.name)
        calls.append(call)
    return tuple(calls)


def _call(table: Table, path: tuple[str, int], value: object, registry: Mapping[str, Entry], unknown: str) -> Call:
    given = {"name": value} if isinstance(value, str) else value
    if not isinstance(given, dict) or not isinstance(given.get("name"), str):
        table.fault("not_a_call", *path)
        return UNREAD
    entry = registry.get(given["name"])
    if entry is None:
        table.fault(unknown, *path, value=given["name"])
        return UNREAD
    params = {name: item for name, item in given.items() if name != "name"}
    return (
        Call(entry.name, entry.fill(params)) if _fits(table, path, entry, params) else Call(entry.name, FrozenMap({}))
    )


def _fits(table: Table, path: tuple[str, int], entry: Entry, params: dict[str, object]) -> bool:
    before = len(table.faults)
    declared = {param.name: param for param in entry.params}
    for name, value in params.items():
        if name not in declared:
            table.fault("unknown_parameter", *path, name, name=entry.name, key=name)
        elif not declared[name].accepts(value):
            table.fault("bad_parameter", *path, name, name=entry.name, key=name, value=value)
    for name, param in declared.items():
        if param.required and name not in params:
            table.fault("missing_parameter", *path, name=entry.name, key=name)
    return len(table.faults) == before
