"""A missing browser is a failure that says so."""

import shutil

import pytest

from tests.services import browser


def test_missing_chromium_fails_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)

    with pytest.raises(AssertionError, match=r"^Chromium is missing\. `make test` installs it"):
        browser.chromium()
