"""What a producer writes in a dossier: five texts and a self-assessment by criterion."""

from collections.abc import Mapping

from ocop_workflow.domain.cleaning import fitting_text
from ocop_workflow.domain.errors import InvalidInput
from ocop_workflow.domain.scorecard import Scorecard

TEXTS = ("product_description", "production", "market", "workforce", "plan")
SELF_ASSESSMENT = "self_assessment"
TEXT_LIMIT = 20_000
NOTE_LIMIT = 2_000


def merged_answers(
    current: Mapping[str, object], given: Mapping[str, object], card: Scorecard | None
) -> dict[str, object]:
    """Return the answers after what was given replaced its own parts; everything else stays.

    The self-assessment is `{criterion: {"option": code, "note": text}}` and is replaced criterion by criterion; one
    left without option and note is taken out. Raises InvalidInput for an unknown key, criterion or option, for what
    is no text, and for texts over their limit; `field` names the place.
    """
    answers = dict(current)
    for key, value in given.items():
        if key == SELF_ASSESSMENT:
            answers[key] = _assessed(answers.get(key), value, card)
        elif key in TEXTS:
            answers[key] = _text(value, TEXT_LIMIT, key)
        else:
            raise InvalidInput("A dossier has no answer “%(key)s”.", {"key": key}, field=key)
    return answers


def _text(value: object, limit: int, field: str) -> str:
    if not isinstance(value, str):
        raise InvalidInput("Text is expected here.", field=field)
    return fitting_text(value, limit, field)


def _assessed(current: object, given: object, card: Scorecard | None) -> dict[str, dict[str, str]]:
    if not isinstance(given, Mapping):
        raise InvalidInput("Text is expected here.", field=SELF_ASSESSMENT)
    lines: dict[str, dict[str, str]] = dict(current) if isinstance(current, Mapping) else {}
    for criterion, line in given.items():
        lines[criterion] = _line(str(criterion), line, card)
    return {criterion: line for criterion, line in lines.items() if line["option"] or line["note"]}


def _line(criterion: str, line: object, card: Scorecard | None) -> dict[str, str]:
    field = f"{SELF_ASSESSMENT}.{criterion}"
    if card is None or criterion not in {node.code for node in card.criteria}:
        raise InvalidInput("The sheet has no criterion %(criterion)s.", {"criterion": criterion}, field=field)
    if not isinstance(line, Mapping) or set(line) - {"option", "note"}:
        raise InvalidInput("A self-assessment is an option and a note.", field=field)
    option = _text(line.get("option", ""), NOTE_LIMIT, field)
    if option and option not in {node.code for node in card.options(criterion)}:
        raise InvalidInput(
            "“%(option)s” is no option of criterion %(criterion)s.",
            {"option": option, "criterion": criterion},
            field=field,
        )
    return {"option": option, "note": _text(line.get("note", ""), NOTE_LIMIT, field)}
