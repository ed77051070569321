"""How the web server runs, everywhere; the address and the number of workers are given on the command line."""

from pathlib import Path

worker_class = "gthread"
threads = 8
timeout = 60
graceful_timeout = 20
# Heartbeats in memory where there is any: a busy disk must not look like a dead worker.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
control_socket_disable = True
max_requests = 5000
max_requests_jitter = 500
