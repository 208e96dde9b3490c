"""The running program under a constant rate: lists, audited person pages and field contacts, as people ask them.

python tests/bench/bench_load.py --db sqlite postgresql://user@/postgres?host=/tmp [--minutes 10] [--rate 50]

Open loop: each request has its moment, whether or not the one before has been answered, and its latency counts from
that moment. The client shares the cores with the server. 35 % lists, 50 % person pages (each writes its audit row
before it answers), 15 % field contacts.

Every request waits until the disk has its audit row, and a rented machine's disk sometimes stands still. So a file
beside it is written and flushed all the time, and what that took is said; PostgreSQL then serves once more without
waiting for the disk.
"""

import json
import os
import random
import sys
import threading
import time
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from databases import arguments, keep, machine, on_each, on_server, ready
from disk import Flushes
from serving import Server, Visitor, free_port, serving_environment, session_of

RATE, MINUTES, PEOPLE, VISITORS = 50, 1.0, 5_000, 24
WARM_UP_SECONDS = 5
PORT = int(os.environ.get("BENCH_PORT") or free_port())
SHARES = (("list", 35), ("person", 50), ("write", 15))


def main() -> None:
    """Measure on every database and write the table."""
    chosen = {name: take(f"--{name}", default) for name, default in (("minutes", MINUTES), ("rate", RATE))}
    os.environ.update({f"BENCH_LOAD_{name.upper()}": str(value) for name, value in chosen.items()})
    options = arguments(__doc__)
    if options.one:
        sys.stdout.write(json.dumps(measure()))
        return
    result = {"machine": machine(), **chosen, "people": PEOPLE, "databases": on_each(__file__, options.db)}
    keep("load", result, write=options.write)


def take(name: str, default: float) -> float:
    """Take one number off the command line, or from the process that started this one."""
    if name in sys.argv:
        place = sys.argv.index(name)
        _name, value = sys.argv[place : place + 2]
        del sys.argv[place : place + 2]
        return float(value)
    return float(os.environ.get(f"BENCH_LOAD_{name.strip('-').upper()}", default))


@dataclass
class Target:
    """What is asked: the program's address, and for each visitor's session the people on whose team the visitor is."""

    slug: str
    people: dict[str, list[str]]

    @property
    def sessions(self) -> list[str]:
        return list(self.people)


@dataclass
class Results:
    """Milliseconds of each kind, and what went wrong."""

    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, kind: str, milliseconds: float, wrong: str) -> None:
        with self.lock:
            self.taken[kind].append(milliseconds)
            if wrong:
                self.errors[f"{kind}: {wrong}"] += 1


def measure() -> dict[str, Any]:
    """Fill a county, serve it, ask it for some minutes, and look at the audit log afterwards."""
    database = ready()
    target = filled()
    server = Server(PORT, serving_environment())
    rate, minutes = take("--rate", RATE), take("--minutes", MINUTES)
    before = audit_rows()
    try:
        server.start()
        drive(target, rate=rate, seconds=WARM_UP_SECONDS)
        warm = audit_rows()
        with Flushes(os.environ["HANDOFF_DATA_FOLDER"]) as flushes:
            results = drive(target, rate=rate, seconds=minutes * 60)
        written = audit_rows() - warm
        hurried = without_waiting(target, rate=rate, seconds=minutes * 60) if database[0] == "P" else None
    finally:
        server.stop()
    asked = sum(map(len, results.taken.values()))
    return {
        "database": database,
        "asked": asked,
        "audit_rows": written,
        "audit_rows_before": before,
        "chains_whole": chains_are_whole(),
        "disk": flushes.summary(),
        "served": served(results),
        "without_waiting": hurried and served(hurried),
    }


def served(results: Results) -> dict[str, Any]:
    """The percentiles of each kind of request, and the errors."""
    return {
        "errors": dict(results.errors),
        "kinds": {kind: summary(results.taken[kind]) for kind, _share in SHARES},
    }


