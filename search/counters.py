"""Counts that all processes of a machine share: a small SQLite file of its own, which may be thrown away at any time.

Not the site's database: a visitor's look-up must neither wait for a writer there nor become one.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

# Nobody waits long for being counted.
PATIENCE = 0.5
PREPARE = (
    "PRAGMA journal_mode = MEMORY",
    "PRAGMA synchronous = OFF",
    "CREATE TABLE IF NOT EXISTS calls (ends INTEGER, name TEXT, number INTEGER NOT NULL, PRIMARY KEY (ends, name))",
)
COUNT = "INSERT INTO calls VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET number = number + 1 RETURNING number"
FORGET = "DELETE FROM calls WHERE ends <= ?"


def counted(file: Path, name: str, ends: int, now: int) -> int:
    """Count a name in the window that ends at a moment (epoch seconds); return how often it was, this time included.

    Exact under any number of processes and threads. A name's first call forgets the windows that have ended by now,
    of whatever length. Raises sqlite3.Error where the file cannot be written; one that is spoiled is thrown away first.
    """
    try:
        return _counted(file, name, ends, now)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        file.unlink(missing_ok=True)
        raise


def _counted(file: Path, name: str, ends: int, now: int) -> int:
    with closing(sqlite3.connect(file, timeout=PATIENCE, isolation_level=None)) as counters:
        for statement in PREPARE:
            counters.execute(statement)
        number = int(counters.execute(COUNT, (ends, name)).fetchall()[0][0])
        if number == 1:
            counters.execute(FORGET, (now,))
        return number
