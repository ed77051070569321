"""Which parts of a text match: found without marks, shown as it is written."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from ocop_workflow.domain.text import fold, nfc
from search.words import exact_words, places_of, written

Parts = tuple[tuple[str, bool], ...]
# Folded words that match, each with the ways it must be marked where a text marks it; in any way where none is said.
Words = Mapping[str, Collection[str]]
SNIPPET_LENGTH = 200
LEAD = 60
ELLIPSIS = "…"


def highlighted(text: str, words: Words) -> Parts:
    """Return the text in pieces, each with whether it matches. Joined they are `nfc(text)`.

    Folding keeps the length, so places found in the folded text are places in the original. Words that match side by
    side make one piece.
    """
    original = nfc(text)
    return _parts(original, _runs(original, words))


def snippet(text: str, words: Words) -> Parts:
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


def _runs(original: str, words: Words) -> Iterator[tuple[int, int]]:
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


def _places(original: str, words: Words) -> Iterable[tuple[int, int]]:
    """Return where matching words stand, in order; the text is read word by word only where it must be."""
    spelled = [(written(word), ways) for word, ways in words.items()]
    if not all(one for one, _ways in spelled):
        found = (((word.start, word.end), words[word.folded]) for word in places_of(original) if word.folded in words)
        return [place for place, ways in found if not ways or _is_written(original[slice(*place)], ways)]
    folded = fold(original)
    places = {
        place
        for spellings, ways in spelled
        for one in spellings
        for place in _standing(one, folded)
        if not ways or _is_written(original[slice(*place)], ways)
    }
    return sorted(places)


def _is_written(text: str, ways: Collection[str]) -> bool:
    """Return whether a word has the marks it must have, or none at all."""
    return text.isascii() or text.lower() in ways or exact_words(text)[0] in ways


def _standing(word: str, text: str) -> Iterator[tuple[int, int]]:
    """Return where a word stands whole in a text."""
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum():
            yield start, end
        start = text.find(word, end)
