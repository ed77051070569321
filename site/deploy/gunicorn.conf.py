"""How the web server runs, everywhere; the address and the number of workers are given on the command line."""

import gc
from pathlib import Path

from gunicorn.http import message

worker_class = "gthread"
threads = 8
timeout = 60
graceful_timeout = 20
# Heartbeats in memory where there is any: a busy disk must not look like a dead worker.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
control_socket_disable = True
max_requests = 5000
max_requests_jitter = 500
# Five thousand letters of Vietnamese are 45 kB in an address; the search itself says in words that they are too many.
# The server's own maximum of 8 kB would end that with a bare 414, and without any it would read for ever.
message.MAX_REQUEST_LINE = limit_request_line = limit_request_field_size = 64 * 1024


def post_worker_init(_worker: object) -> None:
    """Leave what lives as long as the process out of every collection; the rest is collected little by little."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(4_000)
