"""What the environment says, as the settings read it."""

import pytest

from config.settings.environment import read


@pytest.mark.parametrize(
    ("said", "limits"),
    [
        ("", {}),
        ("api=600/60", {"api": (600, 60)}),
        ("api=5/1, search=0/60,", {"api": (5, 1), "search": (0, 60)}),
    ],
)
def test_limits_are_calls_and_seconds_by_scope(monkeypatch: pytest.MonkeyPatch, said: str, limits: dict):
    monkeypatch.setenv("OCOP_LIMITS", said)

    assert read().limits == limits


@pytest.mark.parametrize("said", ["api", "api=600", "api=600/0", "api=-1/60", "api=600/60;search=1/1"])
def test_a_limit_that_cannot_be_read_stops_the_start(monkeypatch: pytest.MonkeyPatch, said: str):
    monkeypatch.setenv("OCOP_LIMITS", said)

    with pytest.raises(ValueError, match=r"^OCOP_LIMITS: “.*” does not read as scope=calls"):
        read()


@pytest.mark.parametrize(("said", "proxies"), [(None, 0), ("2", 2)])
def test_no_proxy_is_trusted_unless_it_is_named(monkeypatch: pytest.MonkeyPatch, said: str | None, proxies: int):
    monkeypatch.delenv("OCOP_PROXIES", raising=False)
    if said:
        monkeypatch.setenv("OCOP_PROXIES", said)

    assert read().proxies == proxies
