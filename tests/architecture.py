"""Readers of source code: each returns what breaks one rule of the architecture, as `line: text`.

They read syntax, not types. A receiver counts as a queryset when a manager or a queryset method stands in its chain.
"""

import ast
from collections.abc import Callable, Iterator

Rule = Callable[[str], list[str]]

CLOCKS = {"datetime": {"now", "today", "utcnow"}, "date": {"today"}, "timezone": {"now", "localdate"}}
QUERYSET_WORDS = {
    "objects",
    "all",
    "filter",
    "exclude",
    "select_for_update",
    "order_by",
    "select_related",
    "visible_to",
}
UNSEEN_WRITES = {"update", "bulk_update", "delete", "bulk_create"}


def asks_for_the_date(source: str) -> list[str]:
    """Find whoever asks the system, not domain/clock.py, for the day or the time."""
    return [*_faults(source, _clock_attribute), *_faults(source, _clock_import), *_faults(source, _clock_field)]


def reads_the_environment(source: str) -> list[str]:
    """Find whoever reads environment variables."""
    return _faults(source, _environment)


def moves_a_stage(source: str) -> list[str]:
    """Find whoever assigns a `.stage`."""
    return _faults(source, _stage)


def writes_unseen(source: str, *, plain: frozenset[str] = frozenset()) -> list[str]:
    """Find writes to querysets that leave no history row, unless they start at a model whose history nobody keeps."""
    return _faults(source, lambda node: _unseen_write(node, plain))


def _faults(source: str, breaks: Callable[[ast.AST], bool]) -> list[str]:
    lines = source.splitlines()
    found = sorted({node.lineno for node in ast.walk(ast.parse(source)) if breaks(node)})  # type: ignore[attr-defined]
    return [f"{number}: {lines[number - 1].strip()}" for number in found]


def _clock_attribute(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in CLOCKS.get(_last_name(node.value), set())


def _clock_import(node: ast.AST) -> bool:
    if not isinstance(node, ast.ImportFrom) or node.module != "django.utils.timezone":
        return False
    return any(name.name in CLOCKS["timezone"] for name in node.names)


def _clock_field(node: ast.AST) -> bool:
    if not isinstance(node, ast.keyword) or node.arg not in {"auto_now", "auto_now_add"}:
        return False
    return not (isinstance(node.value, ast.Constant) and node.value.value is False)


def _environment(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom) and node.module == "os":
        return any(name.name in {"environ", "getenv"} for name in node.names)
    return isinstance(node, ast.Attribute) and _dotted(node) in {"os.environ", "os.getenv"}


def _stage(node: ast.AST) -> bool:
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return any(part.attr == "stage" for target in targets for part in _attributes(target))
    if not isinstance(node, ast.Call):
        return False
    if _last_name(node.func) == "setattr":
        return any(isinstance(part, ast.Constant) and part.value == "stage" for part in node.args)
    return _last_name(node.func) == "update" and any(word.arg == "stage" for word in node.keywords)


def _attributes(target: ast.AST) -> Iterator[ast.Attribute]:
    if isinstance(target, ast.Tuple | ast.List):
        for part in target.elts:
            yield from _attributes(part)
    elif isinstance(target, ast.Attribute):
        yield target


def _unseen_write(node: ast.AST, plain: frozenset[str]) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in UNSEEN_WRITES):
        return False
    chain = set(_chain(node.func.value))
    return not plain & chain and bool(node.func.attr.startswith("bulk_") or QUERYSET_WORDS & chain)


def _chain(node: ast.AST) -> Iterator[str]:
    """Yield the names a chain of calls and attributes is made of, outermost first."""
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute):
            yield node.attr
            node = node.value
        else:
            if isinstance(node, ast.Name):
                yield node.id
            return


def _last_name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _dotted(node: ast.AST) -> str:
    return ".".join(reversed(list(_chain(node))))
