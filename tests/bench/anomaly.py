"""What happens when the server is killed in the midst of writing, and when the disk is full.

python tests/bench/anomaly.py --db sqlite postgresql://user@/postgres?host=/tmp [--kills 30]

Kill: eight clients send field contacts over HTTP; gunicorn and all its processes get SIGKILL; on PostgreSQL every
second time one of its backends too, which makes the server recover from its log. A contact is acknowledged when its
answer (a redirect) has arrived. After the restart each acknowledged one must be there, with its audit row.

Disk: SQLite on a small file system in memory (as root; passed over otherwise) that is filled to its last byte.
"""

import argparse
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from bench_load import PORT, Target, chains_are_whole, filled
from databases import RESULTS, ROOT, machine, new_database, ready
from serving import Server, Visitor, ask, serving_environment

WRITERS, SMALL = 8, 48
SAVED = "302"
IDENTIFIER = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\?.*")
RESERVE = 4
RECOVERY_SECONDS = 120
MOST_WRITES = 1_500


def main() -> None:
    """Run every anomaly on every database and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--db", nargs="+", default=["sqlite"], help="sqlite, or the URL of a PostgreSQL server"
    )
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--write", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--disk", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--one", choices=["kill", "disk"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        result = killed(options.kills) if options.one == "kill" else full_disk()
        sys.stdout.write(json.dumps(result))
        return
    result = {"machine": machine(), "kills": [], "disk": None}
    for url in options.db:
        with new_database(url) as environment:
            result["kills"].append(in_own_process("kill", environment, "--kills", str(options.kills)))
    with small_disk() as folder:
        if folder is not None and options.disk:
            environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "handoff.config.settings.test"}
            environment |= {"HANDOFF_DATA_FOLDER": str(folder), "PYTHONPATH": str(ROOT)}
            environment["HANDOFF_DATABASE_URL"] = f"sqlite:///{folder}/handoff.sqlite3"
            result["disk"] = in_own_process("disk", environment)
    sys.stdout.write(json.dumps(result, indent=1) + "\n")
    if options.write:
        (RESULTS / "reliability.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
        (RESULTS / "reliability.md").write_text(page(result), encoding="utf-8")
    sys.exit(0 if all(went_well(result)) else 1)


def in_own_process(which: str, environment: dict[str, str], *words: str) -> dict[str, Any]:
    """Run one anomaly in a process whose settings name the database."""
    command = [sys.executable, __file__, "--one", which, *words]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True)
    return json.loads(done.stdout)


@dataclass
class Writers:
    """Clients that send contacts until they are stopped; they note what was acknowledged and every other answer."""

    target: Target
    acknowledged: list[str] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    stopped: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        self.stopped.clear()
        self.threads = [
            threading.Thread(target=self.write, args=(session,)) for session in self.target.sessions[:WRITERS]
        ]
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        self.stopped.set()
        for thread in self.threads:
            thread.join()

    def write(self, session: str) -> None:
        visitor = Visitor(PORT, session)
        while not self.stopped.is_set():
            key = str(uuid.uuid4())
            try:
                status = send_contact(visitor, self.target, key)
            except (OSError, EOFError, ValueError) as error:
                self.answers[type(error).__name__] += 1
                time.sleep(0.02)
                continue
            except Exception as error:
                self.answers[type(error).__name__] += 1
                continue
            self.answers[status] += 1
            if status == SAVED:
                self.acknowledged.append(key)


def send_contact(visitor: Visitor, target: Target, key: str) -> str:
    """Send one field contact; the answer's status, and where it led if that isn't the person's page.

    Being sent elsewhere acknowledges nothing.
    """
    form = {"how": "phone", "result": "not_reached", "submission_key": key, "note": key * 11}
    person = random.choice(target.people[visitor.session])
    status = visitor.ask(f"/p/{target.slug}/outreach/people/{person}/contact/", form)[0]
    if status == 302 and not visitor.led_to.endswith(f"/people/{person}/"):
        return f"302 to {IDENTIFIER.sub('…', visitor.led_to)}"
    return str(status)


def killed(kills: int) -> dict[str, Any]:
    """Kill the server again and again while clients write, and look for what was lost."""
    database = ready()
    target, rng = filled(people=300), random.Random(11)
    first = contacts()
    server, writers = Server(PORT, serving_environment()), Writers(target)
    restarts, torn, backends = [], 0, 0
    server.start()
    try:
        for number in range(kills):
            writers.start()
            time.sleep(0.4 + rng.random() * 0.8)
            backends += kill_a_backend() if number % 2 else 0
            server.kill()
            writers.stop()
            restarts.append(server.start())
            torn += 0 if whole(first) else 1
    finally:
        server.stop()
    return {
        "database": database,
        "kills": kills,
        "backends_killed": backends,
        "acknowledged": len(writers.acknowledged),
        "lost": lost(writers.acknowledged),
        "torn": torn,
        "chains_whole": chains_are_whole(),
        "server_errors": writers.answers["500"],
        "led_elsewhere": sum(count for words, count in writers.answers.items() if words.startswith("302 to")),
        "restart_median_s": round(median(restarts), 2),
        "restart_most_s": round(max(restarts), 2),
    }


def kill_a_backend() -> int:
    """On PostgreSQL, as root, kill one process of the database server; it then recovers from its log."""
    from django.db import connection

    if connection.vendor != "postgresql" or os.geteuid() != 0:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() LIMIT 1"
        )
        row = cursor.fetchone()
    connection.close()
    if row is None:
        return 0
    os.kill(row[0], signal.SIGKILL)
    return 1


def patiently(act: Any) -> Any:
    """Ask the database, again for a while where it is still recovering: longer on a machine that others use too."""
    from django.db import OperationalError, connection

    last = time.monotonic() + RECOVERY_SECONDS
    while time.monotonic() < last:
        try:
            return act()
        except OperationalError:
            connection.close()
            time.sleep(0.1)
    return act()


def contacts() -> int:
    """Count the contacts, among them those that the measuring program came with."""
    from handoff.casework.models import ContactAttempt

    return ContactAttempt.objects.count()


def whole(first: int) -> bool:
    """Say whether each new contact has its audit row and each such row its contact, and SQLite's file is whole."""
    return bool(patiently(lambda: agree(first) and file_is_whole()))


