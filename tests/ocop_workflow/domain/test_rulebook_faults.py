"""Every kind of fault, made one at a time in the example of the format page: file, line and reason are exact."""

import tomllib

import pytest

from ocop_workflow.domain.rulebook import Fault, RulebookFaults, read_rulebook
from ocop_workflow.domain.rulebook_faults import MESSAGES
from tests.ocop_workflow.domain.rulebook_files import FIXTURES, example, faults_of, written

BROKEN = tomllib.loads((FIXTURES / "broken.toml").read_text(encoding="utf-8"))["broken"]


def faults_after(folder, file, old, new):
    files = dict(example())
    assert files[file].count(old) == 1
    return faults_of(written(folder, {**files, file: files[file].replace(old, new)}))


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case["faults"][0])
def test_a_broken_rulebook_is_refused_with_file_line_and_reason(tmp_path, case):
    found = faults_after(tmp_path, case["file"], case["old"], case["new"])

    assert [str(fault) for fault in found] == case["faults"]


def test_every_kind_of_fault_has_its_broken_rulebook(tmp_path):
    files = {"byte_order_mark", "missing_file", "not_utf8"}  # tests of their own, below
    seen = set()
    for number, case in enumerate(BROKEN):
        seen |= {fault.code for fault in faults_after(tmp_path / str(number), case["file"], case["old"], case["new"])}

    assert seen | files == set(MESSAGES)
    assert not seen & files


@pytest.mark.parametrize(
    "file", ["rulebook.toml", "process.toml", "evidence.toml", "commune.toml", "papers.toml", "scorecards/index.csv"]
)
def test_a_missing_file_is_the_only_fault(tmp_path, file):
    found = faults_of(written(tmp_path, {**example(), file: None}))

    assert [str(fault) for fault in found] == [f"{file}:1: The file is missing."]


@pytest.mark.parametrize("file", ["process.toml", "scorecards/03-gao.csv"])
def test_a_file_that_is_not_utf8_names_the_line_of_the_first_wrong_byte(tmp_path, file):
    latin = example()[file].encode().replace("Đã".encode(), b"\xd0\xe3", 1).replace("Trong xã".encode(), b"Trong x\xe3")
    line = 1 + latin[: latin.index(b"\xd0\xe3" if file == "process.toml" else b"x\xe3")].count(b"\n")

    found = faults_of(written(tmp_path, {**example(), file: latin}))

    assert [str(fault) for fault in found] == [f"{file}:{line}: The file is not UTF-8 text."]


@pytest.mark.parametrize("file", ["rulebook.toml", "scorecards/03-gao.csv"])
def test_a_byte_order_mark_is_a_fault_and_the_rest_is_still_read(tmp_path, file):
    found = faults_of(written(tmp_path, {**example(), file: "\ufeff" + example()[file]}))

    assert [str(fault) for fault in found] == [
        f"{file}:1: The file begins with a byte order mark; save it without.",
    ]


def test_windows_line_ends_change_no_line_number(tmp_path):
    files = {name: text.replace("\n", "\r\n") for name, text in example().items()}
    broken = {**files, "process.toml": files["process.toml"].replace('to = "done"', 'to = "finished"')}

    assert faults_of(written(tmp_path / "sound", files)) == []
    assert [str(fault) for fault in faults_of(written(tmp_path / "broken", broken))] == [
        "process.toml:62: There is no stage “finished”.",
    ]


def test_faults_of_all_files_are_told_at_once_in_order(tmp_path):
    files = {
        **example(),
        "rulebook.toml": example()["rulebook.toml"].replace("floor = 0", "floor = 10").replace("star =", "sta ="),
        "process.toml": "[[stage]\n",
        "papers.toml": example()["papers.toml"].replace('symbol = "GCN"\n', ""),
        "scorecards/03-gao.csv": example()["scorecards/03-gao.csv"].replace("A1,Trong xã,60", "A1,Trong xã,55"),
    }

    found = faults_of(written(tmp_path, files))

    assert [str(fault) for fault in found] == [
        "papers.toml:1: The key “symbol” is missing.",
        "process.toml:1: The file cannot be read: Expected ']]' at the end of an array declaration.",
        "rulebook.toml:16: The key “star” is missing.",
        "rulebook.toml:17: Unknown key “sta”.",
        "rulebook.toml:22: The key “star” is missing.",
        "rulebook.toml:23: Unknown key “sta”.",
        "scorecards/03-gao.csv:3: “A1”: the best option has 55 points, not 60.",
    ]


def test_a_fault_can_be_translated():
    fault = Fault("process.toml", 7, "dead_end", {"stage": "council"})

    assert fault.message == "Dead end: no step leads out of “%(stage)s”."
    assert fault.params == {"stage": "council"}
    assert fault.reason == "Dead end: no step leads out of “council”."


def test_the_refusal_is_a_workflow_error_with_all_its_faults(tmp_path):
    written(tmp_path, {**example(), "papers.toml": None, "evidence.toml": None})

    with pytest.raises(RulebookFaults) as refused:
        read_rulebook(tmp_path)

    assert refused.value.code == "rulebook_faults"
    assert refused.value.params == {"count": 2}
    assert str(refused.value) == "evidence.toml:1: The file is missing.\npapers.toml:1: The file is missing."


def test_a_withheld_sheet_may_have_wrong_figures_but_not_a_wrong_shape(tmp_path):
    withheld = example()["rulebook.toml"].replace("[certificate]", '[withheld]\n3 = "chờ phụ lục"\n\n[certificate]')
    wrong_sum = example()["scorecards/03-gao.csv"].replace("part,A,,Sản phẩm,60", "part,A,,Sản phẩm,58")
    wrong_shape = wrong_sum.replace("criterion,B1,B,", "criterion,B1,Z,")
    files = {**example(), "rulebook.toml": withheld}

    assert [str(fault) for fault in faults_of(written(tmp_path, {**files, "scorecards/03-gao.csv": wrong_shape}))] == [
        "scorecards/03-gao.csv:7: “B1”: no row “Z” above.",
    ]
    read = read_rulebook(written(tmp_path, {**files, "scorecards/03-gao.csv": wrong_sum}))
    assert (read.scorecard(3).withheld, read.scorecard(3).total) == ("chờ phụ lục", 98)
