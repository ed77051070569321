"""Run steps one after the other and tell in the end, in one table, what became of each."""

import subprocess
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from machine import ROOT, tell


@dataclass(frozen=True, slots=True)
class Outcome:
    name: str
    passed: bool
    seconds: float
    note: str = ""

    def line(self) -> str:
        word = "ok" if self.passed else "FAILED"
        return f"  {word:<7}{self.seconds:>6.0f} s  {self.name}{f' — {self.note}' if self.note else ''}"


def quietly(name: str, command: Sequence[str | Path], environ: Mapping[str, str]) -> Outcome:
    """Run a step; show what it printed only when it failed."""
    began = time.monotonic()
    done = subprocess.run(
        [str(part) for part in command], cwd=ROOT, env=dict(environ), stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    passed = done.returncode == 0
    if not passed:
        print(f"\n--- {name} ---\n{done.stdout.rstrip()}", flush=True)
    return Outcome(name, passed, time.monotonic() - began)


def all_quietly(steps: Mapping[str, Sequence[str | Path]], environ: Mapping[str, str]) -> list[Outcome]:
    """Run independent steps two at a time."""
    tell(f"Checking: {', '.join(steps)}")
    with ThreadPoolExecutor(max_workers=2) as pool:
        return list(pool.map(lambda step: quietly(step[0], step[1], environ), steps.items()))


def verdict(outcomes: Sequence[Outcome]) -> int:
    """Print the table and return the exit code."""
    print("\nSummary")
    for outcome in outcomes:
        print(outcome.line())
    failed = [outcome.name for outcome in outcomes if not outcome.passed]
    print(f"Failed: {', '.join(failed)}." if failed else "Everything passed.", flush=True)
    return 1 if failed else 0
