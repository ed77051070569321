from ocop_workflow.domain.addresses import producer_path, product_path, verify_path


def test_public_addresses_are_the_printed_ones():
    assert product_path("SP-0001") == "/san-pham/SP-0001/"
    assert producer_path("CT-0001") == "/chu-the/CT-0001/"
    assert verify_path("abc") == "/xac-thuc/abc/"
