import gc
import runpy
from pathlib import Path

CONFIG = Path(__file__).resolve().parents[2] / "site" / "deploy" / "gunicorn.conf.py"


def test_worker_collects_nothing_that_stays():
    thresholds, kept = gc.get_threshold(), gc.get_freeze_count()

    try:
        runpy.run_path(str(CONFIG))["post_worker_init"](None)

        assert (gc.get_freeze_count() > kept, gc.get_threshold()) == (True, (4_000, *thresholds[1:]))
    finally:
        gc.unfreeze()
        gc.set_threshold(*thresholds)
