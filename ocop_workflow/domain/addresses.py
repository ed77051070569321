"""Where the public finds a product, its producer and a certificate: the addresses papers and lists print."""


def product_path(code: str) -> str:
    return f"/san-pham/{code}/"


def producer_path(code: str) -> str:
    return f"/chu-the/{code}/"


def verify_path(token: str) -> str:
    """Return where a certificate is verified, by its secret token."""
    return f"/xac-thuc/{token}/"
