"""Where what is stored differs from what should be."""

from dataclasses import dataclass

from search.engines.base import Key


@dataclass(frozen=True, slots=True)
class Drift:
    """Keys of documents; `words` says whether the full-text index of the database differs from its table."""

    missing: tuple[Key, ...] = ()
    orphaned: tuple[Key, ...] = ()
    stale: tuple[Key, ...] = ()
    words: bool = False

    def __bool__(self) -> bool:
        return bool(self.keys or self.words)

    @property
    def keys(self) -> tuple[Key, ...]:
        return (*self.missing, *self.orphaned, *self.stale)
