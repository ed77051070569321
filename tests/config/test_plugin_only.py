"""The workflow without the public pages and the search: it checks, migrates and verifies certificates on its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WALK = """
import sys
import django

django.setup()
from django.apps import apps
from django.core.management import call_command

call_command("check", fail_level="WARNING")
call_command("migrate", verbosity=0)

from datetime import date
from django.test import Client
from ocop_workflow.domain import clock
from tests.factories.city import build_city
from ocop_workflow.services.earlier_certificates import register_earlier_certificate

city = build_city()
with clock.travel(date(2024, 10, 7)):
    decision = {"decision_number": "56/QĐ-UBND", "decision_date": date(2024, 1, 15)}
    certificate = register_earlier_certificate(
        city.product, number="087/2024/GCN-OCOP", stars=4, issuer="UBND tỉnh Lai Châu", **decision
    )
    client = Client()
    addresses = ["/xac-thuc/", certificate.get_absolute_url(), "/xac-thuc/unknown-token/"]
    addresses += [f"/san-pham/{city.product.code}/", f"/chu-the/{city.producer.code}/", "/quan-tri/login/"]
    print([client.get(address).status_code for address in addresses])
    print("Còn hiệu lực" in client.get(certificate.get_absolute_url()).content.decode())
print(sorted({"cms", "search"} & {config.name for config in apps.get_app_configs()}))
"""


@pytest.mark.commits
def test_workflow_stands_without_pages_and_search(tmp_path: Path):
    environ = {
        **{name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"},
        "DJANGO_SETTINGS_MODULE": "config.settings.plugin_only",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'alone.sqlite3'}",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "site"), str(ROOT)]),
    }

    run = subprocess.run(
        [sys.executable, "-c", WALK], cwd=ROOT, env=environ, capture_output=True, text=True, check=False, timeout=240
    )

    assert run.returncode == 0, run.stderr[-3000:]
    assert run.stdout.splitlines()[-3:] == ["[200, 200, 404, 200, 200, 200]", "True", "[]"]
