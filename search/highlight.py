"""Which parts of a text match: found without marks, shown as it is written."""

from collections.abc import Collection, Iterator

from ocop_workflow.domain.text import nfc
from search.words import places_of

Parts = tuple[tuple[str, bool], ...]
SNIPPET_LENGTH = 200
LEAD = 60
ELLIPSIS = "…"


def highlighted(text: str, words: Collection[str]) -> Parts:
    """Return the text in pieces, each with whether it matches; `words` are folded. Joined they are `nfc(text)`.

    Folding keeps the length, so places found in the folded text are places in the original. Words that match side by
    side make one piece.
    """
    original = nfc(text)
    parts, place = [], 0
    for start, end in _runs(original, words):
        parts += [(original[place:start], False), (original[start:end], True)]
        place = end
    parts.append((original[place:], False))
    return tuple((piece, is_match) for piece, is_match in parts if piece)


def _runs(original: str, words: Collection[str]) -> Iterator[tuple[int, int]]:
    """Return from where to where matching words stand, spaces between two of them included."""
    if not words:
        return
    begin = end = -1
    for word in places_of(original):
        if word.folded not in words:
            continue
        if begin >= 0 and not original[end : word.start].strip():
            end = word.end
            continue
        if begin >= 0:
            yield begin, end
        begin, end = word.start, word.end
    if begin >= 0:
        yield begin, end


def snippet(text: str, words: Collection[str]) -> Parts:
    """Return a stretch of about 200 characters around the first match, or the beginning, cut between words."""
    line = " ".join(nfc(text).split())
    first = next(_runs(line, words), (0, 0))[0]
    start = 0 if first <= LEAD else line.rfind(" ", 0, first - LEAD) + 1
    end = start + SNIPPET_LENGTH
    if end < len(line):
        end = max(line.rfind(" ", start, end), start) if " " in line[start:end] else end
    shown = line[start:end]
    return highlighted(f"{ELLIPSIS if start else ''}{shown}{ELLIPSIS if end < len(line) else ''}", words)
