"""Exit 0 when the site on this machine's port answers /healthz; the first of OCOP_HOSTS is the name it is asked by."""

import http.client
import os
import sys


def healthy(port: int, host: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        connection.request("GET", "/healthz", headers={"Host": host})
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(0 if healthy(int(sys.argv[1]), os.environ.get("OCOP_HOSTS", "localhost").split(",")[0]) else 1)