def without_waiting(target: Target, *, rate: float, seconds: float) -> Results:
    """Ask once more while PostgreSQL doesn't wait for its disk: what the program itself takes, whatever the disk."""
    address = os.environ["HANDOFF_DATABASE_URL"]
    on_server(address, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    try:
        return drive(target, rate=rate, seconds=seconds)
    finally:
        on_server(address, "ALTER SYSTEM RESET fsync", "SELECT pg_reload_conf()")


def filled(*, people: int = PEOPLE) -> Target:
    """Write the measuring program with some thousand people, and sign its care team in."""
    from datetime import date

    from django.utils import timezone

    from handoff.access.permissions import Permission
    from handoff.accounts.models import User
    from handoff.accounts.queries import actor_for
    from handoff.programs.models import Program
    from tests.bench.bulk import REFERRALS, SLUG, write_bulk

    write_bulk(seed=1, today=date.today(), scale=-(-people // REFERRALS))
    program = Program.objects.get(slug=SLUG)
    wanted = (Permission.OUTREACH_DO, Permission.PARTICIPANT_READ)
    standing = [
        (user, actor_for(user, program, timezone.now()))
        for user in User.objects.filter(memberships__program=program).distinct()
    ]
    care = [user for user, actor in standing if actor and all(actor.can(each) for each in wanted)]
    theirs = {user: team_people(user, program) for user in care}
    workers = [user for user in care if theirs[user]]
    if not workers:
        raise RuntimeError(
            "no user in the measured program does outreach, may read records, and is on a person's team"
        )
    chosen = [workers[number % len(workers)] for number in range(VISITORS)]
    return Target(program.slug, {session_of(user): theirs[user] for user in chosen})


def team_people(user: Any, program: Any) -> list[str]:
    """Return the addresses of the people on whose team the user is; others would ask for a reason first."""
    from handoff.participants.models import Person

    people = Person.objects.filter(program=program, team__user_id=user.pk).distinct()
    return [str(each) for each in people.values_list("public_id", flat=True)]


def audit_rows() -> int:
    from handoff.audit.models import AuditEvent

    return AuditEvent.objects.count()


def chains_are_whole() -> bool:
    from handoff.audit.models import AuditChain
    from handoff.audit.queries import verify_chain

    chains = AuditChain.objects.values_list("program_id", flat=True)
    return all(verify_chain(program_id).broken_at is None for program_id in chains)


def drive(target: Target, *, rate: float, seconds: float) -> Results:
    """Ask at a constant rate; a visitor that is still waiting makes the next request late, and that counts."""
    results, begins = Results(), time.monotonic() + 0.2
    numbers, guard = iter(range(int(rate * seconds))), threading.Lock()
    kinds = random.Random(7).choices(*zip(*SHARES, strict=True), k=int(rate * seconds))

    def visit(session: str) -> None:
        visitor, rng = Visitor(PORT, session), random.Random(session)
        while True:
            with guard:
                number = next(numbers, None)
            if number is None:
                return
            due = begins + number / rate
            time.sleep(max(0.0, due - time.monotonic()))
            wrong = one_request(visitor, kinds[number], target, rng)
            results.add(kinds[number], (time.monotonic() - due) * 1000, wrong)

    threads = [threading.Thread(target=visit, args=(session,)) for session in target.sessions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def one_request(visitor: Visitor, kind: str, target: Target, rng: random.Random) -> str:
    """Ask for one page or send one form; returns what was wrong with the answer, or nothing."""
    person, root = rng.choice(target.people[visitor.session]), f"/p/{target.slug}"
    try:
        if kind == "list":
            status, _body = visitor.ask(f"{root}/people/?page={rng.randint(1, 60)}")
        elif kind == "person":
            status, _body = visitor.ask(f"{root}/people/{person}/")
        else:
            key = str(uuid.uuid4())
            form = {"how": "phone", "result": "not_reached", "submission_key": key, "note": key}
            status, _body = visitor.ask(f"{root}/outreach/people/{person}/contact/", form)
    except OSError as error:
        return type(error).__name__
    if kind == "write":
        return (
            ""
            if status == 302 and visitor.led_to.endswith(f"/people/{person}/")
            else f"{status} {visitor.led_to}"
        )
    return "" if status == 200 else str(status)


def summary(taken: list[float]) -> dict[str, float]:
    """The percentiles that the goals speak of."""
    ordered = sorted(taken)

    def at(share: float) -> float:
        return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 1)

    return {
        "asked": len(ordered),
        "p50_ms": at(0.5),
        "p95_ms": at(0.95),
        "p99_ms": at(0.99),
        "most_ms": round(ordered[-1], 1),
    }


if __name__ == "__main__":
    main()
