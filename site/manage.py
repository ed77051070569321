#!/usr/bin/env python
"""Run Django's commands with the repository root and site/ on the path."""

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> None:
    sys.path[:0] = [str(HERE), str(HERE.parent)]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 -- the path must be set first

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
