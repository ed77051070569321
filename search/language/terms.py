"""From the words of a question to what must be found: each word in every form it may be meant in."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from ocop_workflow.domain.text import fold, nfc
from search.engines.base import Closeness, Form, Term
from search.language.fillers import MOST_MEANT, is_filler
from search.language.syllables import LONGEST
from search.language.thesaurus import Thesaurus
from search.language.tokens import Token, tokens_of
from search.language.vocabulary import Vocabulary

MOST_NEAR = 8
# Too many known words are one slip from a shorter one that is known itself.
SHORTEST_KNOWN = 4

# Numbers of certificates and decisions, codes of things: SP-0001, 042/2021/GCN-OCOP-LC, 716/QĐ-UBND.
_CODE = re.compile(r"(?<![^\s(,;:])[^\W_]{1,12}(?:[-/.][^\W_]{1,12}){1,7}(?![^\s),;:.?!])")
_LETTERS_AND_NUMBER = re.compile(r"([a-z]{1,4})([0-9]{2,})")
Forms = list[Form]


def code_spans(text: str, tokens: Sequence[Token]) -> tuple[tuple[int, int], ...]:
    """Return which tokens together are a code: from where to where."""
    begins = [token.start for token in tokens]
    matches = (match.span() for match in _CODE.finditer(nfc(text)))
    spans = ((bisect_left(begins, start), bisect_left(begins, end)) for start, end in matches)
    return tuple(span for span in spans if _is_code([token.folded for token in tokens[slice(*span)]]))


def meant_terms(
    tokens: Sequence[Token], codes: Sequence[tuple[int, int]], vocabulary: Vocabulary, thesaurus: Thesaurus
) -> tuple[Term, ...]:
    """Return what must be found: every word as typed or as it may be meant.

    A meaning that several words share stands with each of them.
    """
    coded = {place for start, end in codes for place in range(start, end)}
    heads = [place for place in range(min(len(tokens), MOST_MEANT)) if place not in coded]
    forms: dict[int, Forms] = {place: _ways(tokens[place], vocabulary, thesaurus) for place in heads}
    for place in heads if len(heads) > 1 else ():
        forms[place] += _misheard(tokens[place], vocabulary)
    for start, end, form in _shared(tokens[:MOST_MEANT], vocabulary, thesaurus):
        for place in range(start, end):
            forms.get(place, []).append(form)
    return _with_forms(tokens, codes, forms)


def nearer_terms(
    tokens: Sequence[Token], codes: Sequence[tuple[int, int]], terms: Sequence[Term], vocabulary: Vocabulary
) -> tuple[Term, ...]:
    """Return the terms without mere fillers, and with words one slip away: for unknown words, or for all if none is."""
    groups = _grouped(tokens, codes)
    kept = [place for place, group in enumerate(groups) if not is_filler(group)] or list(range(len(groups)))
    lone = [place for place in kept if len(groups[place]) == 1]
    unknown = [place for place in lone if _is_unknown(groups[place][0], terms[place], vocabulary)]
    tried = frozenset((unknown or lone)[:MOST_NEAR])
    return tuple(
        _term([*terms[place].forms, *_near(groups[place][0], vocabulary)]) if place in tried else terms[place]
        for place in kept
    )


def _is_code(words: Sequence[str]) -> bool:
    """Return whether words joined by signs are a code: a number among them, and letters."""
    has_number = any(word.isdigit() or _LETTERS_AND_NUMBER.fullmatch(word) for word in words)
    return has_number and any(len(word) > 1 and word.isalpha() for word in words)


def _grouped(tokens: Sequence[Token], codes: Iterable[tuple[int, int]]) -> list[Sequence[Token]]:
    ends = dict(codes)
    groups, place = [], 0
    while place < len(tokens):
        end = ends.get(place, place + 1)
        groups.append(tokens[place:end])
        place = end
    return groups


def _typed(group: Sequence[Token]) -> Form:
    return Form(tuple(token.folded for token in group), tuple(token.exact for token in group))


def _with_forms(
    tokens: Sequence[Token], codes: Sequence[tuple[int, int]], forms: Mapping[int, Forms]
) -> tuple[Term, ...]:
    terms, place = [], 0
    for group in _grouped(tokens, codes):
        terms.append(_term(forms.get(place) or [_typed(group)]))
        place += len(group)
    return tuple(terms)


def _term(forms: Iterable[Form]) -> Term:
    """Return a term with each form once, as the nearest to what was typed."""
    distinct: dict[object, Form] = {}
    for form in forms:
        distinct.setdefault((form.folded, form.exact), form)
    return Term(tuple(distinct.values()))


def _ways(token: Token, vocabulary: Vocabulary, thesaurus: Thesaurus) -> Forms:
    """Return what one word may be by itself: as typed, without its keys, a code without its sign, parted.

    A word no document holds is taken for what its keys or its parts say, as if that had been typed; but for a slip of
    the hand where no document writes so what its keys say.
    """
    is_known = vocabulary.knows(token.folded)
    read = [] if is_known else [Form((fold(one),), (one,)) for one in vocabulary.writing(token.readings)]
    if not read and (not is_known or len(token.folded) > LONGEST):
        read = _split(token.folded, vocabulary, thesaurus)
    if read and not is_known:
        slips = [] if read[0].exact is None or vocabulary.writes(read[0].exact[0]) else list(_near(token, vocabulary))
        return [_typed([token]), *slips] if slips else [read[0], *map(_as_meant, read[1:])]
    parted = _LETTERS_AND_NUMBER.fullmatch(token.folded)
    return [_typed([token]), *map(_as_meant, read), *([_meant(parted.groups())] if parted else [])]


def _split(folded: str, vocabulary: Vocabulary, thesaurus: Thesaurus) -> Forms:
    """Return the words one consists of, in each way, and what these mean: mienrong is miến rong, which is miến dong.

    Words of the thesaurus alone are parts where those of documents do not do.
    """
    ways = vocabulary.splits(folded) or vocabulary.splits(folded, thesaurus.words)
    return [*(Form(parts, None) for parts in ways), *(form for parts in ways for form in _meanings(parts, thesaurus))]


def _meanings(parts: Sequence[str], thesaurus: Thesaurus) -> Iterable[Form]:
    """Return folded words with each phrase among them said otherwise; with marks where that is the whole."""
    for meaning in thesaurus.meanings(tokens_of(" ".join(parts), most_read=0)):
        before, after = tuple(parts[: meaning.start]), tuple(parts[meaning.end :])
        for phrase in meaning.others:
            yield Form((*before, *phrase.folded, *after), None if before or after else phrase.exact, Closeness.MEANT)


def _misheard(token: Token, vocabulary: Vocabulary) -> Iterable[Form]:
    """Return the words of names that one beside others may have been heard for: miếng dong, tinh dầu xả."""
    for word in vocabulary.misheard(token.exact):
        yield Form((fold(word),), (word,) if token.is_marked else None, Closeness.MEANT)


def _as_meant(form: Form) -> Form:
    return Form(form.folded, form.exact, Closeness.MEANT)


def _shared(tokens: Sequence[Token], vocabulary: Vocabulary, thesaurus: Thesaurus) -> Iterable[tuple[int, int, Form]]:
    """Return the meanings of several words together: neighbours written as one, phrases that mean the same."""
    for count in (2, 3):
        for at in range(len(tokens) - count + 1):
            if joined := vocabulary.joined(*(token.folded for token in tokens[at : at + count])):
                yield at, at + count, _meant((joined,))
    for meaning in thesaurus.meanings(tokens):
        for phrase in meaning.others:
            yield meaning.start, meaning.end, Form(phrase.folded, phrase.exact, Closeness.MEANT)


def _meant(folded: Iterable[str]) -> Form:
    return Form(tuple(folded), None, Closeness.MEANT)


def _near(token: Token, vocabulary: Vocabulary) -> Iterable[Form]:
    if vocabulary.knows(token.folded) and len(token.folded) < SHORTEST_KNOWN:
        return
    for folded, written in vocabulary.near(token.exact, token.folded):
        yield Form((folded,), (written,) if token.is_marked else None, Closeness.NEAR)


def _is_unknown(token: Token, term: Term, vocabulary: Vocabulary) -> bool:
    is_read = len(term.forms) > 1 or term.typed.folded != (token.folded,)
    return token.folded.isalpha() and not is_read and not vocabulary.knows(token.folded)
