import socket
from pathlib import Path

import machine
import pytest
import run
import state


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "STATE", tmp_path / "state")
    monkeypatch.delenv("TODAY", raising=False)
    monkeypatch.delenv("PORT", raising=False)


def test_new_demo_begins_at_its_first_day() -> None:
    assert run.chosen_day() == "2024-10-07"


def test_day_may_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TODAY", "2026-11-21")

    assert run.chosen_day() == "2026-11-21"


def test_second_start_stays_where_the_story_stands() -> None:
    state.remember("demo-goal", "2026-11-21")

    assert run.chosen_day() == "2026-11-21"


def test_later_day_plays_the_story_forward(monkeypatch: pytest.MonkeyPatch) -> None:
    state.remember("demo-goal", "2024-10-07")
    monkeypatch.setenv("TODAY", "2024-10-08")

    assert run.chosen_day() == "2024-10-08"


def test_earlier_day_asks_for_a_reset(monkeypatch: pytest.MonkeyPatch) -> None:
    state.remember("demo-goal", "2026-11-21")
    monkeypatch.setenv("TODAY", "2024-10-07")

    with pytest.raises(machine.Refused) as refused:
        run.chosen_day()

    assert str(refused.value) == (
        "The demo's story already stands at 2026-11-21, and time does not run backwards.\n"
        "To begin again at 2024-10-07: make demo-reset TODAY=2024-10-07, then make run"
    )


def test_story_cut_short_is_taken_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    played: list[tuple[str, ...]] = []
    monkeypatch.setattr(run, "manage", lambda _environ, *words: played.append(words))
    state.remember("demo-goal", "2024-10-07")

    run.tell_the_story({}, "2024-10-07")
    run.tell_the_story({}, "2024-10-07")

    assert played == [("seed_demo", "--until", "2024-10-07")]


def test_deleted_database_is_forgotten(tmp_path: Path) -> None:
    state.remember("demo-goal", "2026-11-21")

    state.forget_without(tmp_path / "db.sqlite3")

    assert run.chosen_day() == "2024-10-07"


@pytest.mark.parametrize("day", ["tomorrow", "2024-13-01", "07/10/2024"])
def test_day_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    monkeypatch.setenv("TODAY", day)

    with pytest.raises(machine.Refused, match=f"^TODAY={day} is not a day"):
        run.chosen_day()


@pytest.mark.parametrize("port", ["0", "65536", "web", "-1", "²"])
def test_port_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("PORT", port)

    with pytest.raises(machine.Refused, match="is not a port"):
        run.chosen_port()


def test_taken_port_is_refused() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(machine.Refused, match=f"^Port {port} is in use; choose another: make run PORT={port + 1}$"):
            run.refuse_taken(port)


def test_demo_never_runs_on_the_callers_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/production")

    environ = run.environment(8000, "2024-10-07")

    assert "DATABASE_URL" not in environ
    assert (environ["OCOP_DEMO"], environ["OCOP_CLOCK"]) == ("1", "2024-10-07")


def test_reset_changes_nothing_without_a_yes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "db.sqlite3").touch()
    monkeypatch.setattr(run, "DATA", tmp_path)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(run, "agreed", lambda: False)

    assert run.reset() == 1
    assert (tmp_path / "db.sqlite3").exists()
