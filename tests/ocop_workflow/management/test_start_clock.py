import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from ocop_workflow.domain import clock
from ocop_workflow.models import ClockOffset
from ocop_workflow.models.system import forget_offset

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _system_clock():
    yield
    ClockOffset.objects.all().delete()
    forget_offset()


def start(*words: str) -> str:
    out = io.StringIO()
    call_command("start_clock", *words, stdout=out)
    return out.getvalue()


def test_start_clock_moves_to_the_day_named():
    assert start("2024-10-07") == "Đồng hồ đang là 07/10/2024 08:00.\n"
    assert timezone.localtime(clock.now()).hour == 8


def test_start_clock_takes_the_day_of_the_environment(settings):
    settings.OCOP_CLOCK = "2026-11-21"

    assert start() == "Đồng hồ đang là 21/11/2026 08:00.\n"


@pytest.mark.parametrize(
    ("words", "environment", "message"),
    [
        ([], "", "Nêu một ngày hoặc đặt OCOP_CLOCK."),
        ([], "tháng Mười", "OCOP_CLOCK không phải là ngày dạng 2024-10-07."),
        (
            ["2024-10-06"],
            "",
            "Bản minh họa đã đến ngày 07/10/2024; muốn về ngày 06/10/2024, hãy bắt đầu lại bằng `make demo-reset`.",
        ),
    ],
)
def test_start_clock_refuses_in_words(settings, words, environment, message):
    start("2024-10-07")
    settings.OCOP_CLOCK = environment

    with pytest.raises(CommandError) as caught:
        start(*words)

    assert (str(caught.value), caught.value.returncode) == (message, 1)


def test_start_clock_refuses_what_is_no_day():
    with pytest.raises(CommandError):
        start("2024-13-01")
