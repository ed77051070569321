import ast
import shutil
from pathlib import Path

import messages
import pytest
import texts
from django.utils import translation
from django.utils.translation import trans_real
from messages import CatalogueFile, catalogue_files, check, compile_all, extract, said_faults
from texts import Text, python_texts, refusals, template_texts

SITE_CATALOGUES = messages.ROOT / "site/locale/vi/LC_MESSAGES"


def plain(*said: str) -> set[Text]:
    return {Text("", message, "") for message in said}


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    return tmp_path / "locale/vi/LC_MESSAGES/django.po"


@pytest.fixture
def fresh_translations():
    """Let Django read the catalogues again, now and after the test."""
    trans_real._translations.clear()
    trans_real._default = None
    yield
    trans_real._translations.clear()
    trans_real._default = None


def write(path: Path, entries: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(messages.HEADER + entries, encoding="utf-8")
    return path


def python(source: str) -> set[Text]:
    trees = [ast.parse(source)]
    return python_texts(trees, refusals(trees))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('_("Save")', plain("Save")),
        ('gettext_lazy("One " "sentence")', plain("One sentence")),
        ('_("Open" if ready else "Closed")', plain("Open", "Closed")),
        ('translation.gettext_noop("Save")', plain("Save")),
        ('ngettext("%(n)s day", "%(n)s days", n)', {Text("", "%(n)s day", "%(n)s days")}),
        ('pgettext("month", "May")', {Text("month", "May", "")}),
        ('npgettext("age", "year", "years", n)', {Text("age", "year", "years")}),
        ('_("Save"); ngettext("Save", "Save all", n)', {Text("", "Save", ""), Text("", "Save", "Save all")}),
        ('raise WorkflowError("No entry", {"a": "b"})', plain("No entry")),
        ('class Late(WorkflowError): pass\nclass TooLate(Late): pass\nraise TooLate("Too late")', plain("Too late")),
        ('class Late(WorkflowError):\n def __init__(self):\n  super().__init__("Late")', plain("Late")),
        ('class Late(Exception): pass\nraise Late("Late")', set()),
        ("_(words)", set()),
        ('_("")', set()),
        ('_(f"{n} days")', set()),
    ],
)
def test_python_texts_are_those_marked_and_those_refused(source: str, found: set[Text]):
    assert python(source) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('{% translate "Save" %}', plain("Save")),
        ("{% trans 'Save' as save %}", plain("Save")),
        ('{% translate "May" context "month" %}', {Text("month", "May", "")}),
        ('{{ _("Save")|upper }} {% include "a.html" with title=_("Open") %}', plain("Save", "Open")),
        ("{% blocktranslate %}\n Dear {{ name }}{% endblocktranslate %}", plain("\n Dear %(name)s")),
        (
            "<p>\n    {% blocktranslate trimmed with n=days %}\n    100%\n    of {{ n }}\n  {% endblocktranslate %}",
            plain("100%% of %(n)s"),
        ),
        (
            "{% blocktranslate trimmed count n=days %}\n{{ n }} day{% plural %}\n{{ n }} days{% endblocktranslate %}",
            {Text("", "%(n)s day", "%(n)s days")},
        ),
        ("Words nobody marked, { } and a 'quote", set()),
    ],
)
def test_template_texts_are_those_of_translation_tags(source: str, found: set[Text]):
    assert template_texts(source) == found


def test_texts_of_templates_go_to_the_package_that_shows_them(tmp_path: Path):
    for path, word in {"base.html": "Frame", "search/a.html": "Found", "registration/login.html": "Door"}.items():
        file = tmp_path / "templates" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f'{{% translate "{word}" %}}', encoding="utf-8")

    assert texts.package_texts(tmp_path) == {
        "accounts": plain("Door"),
        "config": set(),
        "cms": plain("Frame"),
        "ocop_workflow": set(),
        "search": plain("Found"),
    }


def test_extract_keeps_what_was_said_and_drops_what_vanished(catalogue: Path):
    write(catalogue, 'msgid "Gone"\nmsgstr "Mất"\n\nmsgid "Save"\nmsgstr "Lưu"\n')

    extract([CatalogueFile(catalogue, frozenset(plain("Save", "Open")))])

    assert catalogue.read_text(encoding="utf-8") == (
        messages.HEADER + 'msgid "Open"\nmsgstr ""\n\nmsgid "Save"\nmsgstr "Lưu"\n'
    )


def test_extract_takes_the_words_of_another_catalogue(tmp_path: Path):
    known = write(tmp_path / "a/django.po", 'msgid "Save"\nmsgstr "Lưu"\n')
    new = tmp_path / "b/django.po"

    extract([CatalogueFile(known, frozenset(plain("Save"))), CatalogueFile(new, frozenset(plain("Save")))])

    assert new.read_text(encoding="utf-8") == known.read_text(encoding="utf-8")