def agree(first: int) -> bool:
    from handoff.audit.models import AuditEvent

    return contacts() - first == AuditEvent.objects.filter(action="contact.recorded").count()


def file_is_whole() -> bool:
    from django.db import connection

    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        [(words,)] = cursor.fetchall()
        cursor.execute("PRAGMA foreign_key_check")
        return words == "ok" and not cursor.fetchall()


def lost(acknowledged: list[str]) -> int:
    """Count the acknowledged contacts that are not there."""
    from handoff.casework.models import ContactAttempt

    there = set(patiently(lambda: list(ContactAttempt.objects.values_list("key", flat=True))))
    return sum(1 for key in acknowledged if key not in there)


@contextmanager
def small_disk() -> Iterator[Path | None]:
    """Mount a small file system in memory, where that is allowed."""
    if os.geteuid() != 0:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="handoff-disk-") as name:
        mounting = ["mount", "-t", "tmpfs", "-o", f"size={SMALL}m,mode=700", "tmpfs", name]
        if subprocess.run(mounting, check=False).returncode:
            yield None
            return
        try:
            yield Path(name)
        finally:
            subprocess.run(["umount", name], check=True)


def fill(folder: Path, *, leave: int) -> Path:
    """Fill the disk but for so many bytes."""
    ballast = folder / "ballast"
    free = os.statvfs(folder)
    size = free.f_bavail * free.f_frsize - leave
    with ballast.open("wb") as handle:
        while size > 0:
            size -= handle.write(b"\0" * min(size, 1 << 20))
    return ballast


def full_disk() -> dict[str, Any]:
    """Fill the disk: first to the reserve, then, without one, to the last byte; then free it again."""
    ready()
    target = filled(people=300)
    first = contacts()
    folder = Path(os.environ["HANDOFF_DATA_FOLDER"])
    steps = {
        "in the reserve": on_a_filled_disk(target, folder, leave=2 << 20, reserve=RESERVE),
        "to the last byte": on_a_filled_disk(target, folder, leave=0, reserve=0),
    }
    return {"steps": steps, "whole": whole(first), "chains_whole": chains_are_whole(), "megabytes": SMALL}


def write_on(visitor: Visitor, target: Target) -> Counter[str]:
    """Write until that no longer goes, and then some more: SQLite's log has room of its own left at first."""
    answers: Counter[str] = Counter()
    while answers[SAVED] < MOST_WRITES and answers.total() - answers[SAVED] < 20:
        answers[send_contact(visitor, target, str(uuid.uuid4()))] += 1
    return answers


