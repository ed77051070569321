"""The Vietnamese catalogues: gather the texts, compile them, say what is wrong with them.

    python site/dev/messages.py extract    bring every catalogue in line with the code
    python site/dev/messages.py compile    write the .mo files Django reads
    python site/dev/messages.py check      list what is missing or wrong; exit 1 if anything is

Each package keeps its own texts in <package>/locale/vi. site/locale/vi holds what Wagtail, Django and the libraries
do not say in Vietnamese themselves, or say badly; Django lets it win over every package.
"""

import argparse
import io
import os
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from texts import PACKAGES, Text, is_said, library_texts, package_texts, strings, text_of

ROOT = Path(__file__).resolve().parents[2]
# The date stands still: the repository knows when a text changed, and a moving date would be in every difference.
HEADER = """msgid ""
msgstr ""
"Project-Id-Version: ocop\\n"
"PO-Revision-Date: 2026-11-22 00:00+0700\\n"
"Last-Translator: OCOP\\n"
"Language-Team: Vietnamese\\n"
"Language: vi\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
HOLE = re.compile(r"%%|%\(\w+\)[-#0+ ]*[\d.]*[a-z]|%[sdrif]|\{\w*\}")


@dataclass(frozen=True)
class CatalogueFile:
    """A .po file, the texts it must translate and those it may translate besides."""

    path: Path
    wanted: frozenset[Text]
    allowed: frozenset[Text] = frozenset()

    def read(self) -> Catalog:
        source = self.path.read_text(encoding="utf-8") if self.path.exists() else HEADER
        return read_po(io.StringIO(source), locale="vi", abort_invalid=True)


def catalogue_files(root: Path = ROOT) -> list[CatalogueFile]:
    """Return every catalogue of the project with the texts the code asks of it."""
    texts = package_texts(root)
    own = [
        CatalogueFile(root / folder / "locale/vi/LC_MESSAGES/django.po", frozenset(texts[name]))
        for name, folder in PACKAGES.items()
    ]
    for domain in ("django", "djangojs"):
        wanted, every = library_texts(domain)
        path = root / f"site/locale/vi/LC_MESSAGES/{domain}.po"
        own.append(CatalogueFile(path, frozenset(wanted), frozenset(every)))
    return own


def extract(files: Iterable[CatalogueFile]) -> None:
    """Bring the catalogues in line: new texts come in, vanished ones leave, what was said stays.

    A new text that another catalogue already translates takes its words from there.
    """
    files = list(files)
    said = {file.path: {text_of(entry): strings(entry) for entry in file.read() if entry.id} for file in files}
    known = {text: words for words_of in said.values() for text, words in words_of.items() if all(words)}
    for file in files:
        here = said[file.path]
        kept = file.wanted | (file.allowed & here.keys())
        words = {text: here[text] if all(here.get(text, ("",))) else known.get(text, ("",)) for text in kept}
        if words or file.path.exists():
            write(file.path, words)
            silent = sum(not all(said) for said in words.values())
            print(f"{file.path.parent}: {len(words)} texts, {silent} to say")


def write(path: Path, words: Mapping[Text, tuple[str, ...]]) -> None:
    catalogue = Catalog(locale="vi")
    for text, said in words.items():
        key = (text.message, text.plural) if text.plural else text.message
        catalogue.add(key, said if text.plural else said[0], context=text.context or None)
    out = io.BytesIO()
    write_po(out, catalogue, width=100, no_location=True, omit_header=True, sort_output=True)
    content = (HEADER + out.getvalue().decode()).rstrip("\n") + "\n"
    if not path.exists() or path.read_text(encoding="utf-8") != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def compile_all(paths: Iterable[Path]) -> list[Path]:
    """Write the .mo file of each catalogue that is newer than its .mo file; return those written."""
    stale = [path for path in paths if path.exists() and not is_compiled(path)]
    for path in stale:
        catalogue = CatalogueFile(path, frozenset()).read()
        out = io.BytesIO()
        write_mo(out, catalogue)
        unfinished = path.with_suffix(f".{os.getpid()}.mo")
        unfinished.write_bytes(out.getvalue())
        unfinished.replace(path.with_suffix(".mo"))
    return stale


def is_compiled(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    return compiled.exists() and compiled.stat().st_mtime >= path.stat().st_mtime


def check(files: Iterable[CatalogueFile]) -> list[str]:
    """Return every fault of the catalogues, one line each."""
    faults, voices = [], defaultdict(set)
    for file in files:
        where = file.path.relative_to(ROOT) if file.path.is_relative_to(ROOT) else file.path.name
        for text, reason in catalogue_faults(file):
            faults.append(f"{where}: {text.message!r}: {reason}")
        for entry in file.read():
            voices[text_of(entry)].update({strings(entry)} if entry.id and is_said(entry) else set())
    said_twice = (f"{text.message!r}: said in {len(ways)} ways" for text, ways in voices.items() if len(ways) > 1)
    return sorted([*faults, *said_twice])


def catalogue_faults(file: CatalogueFile) -> Iterator[tuple[Text, str]]:
    catalogue = file.read()
    entries = {text_of(entry): entry for entry in catalogue if entry.id}
    yield from ((text, "missing") for text in file.wanted - entries.keys())
    yield from ((text, "obsolete") for text in entries.keys() - file.wanted - file.allowed)
    yield from ((text_of(entry), "obsolete") for entry in catalogue.obsolete.values())
    for text, entry in entries.items():
        if entry.fuzzy:
            yield text, "fuzzy"
        yield from ((text, reason) for reason in said_faults(text, entry.string, strings(entry)))


def said_faults(text: Text, raw: object, said: tuple[str, ...]) -> Iterator[str]:
    """Yield what is wrong with the words said for a text."""
    if not all(said):
        yield "untranslated"
        return
    if isinstance(raw, (tuple, list)) != bool(text.plural) or len(said) != 1:
        yield "Vietnamese has one plural form"
    source, words = text.plural or text.message, said[0]
    if holes(source) != holes(words):
        yield f"holes differ: {' '.join(holes(source)) or 'none'} became {' '.join(holes(words)) or 'none'}"
    if edges(source) != edges(words):
        yield "begins or ends with other white space"
    if unicodedata.normalize("NFC", words) != words:
        yield "not NFC"


def holes(text: str) -> list[str]:
    """Return the holes of a message; named ones once, since a sentence may repeat them."""
    found = [hole for hole in HOLE.findall(text) if hole != "%%"]
    named = {hole for hole in found if hole[:2] == "%(" or hole[1:-1]}
    return sorted(named) + [hole for hole in found if hole not in named]


def edges(text: str) -> tuple[str, str]:
    core = text.strip()
    before, _core, after = text.partition(core)
    return before, after


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["extract", "compile", "check"])
    command = parser.parse_args(argv).command
    if command == "compile":
        paths = [ROOT / folder / "locale/vi/LC_MESSAGES/django.po" for folder in PACKAGES.values()]
        paths += sorted((ROOT / "site/locale/vi/LC_MESSAGES").glob("*.po"))
        print(f"{len(compile_all(paths))} catalogues compiled")
        return 0
    files = catalogue_files()
    if command == "extract":
        extract(files)
        return 0
    faults = check(files)
    print("\n".join(faults) or "The catalogues are complete.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
