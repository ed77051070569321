"""Each command the image and compose.yaml run is run here, outside a container, with the same settings."""

import re
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import elastic_files
import machine
import pytest

from tests.services.containers import ROOT, compose, dockerfile, environment, instructions
from tests.services.production import production_environment
from tests.services.site import end, free_port, shell

PASSWORD = {"ELASTICSEARCH_USER": "ocop", "ELASTICSEARCH_PASSWORD": "word"}
PINNED = re.compile(r"^[a-z]+:\d+\.\d+(\.\d+)?-[a-z-]+$")


@pytest.fixture(scope="module")
def production(postgresql_database: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment of production whose database the release script has brought up to date."""
    environ = production_environment(postgresql_database, tmp_path_factory.mktemp("production"))
    answer = shell(" ".join(compose()["services"]["release"]["command"]), environ)
    assert answer.returncode == 0, answer.stderr
    return environ


@pytest.fixture(scope="module")
def collected(production: dict[str, str], static_root: Path) -> dict[str, str]:
    """The same with the static files that the image's own line collected."""
    return production | {"OCOP_STATIC_ROOT": str(static_root)}


def test_image_has_two_stages_of_one_pinned_base() -> None:
    bases = [each.text.split(" AS ")[0] for each in dockerfile() if each.name == "FROM"]

    assert len(bases) == 2
    assert len(set(bases)) == 1
    assert PINNED.match(bases[0])


def test_image_runs_as_an_ordinary_user() -> None:
    (user,) = instructions("USER")
    (made,) = [each.text for each in instructions("RUN") if "useradd" in each.text]

    assert user.text == "ocop"
    assert made.endswith("useradd --system --uid 10001 --create-home --home-dir /data ocop")


def test_image_installs_the_libraries_papers_need() -> None:
    (line,) = [each.text for each in instructions("RUN") if "apt-get install" in each.text]

    assert f"apt-get install -y --no-install-recommends {' '.join(machine.NEEDS['papers'][1])} " in line


def test_image_holds_no_secret() -> None:
    assert not {name for name in environment() if re.search("SECRET|PASSWORD|KEY|DATABASE", name)}


def test_image_installs_only_what_is_locked() -> None:
    (line,) = [each.text for each in instructions("RUN", "build") if "pip install" in each.text]

    assert "pip install --require-hashes -r requirements.txt" in line


def test_ignored_folders_stay_out_of_the_image() -> None:
    ignored = (ROOT / ".dockerignore").read_text().split()

    assert {".git", ".venv", ".env", "var", "tests", "site/static-built"} <= set(ignored)


def test_compose_pins_its_images_without_a_host() -> None:
    images = {service["image"] for service in compose()["services"].values()}

    assert images == {"ocop:0.1.0", "postgres:15.13-bookworm", f"elasticsearch:{elastic_files.VERSION}"}


def test_compose_asks_for_every_secret() -> None:
    text = (ROOT / "compose.yaml").read_text()

    asked = set(re.findall(r"\$\{(\w+):\?", text))
    assert asked == {
        "OCOP_SECRET_KEY", "OCOP_ANCHOR_KEY", "OCOP_HOSTS", "OCOP_BASE_URL", "POSTGRES_PASSWORD",
        "ELASTICSEARCH_PASSWORD",
    }  # fmt: skip
    assert not re.search(r"\$\{\w+\}|\$\{\w+:-", text)


def test_compose_waits_for_database_and_release() -> None:
    services = compose()["services"]

    assert services["release"]["depends_on"] == {
        "postgres": {"condition": "service_healthy"},
        "certificates": {"condition": "service_completed_successfully"},
    }
    for name in ("web", "worker"):
        assert services[name]["depends_on"] == {"release": {"condition": "service_completed_successfully"}}


def test_catalogues_compile_by_the_images_command(production: dict[str, str]) -> None:
    (line,) = [each.text for each in instructions("RUN", "build") if "messages.py" in each.text]

    assert shell(line, production).returncode == 0


def test_release_may_run_twice(production: dict[str, str]) -> None:
    answer = shell("sh site/deploy/release.sh", production)

    assert answer.returncode == 0, answer.stderr


def test_image_collects_the_static_files(static_root: Path) -> None:
    names = {path.name for path in static_root.iterdir()}

    assert "staticfiles.json" in names
    assert "wagtailadmin" in names


@pytest.fixture(scope="module")
def served(collected: dict[str, str]) -> Iterator[int]:
    """The port where the image's own command serves the site."""
    (line,) = instructions("CMD")
    port = free_port()
    words = [word.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for word in line.words]
    process = subprocess.Popen(
        words, cwd=ROOT, env=collected, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    yield port
    end(process, signal.SIGTERM)


def test_image_serves_and_tells_its_health(served: int, collected: dict[str, str]) -> None:
    (check,) = instructions("HEALTHCHECK")
    command = " ".join(check.words).replace("8000", str(served))

    until = time.monotonic() + 60
    while (answer := shell(command, collected)).returncode and time.monotonic() < until:
        time.sleep(0.2)

    assert answer.returncode == 0, answer.stderr


def test_health_check_fails_where_nothing_answers(production: dict[str, str]) -> None:
    assert shell(f"python site/deploy/healthcheck.py {free_port()}", production).returncode == 1


def test_site_sends_visitors_to_https(served: int, collected: dict[str, str]) -> None:
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    command = f"python site/deploy/healthcheck.py {served}"
    until = time.monotonic() + 60
    while shell(command, collected).returncode and time.monotonic() < until:
        time.sleep(0.2)
    request = urllib.request.Request(f"http://127.0.0.1:{served}/", headers={"Host": "ocop.example"})

    with pytest.raises(urllib.error.HTTPError) as seen:
        urllib.request.build_opener(Stay).open(request, timeout=10)

    assert seen.value.code == 301
    assert seen.value.headers["Location"] == "https://ocop.example/"


def test_deploy_check_is_clean(production: dict[str, str]) -> None:
    answer = shell("python site/manage.py check --deploy --fail-level WARNING", production)

    assert answer.returncode == 0, answer.stderr
    assert answer.stdout == "System check identified no issues (0 silenced).\n"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"OCOP_SECRET_KEY": ""}, "OCOP_SECRET_KEY is missing"),
        ({"OCOP_SECRET_KEY": "short"}, "OCOP_SECRET_KEY is weak"),
        ({"OCOP_SECRET_KEY": "x" * 60}, "OCOP_SECRET_KEY is weak"),
        ({"OCOP_DEMO": "1"}, "production refuses them"),
        ({"OCOP_CLOCK": "2024-10-07"}, "production refuses them"),
        ({"OCOP_HOSTS": ""}, "OCOP_HOSTS is missing"),
        ({"DATABASE_URL": ""}, "DATABASE_URL is missing"),
        ({"DATABASE_URL": "sqlite:///var/db.sqlite3"}, "DATABASE_URL is missing"),
        ({"ELASTICSEARCH_URL": "http://127.0.0.1:9200", **PASSWORD}, "a password is sent through https alone"),
        ({"ELASTICSEARCH_URL": "https://a:9200,http://b:9200"}, "plain http to another machine"),
        ({"ELASTICSEARCH_URL": "https://user:word@a:9200"}, "user and password have variables of their own"),
        ({"ELASTICSEARCH_URL": "a:9200"}, "names nodes as https://host:9200"),
        ({"ELASTICSEARCH_URL": "https://a:9200", "ELASTICSEARCH_USER": "ocop"}, "set together or not at all"),
        ({"ELASTICSEARCH_URL": "https://a:9200", "ELASTICSEARCH_CA": "/none.crt"}, "is not the path of a file"),
        ({"ELASTICSEARCH_URL": "https://a:9200", "ELASTICSEARCH_INDEX": "Ocop*"}, "is a name of small letters"),
    ],
)
def test_production_refuses_to_start(tmp_path: Path, change: dict[str, str], sentence: str) -> None:
    environ = production_environment("postgresql://localhost/ocop", tmp_path) | change

    answer = shell("python -c 'import config.wsgi'", environ)

    assert answer.returncode == 1
    assert sentence in answer.stderr


@pytest.mark.parametrize("unit", ["ocop-web.service", "ocop-worker.service"])
def test_units_run_what_the_image_runs(unit: str) -> None:
    text = (ROOT / "site" / "deploy" / unit).read_text()
    (started,) = re.findall(r"ExecStart=/opt/ocop/\.venv/bin/(.*)", text)
    web = " ".join(instructions("CMD")[0].words).replace("0.0.0.0", "127.0.0.1")  # noqa: S104

    assert started in {web, " ".join(compose()["services"]["worker"]["command"])}
