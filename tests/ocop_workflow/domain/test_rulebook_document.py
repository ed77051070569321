import copy
import json
import pickle
from dataclasses import FrozenInstanceError

import pytest

from ocop_workflow.domain.chain import canonical
from ocop_workflow.domain.rulebook import checksum, from_document, read_rulebook, to_document
from tests.ocop_workflow.domain.rulebook_files import CODES, FIXTURES, example, shipped, written


@pytest.fixture(params=[*CODES, "festival"])
def rulebook(request):
    return shipped(request.param) if request.param in CODES else read_rulebook(FIXTURES / request.param)


def test_a_rulebook_survives_its_document(rulebook):
    document = to_document(rulebook)
    stored = json.loads(json.dumps(document, sort_keys=True))

    assert from_document(stored) == rulebook
    assert to_document(from_document(stored)) == document == stored
    assert list(from_document(stored).scorecards) == list(rulebook.scorecards)


def test_a_document_is_plain_and_canonical(rulebook):
    document = to_document(rulebook)

    def floats(value):
        if isinstance(value, dict):
            return any(map(floats, value.values()))
        return any(map(floats, value)) if isinstance(value, list) else isinstance(value, float)

    assert not floats(document)
    assert canonical(document) == canonical(json.loads(canonical(document)))
    assert checksum(document) == checksum(json.loads(json.dumps(document)))


def test_the_checksum_tells_one_word_apart(tmp_path):
    first = read_rulebook(written(tmp_path / "a", example()))
    same = read_rulebook(written(tmp_path / "b", example()))
    other = {**example(), "papers.toml": example()["papers.toml"].replace("Giấy", "Bằng")}
    changed = read_rulebook(written(tmp_path / "c", other))

    assert checksum(to_document(first)) == checksum(to_document(same))
    assert checksum(to_document(first)) != checksum(to_document(changed))
    assert len(checksum(to_document(first))) == 64


def test_comments_and_order_of_keys_do_not_change_the_checksum(tmp_path):
    first = read_rulebook(written(tmp_path / "a", example()))
    text = example()["papers.toml"]
    moved = text.replace('symbol = "GCN"\n', "").replace("[[paper]]\n", '# a note\n[[paper]]\nsymbol = "GCN"\n')
    other = read_rulebook(written(tmp_path / "b", {**example(), "papers.toml": moved}))

    assert moved != text
    assert checksum(to_document(first)) == checksum(to_document(other))


def test_text_is_stored_composed(tmp_path):
    decomposed = example()["papers.toml"].replace("ấ", "a\u0302\u0301")
    rulebook = read_rulebook(written(tmp_path, {**example(), "papers.toml": decomposed}))

    assert rulebook.paper("certificate").label.vi == "Giấy chứng nhận"


def test_nothing_in_a_rulebook_can_change(rulebook):
    with pytest.raises(FrozenInstanceError):
        rulebook.code = "x"
    with pytest.raises(TypeError):
        rulebook.scorecards[1] = None
    with pytest.raises(TypeError):
        rulebook.steps[0].guards[0].params["x"] = 1
    with pytest.raises(AttributeError):
        rulebook.scorecards._items = {}


def test_a_rulebook_can_be_a_key_copied_and_sent(rulebook):
    again = from_document(to_document(rulebook))

    assert hash(again) == hash(rulebook)
    assert {rulebook: 1}[again] == 1
    assert copy.deepcopy(rulebook) is rulebook
    assert pickle.loads(pickle.dumps(rulebook)) == rulebook  # noqa: S301 -- its own dump
