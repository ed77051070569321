"""One scene of the story: a day, a key it is remembered by, and what happens."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Scene:
    """Played once, on its day, in one transaction."""

    day: date
    key: str
    play: Callable[[], None]

    @property
    def title(self) -> str:
        return self.key.partition("/")[2].replace("_", " ")


def scenes(year: int, *played: tuple[int, int, Callable[[], None]]) -> tuple[Scene, ...]:
    """Return the scenes of a year: month, day, what happens; the function's name is the key."""
    return tuple(Scene(date(year, month, day), f"{year}/{play.__name__}", play) for month, day, play in played)
