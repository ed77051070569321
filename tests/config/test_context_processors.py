import pytest

from config.context_processors import section_of


@pytest.mark.parametrize(
    ("path", "section"),
    [
        ("/", "/"),
        ("/san-pham/", "/san-pham/"),
        ("/san-pham/LC-0001/", "/san-pham/"),
        ("/tim-kiem/goi-y/", "/tim-kiem/"),
        ("/xac-thuc/abc/", "/xac-thuc/"),
        ("/san-pham", ""),
        ("/quan-tri/", ""),
        ("/gioi-thieu/", ""),
    ],
)
def test_page_belongs_to_the_section_its_address_begins_with(path: str, section: str):
    assert section_of(path) == section
