"""What is meant by what was typed: filters said in words, and words in every form they may be meant in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ocop_workflow.domain.text import nfc
from search.catalogue import Catalogue
from search.engines.base import Term
from search.language.fillers import joining_words, without_fillers
from search.language.filters import Piece, kind_pieces, maker_pieces, state_pieces
from search.language.names import may_name_place, place_pieces, set_pieces
from search.language.stars import star_pieces
from search.language.terms import code_spans, meant_terms, nearer_terms
from search.language.tokens import Token, tokens_of
from search.question import NEWS, PRODUCT, SearchQuery
from search.words import exact_words

_SEPARATORS = ",;:-–"
# In a longer text no filter is looked for: nobody asks in so many words.
MOST_WORDS = 40


@dataclass(frozen=True, slots=True)
class Recognised:
    """A value of a facet that words of the question said, and these words as typed."""

    facet: str
    value: str | int
    words: str


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as it is understood.

    `query` asks it explicitly: its text is what no filter was recognised in, what was recognised is among its filters.
    `terms` are the words of that text, but for mere fillers, in all forms meant; `nearer` the same with words one slip
    away, for when `terms` find nothing. `typed` is the text as it was.
    """

    query: SearchQuery
    terms: tuple[Term, ...]
    nearer: tuple[Term, ...]
    recognised: tuple[Recognised, ...]
    typed: str

    @property
    def as_words(self) -> SearchQuery:
        """The question with every word taken as a word, for when the recognised filters leave nothing."""
        given = {one.facet for one in self.recognised}
        kept = {
            facet: tuple(
                value
                for value in self.query.chosen(facet)
                if not any((one.facet, one.value) == (facet, value) for one in self.recognised)
            )
            for facet in given
        }
        return replace(self.query, text=self.typed, literal=True, **kept)  # type: ignore[arg-type]  # facets' own values


def understand(query: SearchQuery, catalogue: Catalogue) -> Understood:
    """Return what a question means on the catalogue's day.

    Nothing is recognised in a literal question, and no word left out. Words that only ask are left out, but where
    nothing else is asked. Words beyond the first 24 are taken as typed.
    """
    text = nfc(query.text)
    known = catalogue.known
    tokens = tokens_of(text, most_read=MOST_WORDS)
    codes = code_spans(text, tokens)
    pieces = [] if query.literal or len(tokens) > MOST_WORDS else _pieces(text, tokens, codes, catalogue)
    rest = _without(text, tokens, pieces)
    if not query.literal:
        tokens = tokens_of(rest, most_read=MOST_WORDS) if pieces else tokens
        named = without_fillers(tokens, code_spans(rest, tokens), known.vocabulary)
        rest, tokens = ("", []) if pieces and not named else (rest, named or tokens)
        codes = code_spans(rest, tokens)
    terms = meant_terms(tokens, codes, known.vocabulary, known.thesaurus)
    return Understood(
        query=_explicit(query, rest, pieces),
        terms=terms,
        nearer=nearer_terms(tokens, codes, terms, known.vocabulary),
        recognised=tuple(_recognised(query, text, pieces)),
        typed=query.text,
    )


def _pieces(text: str, tokens: Sequence[Token], codes: Sequence[tuple[int, int]], catalogue: Catalogue) -> list[Piece]:
    """Return what is recognised, in order, none over another nor over a code; of articles nothing more is asked."""
    stars = list(star_pieces(text, tokens))
    kinds = list(kind_pieces(tokens, frozenset(piece.start for piece in stars)))
    if any(piece.values == (NEWS,) for piece in kinds):
        return kinds
    places = catalogue.named_places if may_name_place(tokens) else ()
    rated = [*stars, *state_pieces(tokens)]
    found = [*rated, *(map(_of_products, kinds) if rated else kinds), *place_pieces(tokens, places)]
    begins = frozenset(piece.start for piece in found)
    found += [*maker_pieces(tokens, begins), *set_pieces(tokens, catalogue.named_sets, begins)]
    taken = [(tokens[start].start, tokens[end - 1].end) for start, end in codes]
    kept: list[Piece] = []
    for piece in sorted(found, key=lambda piece: (piece.facet not in _WHOLE, piece.start, -piece.end)):
        if all(piece.end <= start or end <= piece.start for start, end in taken):
            taken.append((piece.start, piece.end))
            kept.append(piece)
    return sorted(kept, key=lambda piece: piece.start)


def _of_products(kind: Piece) -> Piece:
    """Return the kind that has stars and states: who asks for chủ thể 4 sao is shown their products."""
    return replace(kind, values=(PRODUCT,))


# A set's whole name may hold what would be other filters: sản phẩm trà từ thực vật khác.
_WHOLE = {"set", "group"}


def _without(text: str, tokens: Sequence[Token], pieces: Sequence[Piece]) -> str:
    """Return the text without its recognised pieces and the words that only joined them to it; as typed without any."""
    if not pieces:
        return text
    cut = [(piece.start, piece.end) for piece in pieces] + joining_words(tokens, pieces)
    kept, place = [], 0
    for start, end in sorted(cut):
        kept.append(text[place:start])
        place = max(place, end)
    words = (word for part in (*kept, text[place:]) for word in part.split())
    return " ".join(word for word in words if exact_words(word)).rstrip(_SEPARATORS)


def _explicit(query: SearchQuery, text: str, pieces: Iterable[Piece]) -> SearchQuery:
    """Return the question with its remaining text and what was recognised among its filters."""
    if not pieces:
        return query
    chosen: dict[str, tuple[str | int, ...]] = {}
    for piece in pieces:
        before = chosen.get(piece.facet, query.chosen(piece.facet))
        chosen[piece.facet] = tuple(dict.fromkeys((*before, *piece.values)))
    return replace(query, text=text, **chosen)  # type: ignore[arg-type]  # each facet its own kind of value


def _recognised(query: SearchQuery, text: str, pieces: Iterable[Piece]) -> Iterator[Recognised]:
    for piece in pieces:
        for value in piece.values:
            if value not in query.chosen(piece.facet):
                yield Recognised(piece.facet, value, text[piece.start : piece.end])
