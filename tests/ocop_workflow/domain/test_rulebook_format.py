"""The page, the schema and the code describe one format."""

import json
import re
import tomllib
from datetime import date

import pytest
from jsonschema import Draft202012Validator

from ocop_workflow.domain.process import BODY_KINDS, ROLES, STAGE_KINDS, UNIT_TYPES
from ocop_workflow.domain.registry import DECISION_KINDS, EFFECTS, GUARDS, OUTCOMES, Entry, Param
from ocop_workflow.domain.rulebook import DOSSIER_KINDS, read_rulebook
from ocop_workflow.domain.rulebook_table import KEYS
from tests.ocop_workflow.domain.rulebook_files import CODES, PAGE, ROOT, SHIPPED, example, written

SCHEMA = json.loads((ROOT / "site" / "docs" / "rulebook.schema.json").read_text(encoding="utf-8"))
TEXT = PAGE.read_text(encoding="utf-8")
FILES = ("rulebook", "process", "evidence", "commune", "papers")
# Where the page describes each table.
HEADINGS = {
    "rulebook": "### The top of the file",
    "period": "### `[in_force]`, `[applies]`",
    "certificate": "### `[certificate]`",
    "window": "### `renewal_window`",
    "points": "### `[points]`",
    "scorecards": "### `[scorecards]`",
    "transition": "### `[[transition]]`",
    "band": "### `[[band]]`",
    "level": "### `[[level]]`",
    "body": "### `[[body]]`",
    "process": "### The file",
    "stage": "### `[[stage]]`",
    "names": "### `names`",
    "deadline": "### `deadline`",
    "step": "### `[[step]]`",
    "evidence": "## evidence.toml",
    "evidence_kind": "### `[[evidence]]`",
    "commune": "## commune.toml",
    "content": "### `[[content]]`",
    "papers": "## papers.toml",
    "paper": "### `[[paper]]`",
}


def section(heading: str) -> str:
    start = TEXT.index(f"\n{heading}\n") + len(heading) + 2
    return re.split(r"^#{2,3} ", TEXT[start:], maxsplit=1, flags=re.MULTILINE)[0]


def table_rows(heading: str, header: str = "| key | must |") -> list[list[str]]:
    """Return the cells of the first table under a heading that begins with that header."""
    lines = section(heading).split(header, 1)[1].splitlines()[2:]
    rows = []
    for line in lines:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split(" | ")])
    return rows


def definition(kind: str) -> dict:
    found = SCHEMA["$defs"][kind]
    return found["oneOf"][1] if kind == "label" else found


@pytest.mark.parametrize("kind", [kind for kind in KEYS if kind != "label"])
def test_page_and_schema_have_the_keys_the_reader_takes(kind):
    rows = table_rows(HEADINGS[kind])

    assert {row[0].strip("`") for row in rows} == KEYS[kind]
    assert set(definition(kind)["properties"]) == KEYS[kind]


@pytest.mark.parametrize("kind", [kind for kind in KEYS if kind not in ("label", "process")])
def test_page_and_schema_agree_on_what_must_be_there(kind):
    must = {row[0].strip("`") for row in table_rows(HEADINGS[kind]) if row[1] == "yes"}

    assert set(definition(kind).get("required", [])) == must


def test_the_schema_takes_the_labels_the_reader_takes():
    assert set(definition("label")["properties"]) == KEYS["label"]
    assert definition("label")["required"] == ["vi"]


TYPES = {
    "number": "number from 1",
    "choice": "one of",
    "choices": "list of",
    "sets": "list of product sets",
    "papers": "list of keys of papers.toml",
}


