"""Complete ballots that come to a wanted total, the same ones each time."""

from collections.abc import Iterator, Mapping, Sequence

from ocop_workflow.domain.scorecard import Node, Scorecard

# Members who mean nearly the same total differ only where no minimum stands: their marked criteria are chosen for the
# next multiple of this.
STEP = 10


def full_ballot(card: Scorecard, total: int, *, stars: int = 3, case: str | None = None) -> dict[str, str]:
    """Return criterion → option that earns `total` points and meets every minimum of up to `stars` stars (0: none).

    Ballots of totals within one ten (61 to 70) agree on every criterion that carries a minimum.
    """
    case = case or next(iter(card.cases), None)
    offered = {node.code: _offered(card, node, stars) for node in card.criteria_for(case)}
    marked = [code for code, options in offered.items() if _is_marked(card, code)]
    free = [code for code in offered if code not in marked]
    chosen = {code: options[0] for code, options in offered.items()}
    goal = -(-total // STEP) * STEP
    _raise(chosen, offered, marked, goal - sum(offered[code][-1].points for code in free))
    rest = total - sum(chosen[code].points for code in marked)
    chosen |= dict(zip(free, _exactly([offered[code] for code in free], rest), strict=True))
    return {code: option.code for code, option in chosen.items()}


def _offered(card: Scorecard, criterion: Node, stars: int) -> list[Node]:
    """Return a criterion's options from the least that will do upwards: minimums met, nothing switched off."""
    options = sorted(card.options(criterion.code), key=lambda option: option.points)
    least = max((option.points for option in options if option.min_star and option.min_star <= stars), default=0)
    needed = (criterion.min_star or 9) <= stars or _is_condition(card, criterion.code)
    return [option for option in options if option.points >= max(least, int(needed))]


def _is_marked(card: Scorecard, code: str) -> bool:
    return bool(card.node(code).min_star or any(option.min_star for option in card.options(code)))


def _is_condition(card: Scorecard, code: str) -> bool:
    return any(code in card.conditions(node.code) for node in card.criteria)


def _raise(chosen: dict[str, Node], offered: Mapping[str, list[Node]], marked: Sequence[str], wanted: int) -> None:
    """Raise marked criteria, an option at a time and in the order of the sheet, until they earn enough."""
    for option, code in _next_options(offered, marked):
        if sum(chosen[code].points for code in marked) >= wanted:
            return
        chosen[code] = option


def _next_options(offered: Mapping[str, list[Node]], marked: Sequence[str]) -> Iterator[tuple[Node, str]]:
    for level in range(1, 10):
        for code in marked:
            if level < len(offered[code]):
                yield offered[code][level], code


def _exactly(criteria: Sequence[Sequence[Node]], total: int) -> list[Node]:
    """Return one option of each, together worth `total`; ValueError when no choice is."""
    reached: list[dict[int, Node | None]] = [{0: None}]
    for options in criteria:
        reached.append({})
        for before in reached[-2]:
            for option in options:
                reached[-1].setdefault(before + option.points, option)
    if total not in reached[-1]:
        raise ValueError(f"no ballot of this sheet leaves {total} points for the criteria without a minimum")
    chosen = []
    for sums in reversed(reached[1:]):
        option = sums[total]
        chosen.append(option)
        total -= option.points
    return chosen[::-1]
