"""What there is to translate: the texts of our own code and templates, and those the libraries bring."""

import ast
import importlib.util
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

PACKAGES = {
    "accounts": "site/accounts",
    "config": "site/config",
    "cms": "cms",
    "ocop_workflow": "ocop_workflow",
    "search": "search",
}
# Folders of templates/ whose texts belong elsewhere than to cms, which keeps the frame and the shared parts.
TEMPLATE_HOMES = {name: name for name in PACKAGES} | {"registration": "accounts", "wagtailadmin": "config"}
TEMPLATE_SUFFIXES = {".html", ".txt", ".xml", ".svg"}
LIBRARIES = (
    "wagtail", "wagtail/admin", "wagtail/contrib/redirects", "wagtail/contrib/settings", "wagtail/documents",
    "wagtail/embeds", "wagtail/images", "wagtail/search", "wagtail/sites", "wagtail/snippets", "wagtail/users",
    "django/conf", "django/contrib/auth", "django/contrib/contenttypes", "django/contrib/humanize",
    "django/contrib/sessions", "taggit",
)  # fmt: skip
# What each argument of a marking function is: c context, m message, p plural.
KEYWORDS = {
    "_": "m", "gettext": "m", "gettext_lazy": "m", "gettext_noop": "m",
    "ngettext": "mp", "ngettext_lazy": "mp", "pgettext": "cm", "pgettext_lazy": "cm",
    "npgettext": "cmp", "npgettext_lazy": "cmp",
}  # fmt: skip
# The domain imports no Django: the first argument of this class and of all classes under it is a message.
REFUSAL = "WorkflowError"


class Text(NamedTuple):
    """One text to translate; `plural` is empty for most."""

    context: str
    message: str
    plural: str


def python_texts(trees: Iterable[ast.Module], refused: set[str]) -> set[Text]:
    """Return the texts of marking calls, of refusals raised and of refusals that bring their own words."""
    keywords = KEYWORDS | dict.fromkeys(refused, "m")
    found = set()
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.Call):
            found.update(call_texts(node, keywords))
        elif isinstance(node, ast.ClassDef) and node.name in refused:
            inner = (call for call in ast.walk(node) if isinstance(call, ast.Call))
            found.update(text for call in inner for text in call_texts(call, {"__init__": "m"}))
    return found


def refusals(trees: Iterable[ast.Module]) -> set[str]:
    """Return the names of the refusal classes: the first one and all that inherit from it."""
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    found: set[str] = set()
    grown = {REFUSAL}
    while grown != found:
        found = grown
        grown = found | {node.name for node in classes if {name_of(base) for base in node.bases} & found}
    return found


def name_of(node: ast.AST) -> str:
    return getattr(node, "id", "") or getattr(node, "attr", "")


def call_texts(call: ast.Call, keywords: Mapping[str, str]) -> Iterator[Text]:
    roles = keywords.get(name_of(call.func), "")
    if roles == "m" and call.args:
        yield from (Text("", message, "") for message in literals(call.args[0]))
    elif roles and len(call.args) >= len(roles):
        parts = {role: literals(node) for role, node in zip(roles, call.args, strict=False)}
        if all(parts.values()):
            context, message, plural = ((parts.get(role) or [""])[0] for role in "cmp")
            yield Text(context, message, plural)


def literals(node: ast.AST) -> list[str]:
    """Return the strings an argument can be: itself, or both sides of a choice."""
    if isinstance(node, ast.IfExp):
        return literals(node.body) + literals(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value else []


def template_texts(source: str) -> set[Text]:
    """Return the texts of a Django template's translation tags and constants."""
    # The code templatize makes has the template's indentation, which the tokenizer would refuse.
    code = "\n".join(line.strip() for line in templatize(source).splitlines())
    found = set()
    for _line, function, strings, _comments in extract_python(io.BytesIO(code.encode()), KEYWORDS, [], {}):
        parts = dict(zip(KEYWORDS[function], [strings] if isinstance(strings, str) else strings, strict=False))
        if parts.get("m"):
            found.add(Text(parts.get("c") or "", parts["m"], parts.get("p") or ""))
    return found


def package_texts(root: Path) -> dict[str, set[Text]]:
    """Return the texts of each package's Python code and templates."""
    trees = {name: python_trees(root / folder) for name, folder in PACKAGES.items()}
    refused = refusals(tree for package in trees.values() for tree in package)
    found = {name: python_texts(package, refused) for name, package in trees.items()}
    for path in sorted((root / "templates").rglob("*")):
        if path.suffix in TEMPLATE_SUFFIXES:
            home = TEMPLATE_HOMES.get(path.relative_to(root / "templates").parts[0], "cms")
            found[home] |= template_texts(path.read_text(encoding="utf-8"))
    return {name: without_shadowed(texts) for name, texts in found.items()}


def without_shadowed(texts: set[Text]) -> set[Text]:
    """Leave out the texts that also stand as the singular of a plural: one catalogue entry serves both."""
    shadows = {(text.context, text.message) for text in texts if text.plural}
    return {text for text in texts if text.plural or (text.context, text.message) not in shadows}


def python_trees(folder: Path) -> list[ast.Module]:
    files = sorted(path for path in folder.rglob("*.py") if "migrations" not in path.parts)
    return [ast.parse(path.read_bytes(), str(path)) for path in files]


def library_texts(domain: str) -> tuple[set[Text], set[Text]]:
    """Return the libraries' texts: those without Vietnamese, and all of them."""
    every, translated = set(), set()
    for library in LIBRARIES:
        top, _slash, rest = library.partition("/")
        origin = importlib.util.find_spec(top).origin
        locale = Path(origin).parent / rest / "locale"
        every |= shipped(locale / f"en/LC_MESSAGES/{domain}.po", translated_only=False)
        translated |= shipped(locale / f"vi/LC_MESSAGES/{domain}.po", translated_only=True)
    return every - translated, every


def shipped(path: Path, *, translated_only: bool) -> set[Text]:
    if not path.exists():
        return set()
    catalogue = read_po(io.StringIO(path.read_text(encoding="utf-8")))
    return {text_of(entry) for entry in catalogue if entry.id and (not translated_only or is_said(entry))}


def is_said(entry) -> bool:
    return not entry.fuzzy and all(strings(entry))


def text_of(entry) -> Text:
    message, plural = entry.id if isinstance(entry.id, (tuple, list)) else (entry.id, "")
    return Text(entry.context or "", message, plural)


def strings(entry) -> tuple[str, ...]:
    said = entry.string if isinstance(entry.string, (tuple, list)) else (entry.string,)
    return tuple(string or "" for string in said)
