"""One product set's scoring sheet: part → group → criterion → option, as one tree."""

from collections.abc import Iterator
from dataclasses import dataclass, field

NODE_KINDS = ("part", "group", "criterion", "option")
CONDITIONAL_RULES = ("only_if", "one_of")


class UnknownKey(KeyError):
    """A rulebook or scorecard holds nothing under that key or code."""


@dataclass(frozen=True, slots=True)
class Node:
    """One row of a sheet. `points` is the maximum of a part, group or criterion, and an option's own points.

    `rule` is empty or eliminates, only_if, one_of, evidence or implicit_zero; `argument` is what follows its colon.
    """

    kind: str
    code: str
    parent: str | None
    label: str
    points: int
    min_star: int | None
    rule: str
    argument: str


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The sheet of one product set; `withheld` says why it may be read but not scored."""

    set_no: int
    slug: str
    group: str
    subgroup: str
    name: str
    lead: str
    nodes: tuple[Node, ...]
    withheld: str | None
    _by_code: dict[str, Node] = field(init=False, repr=False, compare=False)
    _by_parent: dict[str | None, tuple[Node, ...]] = field(init=False, repr=False, compare=False)
    _conditional: dict[str | None, tuple[Node, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        children: dict[str | None, list[Node]] = {}
        conditional: dict[str | None, tuple[Node, ...]] = {}
        for node in self.nodes:
            children.setdefault(node.parent, []).append(node)
            own = (node,) if node.rule in CONDITIONAL_RULES else ()
            conditional[node.code] = own + conditional.get(node.parent, ())
        object.__setattr__(self, "_by_code", {node.code: node for node in self.nodes})
        object.__setattr__(self, "_by_parent", {code: tuple(nodes) for code, nodes in children.items()})
        object.__setattr__(self, "_conditional", conditional)

    def node(self, code: str) -> Node:
        """Return the row with that code; UnknownKey if there is none."""
        try:
            return self._by_code[code]
        except KeyError:
            raise UnknownKey(code) from None

    def children(self, code: str) -> tuple[Node, ...]:
        """Return the rows directly below that one, in the printed order."""
        self.node(code)
        return self._by_parent.get(code, ())

    def options(self, criterion: str) -> tuple[Node, ...]:
        """Return a criterion's options, from 0 points upwards."""
        return tuple(node for node in self.children(criterion) if node.kind == "option")

    def ancestors(self, code: str) -> tuple[Node, ...]:
        """Return the rows above that one, the nearest first."""
        return tuple(self._above(self.node(code)))

    def _above(self, node: Node) -> Iterator[Node]:
        while node.parent is not None:
            node = self.node(node.parent)
            yield node

    @property
    def parts(self) -> tuple[Node, ...]:
        return self._by_parent.get(None, ())

    @property
    def total(self) -> int:
        """The most points a product can have."""
        return sum(part.points for part in self.parts)

    @property
    def criteria(self) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes if node.kind == "criterion")

    @property
    def cases(self) -> tuple[str, ...]:
        """The cases of which one is chosen for the whole sheet (rule one_of); empty for most sets."""
        return tuple(dict.fromkeys(node.argument for node in self.nodes if node.rule == "one_of"))

    def case_of(self, code: str) -> str | None:
        """Return the case that a row or a row above it belongs to; None where every case has it."""
        self.node(code)
        return next((row.argument for row in self._conditional[code] if row.rule == "one_of"), None)

    def conditions(self, code: str) -> tuple[str, ...]:
        """Return the criteria that must earn points for a row to be scored (only_if, on it or on a row above it)."""
        self.node(code)
        return tuple(row.argument for row in self._conditional[code] if row.rule == "only_if")

    def criteria_for(self, case: str | None) -> tuple[Node, ...]:
        """Return the criteria that are scored when that case is chosen."""
        return tuple(node for node in self.criteria if self.case_of(node.code) in (None, case))
