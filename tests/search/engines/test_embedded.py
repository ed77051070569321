"""What only the engine inside the database is asked: which products are like one."""

import pytest

from search.engines.embedded import EmbeddedEngine
from tests.search.engines.corpus import DAY, corpus

TITLES = {(row.kind, row.code): row.title for row in corpus()}


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (("product", "SP-0001"), ["Mien dong khô", "Miến dong"]),
        (("product", "SP-0009"), ["Chè xanh bản Chè", "Trà Miền Đông", "Trà xanh ô long"]),
        (("product", "SP-0014"), []),
        (("producer", "suoi"), []),
        (("product", "SP-none"), []),
    ],
)
def test_resembling_products_share_set_words_and_commune(
    stored: None, key: tuple[str, str], expected: list[str]
) -> None:
    assert [TITLES[each] for each in EmbeddedEngine().resembling(key, DAY, 4)] == expected
