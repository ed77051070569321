"""What every document is made of, whatever it describes."""

import pytest

from search.kinds.base import document
from search.models import SearchDocument


@pytest.mark.django_db
def test_a_name_of_any_script_and_length_is_written() -> None:
    document("news", "1", "茶" * 200 + "ệ" * 55).save()

    row = SearchDocument.objects.get()
    assert (len(row.title), len(row.sort_key)) == (255, 600)


def test_numbers_lead_to_a_document_as_printed_and_in_one_word() -> None:
    row = document("product", "SP-0001", "Miến", numbers=("SP-0001", "", "042/2021/GCN"))

    assert row.codes == "\n sp 0001 \n 042 2021 gcn \n sp0001 \n 0422021gcn \n"
    assert row.body_folded == " sp 0001 042 2021 gcn sp0001 0422021gcn "
    assert row.body == ""


def test_what_is_known_besides_is_found_and_not_quoted() -> None:
    row = document(
        "product", "SP-0001", "Miến", maker=("HTX", "Xã San Thàng"), body=("Sợi", "", "dai"), known_as=("bún",)
    )

    assert (row.title_exact, row.maker_exact, row.body_exact) == (" miến ", " htx xã san thàng ", " sợi dai bún ")
    assert row.body == "Sợi\ndai"
