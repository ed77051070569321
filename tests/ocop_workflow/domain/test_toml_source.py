import re
import string

from hypothesis import given
from hypothesis import strategies as st

from ocop_workflow.domain.toml_source import Source

TEXT = (
    '''# a comment
title.vi = "x # no comment"
"quoted key" = 1
list = [
  "one", # two follow
  { name = "two", deep = { er = 1 } },

  [3, 4],
]
block = """
[not_a_table]
key = "no"
"""
literal = \'\'\'
it's [[no]] table\'\'\'

[table.inner] # here
day = 2023-02-24 07:32:00

[[step]]
key = "a"

  [step.names]
  staff = 1

[[step]]
key = "b" ; '''.replace(" ; ", "\n")
    + """
[[step.part]]
n = 1
[[step.part]]
n = 2
"""
)
PLACES = {
    ("title",): 2,
    ("title", "vi"): 2,
    ("quoted key",): 3,
    ("list",): 4,
    ("list", 0): 5,
    ("list", 1): 6,
    ("list", 1, "name"): 6,
    ("list", 1, "deep", "er"): 6,
    ("list", 2): 8,
    ("list", 2, 1): 8,
    ("block",): 10,
    ("literal",): 14,
    ("table",): 17,
    ("table", "inner"): 17,
    ("table", "inner", "day"): 18,
    ("step",): 20,
    ("step", 0): 20,
    ("step", 0, "key"): 21,
    ("step", 0, "names"): 23,
    ("step", 0, "names", "staff"): 24,
    ("step", 1): 26,
    ("step", 1, "key"): 27,
    ("step", 1, "part", 0, "n"): 30,
    ("step", 1, "part", 1): 31,
    ("step", 1, "part", 1, "n"): 32,
}


def test_every_key_has_its_line():
    source = Source("x.toml", TEXT)

    assert {path: source.line(path) for path in PLACES} == PLACES


def test_a_key_that_is_not_there_has_the_line_of_the_table_around_it():
    source = Source("x.toml", TEXT)

    assert source.line(("step", 1, "label")) == 26
    assert source.line(("step", 0, "names", "public", "vi")) == 23
    assert source.line(("nowhere", 3)) == 1


keys = st.text(string.ascii_lowercase, min_size=1, max_size=3)
strings = st.sampled_from(
    ['"a"', "'#'", '"\\""', '"""\n[x]\n"""', "'''\n]\n'''", '""""four"""', "1_000", "-1.5e3", "true", "2023-02-24"]
)
values = st.recursive(
    strings,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: "[\n" + ", # and\n".join(items) + "\n]"),
        st.dictionaries(keys, st.sampled_from(["1", '"}"', "[1, 2]"]), max_size=3).map(
            lambda pairs: "{ " + ", ".join(f"{key} = {value}" for key, value in pairs.items()) + " }"
        ),
    ),
    max_leaves=6,
)


@given(st.lists(st.dictionaries(keys, values, min_size=1, max_size=4), min_size=1, max_size=4))
def test_lines_are_found_whatever_the_values(tables):
    text = ""
    expected = {}
    for index, pairs in enumerate(tables):
        text += "\n[[t]]\n"
        expected["t", index] = text.count("\n")
        for key, value in pairs.items():
            expected["t", index, key] = text.count("\n") + 1
            text += f"{key} = {value} # so\n"

    source = Source("x.toml", text)

    assert {path: source.line(path) for path in expected} == expected
    assert [sorted(table) for table in source.data["t"]] == [sorted(pairs) for pairs in tables]


@given(st.sampled_from(["\n", "\r\n"]), st.integers(0, 20))
def test_line_ends_of_either_kind_count_once(end, blank):
    text = end.join([*[""] * blank, "a = 1", "b = 2"])

    source = Source("x.toml", text)

    assert (source.line(("a",)), source.line(("b",))) == (blank + 1, blank + 2)
    assert len(re.findall(r"\n", text)) == blank + 1
