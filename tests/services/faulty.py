"""A proxy before a real server that can fail in every way a server can: refuse, hang, be slow, lie, break off."""

import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

LONG = 30.0  # seconds: longer than anybody waits
Fault = Callable[["Handler"], None]


class Faulty:
    """A place that leads to a server until told to fail; `asked` counts the requests that reached it."""

    def __init__(self, server: str) -> None:
        self.server = urlsplit(server)
        self.asked = 0
        self.fault: Fault | None = None
        self.released = threading.Event()
        self.port = 0
        self._serving: ThreadingHTTPServer | None = None
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Answer at the same port as before, as a server that returns."""
        self.fault = None
        handler = type("ItsHandler", (Handler,), {"place": self})
        self._serving = Serving(("127.0.0.1", self.port), handler)
        self.port = self._serving.server_address[1]
        threading.Thread(target=self._serving.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        """Refuse connections, as a server that was stopped."""
        if self._serving is not None:
            self._serving.shutdown()
            self._serving.server_close()
            self._serving.hang_up()
            self._serving = None

    @contextmanager
    def failing(self, fault: Fault) -> Iterator[None]:
        """Fail in one way while the block runs; who still hangs is let go afterwards."""
        self.fault, self.released = fault, threading.Event()
        try:
            yield
        finally:
            self.fault = None
            self.released.set()


class Serving(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, *given: object) -> None:
        self._open: set[socket.socket] = set()
        super().__init__(*given)

    def process_request(self, request: socket.socket, client_address: object) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """Close the connections that clients keep open."""
        for request in list(self._open):
            self.shutdown_request(request)

    def handle_error(self, request: object, client_address: object) -> None:
        pass  # clients that gave up are what this is for


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    place: Faulty
    content: bytes

    def handle_any(self) -> None:
        self.content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.place.asked += 1
        (self.place.fault or forwarded)(self)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = handle_any  # noqa: N815 -- the library's names

    def log_message(self, *args: object) -> None:
        pass

    def answer(self, status: int, content: bytes, headers: dict[str, str] | None = None, *, length: int = -1) -> None:
        usual = {"X-Elastic-Product": "Elasticsearch", "Content-Type": "application/json"}
        self.send_response(status)
        for name, value in (usual | (headers or {})).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(length if length >= 0 else len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def real_answer(self) -> tuple[int, bytes, dict[str, str]]:
        """Ask the server behind and return what it says."""
        kept = {name: value for name, value in self.headers.items() if name.lower() not in {"host", "connection"}}
        kept["Accept-Encoding"] = "identity"
        behind = http.client.HTTPConnection(self.place.server.hostname, self.place.server.port, timeout=LONG)
        try:
            behind.request(self.command, self.path, body=self.content or None, headers=kept)
            said = behind.getresponse()
            headers = {name: said.headers[name] for name in ("X-Elastic-Product", "Content-Type") if said.headers[name]}
            return said.status, said.read(), headers
        finally:
            behind.close()


def forwarded(handler: Handler) -> None:
    """Pass everything on."""
    handler.answer(*handler.real_answer())


def hanging(handler: Handler) -> None:
    """Accept, and never answer."""
    handler.place.released.wait(LONG)
    handler.close_connection = True


def dripping(handler: Handler) -> None:
    """Send a byte now and then, so that something always comes and nothing is ever finished."""
    handler.answer(200, b"{", length=1000)
    while not handler.place.released.wait(0.2):
        handler.wfile.write(b" ")
    handler.close_connection = True


def slow(seconds: float) -> Fault:
    """Answer rightly, but late."""

    def late(handler: Handler) -> None:
        time.sleep(seconds)
        forwarded(handler)

    return late


def truncated(handler: Handler) -> None:
    """Break off in the middle of the answer."""
    status, content, headers = handler.real_answer()
    half = content[: len(content) // 2]
    handler.answer(status, half, headers)


def broken_off(handler: Handler) -> None:
    """Close the connection before all that was announced was sent."""
    status, content, headers = handler.real_answer()
    handler.answer(status, content[: len(content) // 2], headers, length=len(content))
    handler.close_connection = True


def refusing(status: int) -> Fault:
    """Answer with a status and the server's kind of error."""

    def refused(handler: Handler) -> None:
        handler.answer(status, b'{"error":{"type":"test","reason":"test","root_cause":[]},"status":%d}' % status)

    return refused


def saying(content: bytes, content_type: str = "application/json") -> Fault:
    """Answer everything with the same words."""

    def said(handler: Handler) -> None:
        handler.answer(200, content, {"Content-Type": content_type})

    return said