def on_a_filled_disk(target: Target, folder: Path, *, leave: int, reserve: int) -> dict[str, Any]:
    """Serve, fill, ask for every kind of page, free again, and write once more."""
    server = Server(PORT, {**serving_environment(), "HANDOFF_RESERVE_MEGABYTES": str(reserve)})
    server.start()
    try:
        visitor = Visitor(PORT, target.sessions[0])
        known = target.people[visitor.session][0]
        before = send_contact(visitor, target, str(uuid.uuid4()))
        ballast = fill(folder, leave=leave)
        writes = write_on(visitor, target)
        person = visitor.ask(f"/p/{target.slug}/people/{known}/")[0]
        alive, sign_in = ask(PORT, "GET", "/healthz")[0], ask(PORT, "GET", "/")[0]
        ready_now = ask(PORT, "GET", "/readyz")[0]
        ballast.unlink()
        after = send_contact(visitor, target, str(uuid.uuid4()))
    finally:
        server.stop()
    return {
        "write_before": before,
        "writes": dict(sorted(writes.items())),
        "audited_read": person,
        "healthz": alive,
        "start_page": sign_in,
        "readyz": ready_now,
        "write_after": after,
    }


def went_well(result: dict[str, Any]) -> Iterator[bool]:
    """Nothing lost, nothing torn, nothing but kind answers."""
    for each in result["kills"]:
        wrong = (each["lost"], each["torn"], each["server_errors"], each["led_elsewhere"])
        yield not any(wrong) and each["chains_whole"]
    if result["disk"]:
        yield result["disk"]["whole"] and result["disk"]["chains_whole"]
        for step in result["disk"]["steps"].values():
            yield (
                set(step["writes"]) <= {"302", "503"} and step["write_before"] == step["write_after"] == SAVED
            )
            yield step["audited_read"] in {200, 503} and step["healthz"] == 200


def page(result: dict[str, Any]) -> str:
    """Write the figures as a page."""
    from page import table

    kills = [
        [
            each["database"], each["kills"], each["backends_killed"], each["acknowledged"], each["lost"], each["torn"],
            "intact" if each["chains_whole"] else "BROKEN", each["restart_median_s"], each["restart_most_s"],
        ]
        for each in result["kills"]
    ]  # fmt: skip
    columns = ["database", "kills", "of these with a database process", "acknowledged", "lost", "torn"]
    parts = [
        "# What happens when something breaks\n\n"
        "Made by `make anomaly` (`tests/bench/anomaly.py`). "
        f"Machine: {result['machine']}.\n\n"
        "## The server is killed while people write\n\n"
        "Eight clients send field contacts over HTTP while gunicorn with all its processes gets SIGKILL.\n"
        "Acknowledged: the response had arrived. Lost: acknowledged and missing after the restart. Torn: restarts\n"
        "after which a contact had no audit row, an audit row no contact, or SQLite's integrity and foreign key\n"
        "checks found something. A kill is not a power cut: for that, SQLite runs with `synchronous=FULL`, and\n"
        "PostgreSQL must run with `fsync=on`, `full_page_writes=on` and `synchronous_commit` not off, as here. The\n"
        "last is set on every connection; `handoff check` reads the others back, and a county's server doesn't start\n"
        "without them ([ADR 0020](../adr/0020-what-is-acknowledged-is-on-the-disk.md)).\n\n"
        + table([*columns, "audit chains", "restart s, median", "max"], kills)
    ]
    if result["disk"] is None:
        parts.append("## The disk is full\n\nNot measured here: mounting a small disk needs root.\n")
        return "\n".join(parts)
    rows = [
        [
            name, step["write_before"], ", ".join(f"{count} × {status}" for status, count in step["writes"].items()),
            step["audited_read"], step["healthz"], step["readyz"], step["write_after"],
        ]
        for name, step in result["disk"]["steps"].items()
    ]  # fmt: skip
    disk = result["disk"]
    parts.append(
        f"## The disk is full\n\nSQLite on a disk of {disk['megabytes']} MB. While some of it is free but less than\n"
        "`HANDOFF_RESERVE_MEGABYTES`, nothing can be added, so that the rest is left for the audit rows of reads.\n"
        "When it is completely full, a page with people on it isn't shown either, because its row can't be\n"
        "written; nothing answers 500, and nothing is half saved. Afterward: contacts and audit rows "
        f"{'agree' if disk['whole'] else 'DO NOT agree'}, chains {'intact' if disk['chains_whole'] else 'BROKEN'}.\n\n"
        + table(
            [
                "filled",
                "write before",
                "writes",
                "audited read",
                "/healthz",
                "/readyz",
                "write after freeing",
            ],
            rows,
        )
    )
    return "\n".join(parts)


if __name__ == "__main__":
    main()