def test_extract_again_changes_nothing(catalogue: Path):
    file = CatalogueFile(catalogue, frozenset({*plain("Save", "  Odd %(a)s\n"), Text("x", "May", "Mays")}))
    extract([file])
    before = (catalogue.read_bytes(), catalogue.stat().st_mtime_ns)

    extract([file])

    assert (catalogue.read_bytes(), catalogue.stat().st_mtime_ns) == before


@pytest.mark.parametrize(
    ("entries", "fault"),
    [
        ("", "'Save': missing"),
        ('msgid "Save"\nmsgstr ""\n', "'Save': untranslated"),
        ('#, fuzzy\nmsgid "Save"\nmsgstr "Lưu"\n', "'Save': fuzzy"),
        ('msgid "Save"\nmsgstr "Lưu"\n\nmsgid "Gone"\nmsgstr "Mất"\n', "'Gone': obsolete"),
        ('msgid "Save"\nmsgstr "Lưu"\n\n#~ msgid "Gone"\n#~ msgstr "Mất"\n', "'Gone': obsolete"),
    ],
)
def test_check_lists_what_the_catalogue_lacks_or_has_too_much(catalogue: Path, entries: str, fault: str):
    file = CatalogueFile(write(catalogue, entries), frozenset(plain("Save")))

    assert check([file]) == [f"django.po: {fault}"]


@pytest.mark.parametrize(
    ("text", "said", "fault"),
    [
        ("To %(name)s", ("Gửi %(ten)s",), "holes differ: %(name)s became %(ten)s"),
        ("To %(name)s", ("Gửi",), "holes differ: %(name)s became none"),
        ("%(day)s to %(name)s", ("Gửi %(name)s",), "holes differ: %(day)s %(name)s became %(name)s"),
        ("{name} of {total}", ("{name} trên {tong}",), "holes differ: {name} {total} became {name} {tong}"),
        ("%s of %s", ("%s trên",), "holes differ: %s %s became %s"),
        (" Save", ("Lưu",), "begins or ends with other white space"),
        ("Save\n", ("Lưu",), "begins or ends with other white space"),
        ("Save", ("L\u01b0\u0323u",), "not NFC"),
        ("Save", ("Lưu", "Lưu"), "Vietnamese has one plural form"),
    ],
)
def test_check_finds_faulty_words(text: str, said: tuple[str, ...], fault: str):
    raw = said if len(said) > 1 else said[0]

    assert list(said_faults(Text("", text, ""), raw, said)) == [fault]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (Text("", "100%% of %(n)s", ""), "Đủ 100%% của %(n)s"),
        (Text("", "To %(name)s", ""), "Gửi %(name)s, %(name)s"),
        (Text("", "One day", "%(n)s days"), ("%(n)s ngày",)),
        (Text("", "50% sure", ""), "Chắc 50% thôi"),
    ],
)
def test_check_accepts_sound_words(text: Text, said: str | tuple[str]):
    assert list(said_faults(text, said, said if isinstance(said, tuple) else (said,))) == []


def test_check_finds_one_text_said_in_two_ways(tmp_path: Path):
    files = [
        CatalogueFile(write(tmp_path / name, f'msgid "Save"\nmsgstr "{said}"\n'), frozenset(plain("Save")))
        for name, said in {"a.po": "Lưu", "b.po": "Ghi"}.items()
    ]

    assert check(files) == ["'Save': said in 2 ways"]


def test_the_catalogues_of_the_project_are_complete():
    assert check(catalogue_files()) == []


def test_compile_writes_only_what_changed(catalogue: Path):
    write(catalogue, 'msgid "Save"\nmsgstr "Lưu"\n')

    assert compile_all([catalogue]) == [catalogue]
    assert compile_all([catalogue]) == []
    assert [path.name for path in sorted(catalogue.parent.iterdir())] == ["django.mo", "django.po"]


def test_django_reads_what_compile_wrote(tmp_path: Path, settings, fresh_translations):
    folder = tmp_path / "vi/LC_MESSAGES"
    shutil.copytree(SITE_CATALOGUES, folder, ignore=shutil.ignore_patterns("*.mo"))
    compile_all(sorted(folder.glob("*.po")))
    settings.LOCALE_PATHS = [tmp_path]

    with translation.override("vi"):
        said = [
            translation.gettext("Submit for moderation"),
            translation.gettext("Request changes"),
            translation.gettext("This field is required."),
            translation.ngettext("Delete 1 page", "Delete %(counter)s pages", 3) % {"counter": 3},
        ]

    assert said == ["Gửi duyệt", "Yêu cầu chỉnh sửa", "Mục này không được để trống.", "Xóa 3 trang"]


def test_check_ends_with_an_error_when_something_is_wrong(monkeypatch, capsys, catalogue: Path):
    monkeypatch.setattr(messages, "catalogue_files", lambda: [CatalogueFile(catalogue, frozenset(plain("Save")))])

    assert messages.main(["check"]) == 1
    assert capsys.readouterr().out == "django.po: 'Save': missing\n"
