"""Which parts of a text match: found without marks, shown as it is written."""

from collections.abc import Collection, Iterable, Iterator

from ocop_workflow.domain.text import fold, nfc
from search.words import places_of, written

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
    return _parts(original, _runs(original, words))


def snippet(text: str, words: Collection[str]) -> Parts:
    """Return a stretch of about 200 characters around the first match, or the beginning, cut between words."""
    line = " ".join(nfc(text).split())
    runs = list(_runs(line, words))
    start, end = _stretch(line, runs[0][0] if runs else 0)
    before, after = ELLIPSIS if start else "", ELLIPSIS if end < len(line) else ""
    shift = len(before) - start
    shown = (
        (max(begin, start) + shift, min(stop, end) + shift) for begin, stop in runs if start < stop and begin < end
    )
    return _parts(f"{before}{line[start:end]}{after}", shown)


def _stretch(line: str, first: int) -> tuple[int, int]:
    """Return from where to where a line is shown when that place matters."""
    start = 0 if first <= LEAD else line.rfind(" ", 0, first - LEAD) + 1
    end = start + SNIPPET_LENGTH
    if end < len(line):
        end = max(line.rfind(" ", start, end), start) if " " in line[start:end] else end
    return start, end


def _parts(text: str, runs: Iterable[tuple[int, int]]) -> Parts:
    parts, place = [], 0
    for start, end in runs:
        parts += [(text[place:start], False), (text[start:end], True)]
        place = end
    parts.append((text[place:], False))
    return tuple((piece, is_match) for piece, is_match in parts if piece)


def _runs(original: str, words: Collection[str]) -> Iterator[tuple[int, int]]:
    """Return from where to where matching words stand, spaces between two of them included."""
    begin = end = -1
    for start, stop in _places(original, words) if words else ():
        if begin >= 0 and not original[end:start].strip():
            end = stop
            continue
        if begin >= 0:
            yield begin, end
        begin, end = start, stop
    if begin >= 0:
        yield begin, end


def _places(original: str, words: Collection[str]) -> Iterable[tuple[int, int]]:
    """Return where matching words stand, in order; the text is read word by word only where it must be."""
    ways = [written(word) for word in words]
    if not all(ways):
        return ((word.start, word.end) for word in places_of(original) if word.folded in words)
    folded = fold(original)
    return sorted({place for way in ways for one in way for place in _standing(one, folded)})


def _standing(word: str, text: str) -> Iterator[tuple[int, int]]:
    """Return where a word stands whole in a text."""
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum():
            yield start, end
        start = text.find(word, end)
