"""New, empty databases to measure on, each in a process of its own, and the page of results."""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
import timeit
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "docs" / "reference"
DATABASE = "handoff_bench"


def arguments(text: str | None) -> argparse.Namespace:
    """Read the command line that every measurement has."""
    parser = argparse.ArgumentParser(description=text)
    parser.add_argument(
        "--db", nargs="+", default=["sqlite"], help="sqlite, or the URL of a PostgreSQL server"
    )
    parser.add_argument("--write", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


@contextmanager
def new_database(url: str) -> Iterator[dict[str, str]]:
    """Create an empty database and drop it afterward; yields the environment of a process that uses it."""
    with tempfile.TemporaryDirectory(prefix="handoff-bench-") as folder:
        address = f"sqlite:///{folder}/bench.sqlite3"
        if url != "sqlite":
            on_server(url, f"DROP DATABASE IF EXISTS {DATABASE}", f"CREATE DATABASE {DATABASE}")
            address = urlunsplit(urlsplit(url)._replace(path=f"/{DATABASE}"))
        try:
            yield {
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "handoff.config.settings.test",
                "HANDOFF_DATABASE_URL": address,
                "HANDOFF_DATA_FOLDER": folder,
                "PYTHONPATH": str(ROOT),
            }
        finally:
            if url != "sqlite":
                on_server(url, f"DROP DATABASE {DATABASE}")


def on_server(url: str, *statements: str) -> None:
    """Run statements on the PostgreSQL server itself."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def on_each(script: str, urls: list[str]) -> list[dict[str, Any]]:
    """Run a script with `--one` on a new database of each kind and read what it prints."""
    results = []
    for url in urls:
        with new_database(url) as environment:
            command = [sys.executable, script, "--one"]
            done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True)
        results.append(json.loads(done.stdout))
    return results


def ready() -> str:
    """Set Django up, write the tables, and name the database."""
    import gc

    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from handoff.config.cli import COLLECT_AFTER

    # As the server does: Python looks for unused objects rarely.
    gc.set_threshold(COLLECT_AFTER)

    from handoff.config.startup import load_pages

    call_command("migrate", verbosity=0)
    # As the server does when it starts.
    load_pages()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT 'SQLite ' || sqlite_version()")
            return str(cursor.fetchone()[0])
    return f"PostgreSQL {connection.pg_version // 10_000}.{connection.pg_version % 10_000}"


def timed(act: Callable[[], Any], *, times: int, warm_up: int = 3) -> dict[str, float]:
    """Do something several times; milliseconds of the middle one, of the quickest, and of this process's own work.

    `p95_ms` is own work too: what other processes do at that moment isn't ours.
    """
    for _ in range(warm_up):
        act()
    taken, worked = [], []
    for _ in range(times):
        started, cpu_started = time.perf_counter(), time.process_time()
        act()
        worked.append((time.process_time() - cpu_started) * 1000)
        taken.append((time.perf_counter() - started) * 1000)
    return {
        "median_ms": round(median(taken), 3),
        "quickest_ms": round(min(taken), 3),
        "own_ms": round(median(worked), 3),
        "p95_ms": round(quantiles(worked, n=20, method="inclusive")[-1], 3),
    }


def machine() -> str:
    """Say what was measured on, how busy it was with other things, and how quick it is today."""
    load = os.getloadavg()[0]
    return (
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {load:.1f},"
        f" yardstick {yardstick_ms():.0f} ms"
    )


def yardstick_ms() -> float:
    """Return the quickest of seven times that plain Python takes to make, sort and write 20,000 rows, milliseconds.

    A rented machine may be three times slower than yesterday; figures of two days compare by this one.
    """

    def once() -> None:
        rows = [
            {"id": str(each * 7_919 % 20_011), "at": each, "said": [each, None, "x"]}
            for each in range(20_000)
        ]
        json.dumps(sorted(rows, key=lambda row: (row["id"], row["at"])))

    return min(timeit.repeat(once, number=1, repeat=7)) * 1_000


def keep(name: str, result: dict[str, Any], *, write: bool) -> None:
    """Show a result, and put it on the page beside the others."""
    sys.stdout.write(json.dumps(result, indent=1) + "\n")
    if not write:
        return
    (RESULTS / f"bench-{name}.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    from page import write_page

    write_page(RESULTS)
