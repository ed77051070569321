"""The limit over real HTTP: two worker processes count as one, and what was refused says so to whoever waits."""

import http.client
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from tests.services.site import Site

pytestmark = pytest.mark.commits
LIMIT, CALLS, WINDOW = 30, 90, 60
ENOUGH = 20


@pytest.mark.live(workers=2, environ={"OCOP_LIMITS": f"api={LIMIT}/{WINDOW}"})
def test_processes_and_threads_count_together(live_site: Site):
    wait_for_a_window()

    with ThreadPoolExecutor(8) as callers:
        answers = list(callers.map(lambda _: call(live_site, "GET"), range(CALLS)))

    assert Counter(status for status, _headers, _body in answers) == {200: LIMIT, 429: CALLS - LIMIT}
    waits = {int(headers["Retry-After"]) for status, headers, _body in answers if status == 429}
    assert waits <= set(range(1, WINDOW + 1))


@pytest.mark.live(environ={"OCOP_LIMITS": ""})
def test_head_sends_no_body_over_the_wire(live_site: Site):
    _status, _headers, body = call(live_site, "GET")
    connection = http.client.HTTPConnection("127.0.0.1", live_site.port)

    for method, length in (("HEAD", 0), ("GET", len(body)), ("OPTIONS", 0), ("GET", len(body))):
        connection.request(method, "/api/v1/rulebooks")
        response = connection.getresponse()
        assert (method, len(response.read())) == (method, length)
        if method != "OPTIONS":
            assert response.headers["Content-Length"] == str(len(body))
    connection.close()


@pytest.mark.live(environ={"OCOP_LIMITS": ""})
def test_too_long_a_question_is_refused_in_words_over_the_wire(live_site: Site):
    connection = http.client.HTTPConnection("127.0.0.1", live_site.port)

    connection.request("GET", f"/tim-kiem/?q={quote('ế' * 5000)}")
    response = connection.getresponse()

    assert response.status == 422
    assert "Rút gọn từ khóa còn 200 ký tự; hiện có 5000 ký tự." in response.read().decode()
    connection.close()


def call(site: Site, method: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    connection.request(method, "/api/v1/rulebooks")
    response = connection.getresponse()
    answer = response.status, dict(response.getheaders()), response.read()
    connection.close()
    return answer


def wait_for_a_window() -> None:
    """Windows end on the clock: begin where enough of one is left."""
    left = WINDOW - time.time() % WINDOW
    if left < ENOUGH:
        time.sleep(left + 0.1)