def written_value(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else json.dumps(value)


def parameter_text(param: Param) -> str:
    choices = " " + ", ".join(f"`{choice}`" for choice in param.choices) if param.choices else ""
    given = "must be given" if param.required else f"by default `{written_value(param.default)}`"
    return f"`{param.name}`: {TYPES[param.type]}{choices}; {given}. {param.description}"


def row_of(entry: Entry) -> list[str]:
    kinds = "any" if entry.kinds == STAGE_KINDS else ", ".join(f"`{kind}`" for kind in entry.kinds)
    return [f"`{entry.name}`", " ".join(map(parameter_text, entry.params)) or "–", kinds, entry.description]


@pytest.mark.parametrize(
    ("registry", "heading", "header"), [(GUARDS, "### Guards", "| guard |"), (EFFECTS, "### Effects", "| effect |")]
)
def test_the_page_describes_every_guard_and_effect_as_registered(registry, heading, header):
    assert table_rows(heading, header) == [row_of(entry) for entry in registry.values()]


def schema_of(param: Param) -> dict:
    shape = {
        "number": {"type": "integer", "minimum": 1},
        "choice": {"enum": list(param.choices)},
        "choices": {"type": "array", "items": {"enum": list(param.choices)}, "uniqueItems": True, "minItems": 1},
        "sets": {"$ref": "#/$defs/sets"},
        "papers": {"type": "array", "items": {"$ref": "#/$defs/key"}, "uniqueItems": True, "minItems": 1},
    }[param.type]
    default = {} if param.required else {"default": json.loads(json.dumps(param.default))}
    return {"description": param.description, **shape, **default}


@pytest.mark.parametrize(("registry", "kind"), [(GUARDS, "guard"), (EFFECTS, "effect")])
def test_the_schema_describes_every_guard_and_effect_as_registered(registry, kind):
    names, *tables = SCHEMA["$defs"][kind]["oneOf"]

    assert names == {"enum": [entry.name for entry in registry.values() if not any(p.required for p in entry.params)]}
    assert tables == [
        {
            "description": entry.description,
            "type": "object",
            "properties": {
                "name": {"const": entry.name},
                **{param.name: schema_of(param) for param in entry.params},
            },
            "required": ["name", *(param.name for param in entry.params if param.required)],
            "additionalProperties": False,
        }
        for entry in registry.values()
    ]


def test_page_and_schema_know_the_closed_lists():
    properties = {kind: definition(kind)["properties"] for kind in ("stage", "body", "level", "transition")}

    assert properties["stage"]["kind"] == {"enum": list(STAGE_KINDS)}
    assert properties["body"]["kind"] == {"enum": list(BODY_KINDS)}
    assert properties["level"]["unit_types"]["oneOf"][0] == {"enum": list(UNIT_TYPES)}
    assert properties["transition"]["kinds"]["oneOf"][0] == {"enum": list(DOSSIER_KINDS)}
    assert [row[0] for row in table_rows("### `[[stage]]`", "| kind |")] == [f"`{kind}`" for kind in STAGE_KINDS]
    for word in (*BODY_KINDS, *UNIT_TYPES, *DOSSIER_KINDS, *OUTCOMES, *DECISION_KINDS):
        assert f"`{word}`" in TEXT
    assert f"Roles: {', '.join(f'`{role}`' for role in ROLES if role != 'producer')}." in TEXT


def as_json(value: object) -> object:
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def instance(folder) -> object:
    return as_json({name: tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8")) for name in FILES})


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("code", CODES)
def test_the_shipped_rulebooks_fit_the_schema(code):
    Draft202012Validator(SCHEMA).validate(instance(SHIPPED / code))


def test_the_complete_example_of_the_page_loads_and_fits_the_schema(tmp_path):
    rulebook = read_rulebook(written(tmp_path, example()))

    Draft202012Validator(SCHEMA).validate(instance(tmp_path))
    assert set(example()) == {*(f"{name}.toml" for name in FILES), "scorecards/index.csv", "scorecards/03-gao.csv"}
    assert [stage.key for stage in rulebook.stages] == ["writing", "scoring", "signing", "done", "over"]
    assert [step.key for step in rulebook.steps] == ["hand_in", "unseal", "conclude", "sign", "refuse"]


SNIPPETS = re.findall(r"^    ((guards|effects|renewal_window|deadline) = .*)$", TEXT, re.MULTILINE)
OWNERS = {"guards": "step", "effects": "step", "renewal_window": "certificate", "deadline": "stage"}


@pytest.mark.parametrize(("line", "key"), SNIPPETS)
def test_the_small_examples_of_the_page_fit_the_schema(line, key):
    schema = {"$ref": f"#/$defs/{OWNERS[key]}/properties/{key}", "$defs": SCHEMA["$defs"]}

    Draft202012Validator(schema).validate(tomllib.loads(line)[key])


def test_the_page_shows_every_guard_and_effect_that_takes_parameters():
    shown = set(re.findall(r'{ name = "(\w+)"', "".join(line for line, _ in SNIPPETS)))

    assert shown == {entry.name for entry in (*GUARDS.values(), *EFFECTS.values()) if entry.params}
