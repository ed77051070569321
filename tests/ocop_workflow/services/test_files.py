"""Private files: kept once, whole, under their hash."""

from pathlib import Path

from ocop_workflow.services.files import open_stored, path_of, private_storage, store


def test_file_is_kept_once_under_its_hash():
    first, again = store(b"paper"), store(b"paper")

    assert first == again == "382635c9325bf3273d195ff1b8a44e5b11afd7d97addeb8863ea35feb98c1a07"
    with open_stored(first) as kept:
        assert kept.read() == b"paper"


def test_half_written_file_is_written_anew():
    sha256 = store(b"whole paper")
    Path(private_storage().path(path_of(sha256))).write_bytes(b"whole")

    store(b"whole paper")

    with open_stored(sha256) as kept:
        assert kept.read() == b"whole paper"


def test_no_half_file_is_left_beside():
    sha256 = store(b"neat paper")

    folder = Path(private_storage().path(path_of(sha256))).parent
    assert [file.name for file in folder.iterdir()] == [sha256]
