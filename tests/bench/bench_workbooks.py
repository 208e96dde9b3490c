"""How quickly a workbook of 10,000 people is read, imported, exported, undone and imported again, cell for cell.

    python tests/bench/bench_workbooks.py [--people 10000]

In a new, empty SQLite database, with invented people. Writes its page beside those of the other measurements.
"""

import argparse
import os
import platform
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
AT = datetime(2026, 11, 29, 15, tzinfo=UTC)
HEADINGS = (
    "Name (Last, First)",
    "DOB",
    "Gender",
    "Race / Ethnicity",
    "Phone(s)",
    "Referral Date",
    "Arrest or Social?",
    "Referring Officer",
    "Charge diverted",
    "Accepted (Y/N)",
    "Screening done",
    "Intake Date",
    "Housing",
    "Food",
    "Notes",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--db", nargs="*", help="as the other measurements take it; here always SQLite")
    parser.add_argument("--write", action=argparse.BooleanOptionalAction, default=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="handoff-bench-") as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "handoff.config.settings.test",
            "HANDOFF_DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
            "HANDOFF_DATA_FOLDER": folder,
        }
        sys.path.insert(0, str(ROOT))
        steps = measure(options.people)
    page = report(options.people, steps)
    sys.stdout.write(page)
    if options.write:
        (ROOT / "docs/reference/bench-workbooks").with_suffix(".md").write_text(page, encoding="utf-8")


def measure(people: int) -> dict[str, float]:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0)
    from handoff.measures.database.presenters import fact_sheet
    from handoff.measures.database.queries import COLUMNS, Reading, columns_named, read_values
    from handoff.participants.models import Person
    from handoff.spreadsheets.engines.fact_sheets import write_fact_workbook
    from handoff.testing.programs import actor_of, make_member, make_program
    from handoff.testing.workbooks import make_workbook, read_workbook_file
    from handoff.workbooks import services
    from handoff.workbooks.definitions import NOT_RETURNED
    from handoff.workbooks.facts import NEW_PERSON

    program = make_program()
    keeper = actor_of(make_member(program, "data_manager"), program)
    steps: dict[str, float] = {}

    def timed(name: str, action: Callable[[], Any]) -> Any:
        started = time.process_time()
        result = action()
        steps[name] = time.process_time() - started
        return result

    def listed() -> list[int]:
        return list(
            Person.objects.order_by("last_name", "first_name", "date_of_birth").values_list("pk", flat=True)
        )

    def cells() -> list[Any]:
        columns = columns_named(key for key in COLUMNS if key not in NOT_RETURNED)
        return read_values(listed(), columns, Reading(program, keeper, AT))

    def export() -> bytes:
        columns = list(COLUMNS.values())
        values = read_values(listed(), columns, Reading(program, keeper, AT))
        return write_fact_workbook(fact_sheet(program, columns, values), about=[])

    content = make_workbook(HEADINGS, *people_rows(people))
    batch = timed("read the workbook", lambda: read_workbook_file(keeper, program, content, AT))
    timed("preview it", lambda: services.plan_batch(batch, AT))
    while asked := services.questions_in(services.plan_batch(batch, AT)):
        # The same birth date and first name: two people.
        answers = {each.key: NEW_PERSON for each in asked}
        services.answer_questions(actor=keeper, batch=batch, answers=answers, at=AT)
    counts = services.outcome_counts(services.plan_batch(batch, AT))
    assert counts["added"] == people, counts
    timed("import it", lambda: services.import_file(actor=keeper, batch=batch, at=AT))
    before = cells()
    exported = timed("export the database", export)
    timed("undo the import", lambda: services.undo_file(actor=keeper, batch=batch, at=AT))
    assert not Person.objects.exists()
    again = timed(
        "read the export", lambda: read_workbook_file(keeper, program, exported, AT, source="Handoff")
    )
    timed("import the export", lambda: services.import_file(actor=keeper, batch=again, at=AT))
    differing = [pair for pair in zip(before, cells(), strict=True) if pair[0] != pair[1]]
    assert not differing, f"{len(differing)} rows didn't come back, the first: {differing[0]}"
    steps["cells compared"] = float(sum(map(len, before)))
    return steps


def people_rows(count: int) -> list[tuple[object, ...]]:
    choose = random.Random(20_261_129)
    rows: list[tuple[object, ...]] = []
    for number in range(count):
        referred = date(2025, 1, 1) + timedelta(days=choose.randrange(600))
        said_yes = choose.random() < 0.7
        enrolled = (
            referred + timedelta(days=choose.randrange(30)) if said_yes and choose.random() < 0.8 else ""
        )
        born = date(1950, 1, 2) + timedelta(days=choose.randrange(19_000))
        rows.append(
            (
                f"Bench{number:05d}, {choose.choice(('Ana', 'Bo', 'Cam', 'Dee', 'Eli'))}",
                born,
                choose.choice("FM?"),
                choose.choice(("White", "B", "Hispanic", "W/B", "")),
                f"919-555-{choose.randrange(100, 200):04d}",
                referred,
                choose.choice(("Arrest", "Social")),
                choose.choice(("Ott", "Lyle", "")),
                "Shoplifting",
                "Y" if said_yes else "N",
                "Y" if said_yes else "",
                enrolled,
                choose.choice("yn?"),
                choose.choice("yn?"),
                "not ready" if not said_yes else "",
            )
        )
    return rows


def report(people: int, steps: dict[str, float]) -> str:
    compared = int(steps.pop("cells compared"))
    table = "\n".join(f"| {name} | {seconds:.1f} |" for name, seconds in steps.items())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return f"""# A program's own workbook

Made by `python tests/bench/bench_workbooks.py`: {people:,} invented people in a workbook of
{len(HEADINGS)} columns, on SQLite. Machine: {machine}. Most memory in use: {memory:,} MB.

| Step | CPU seconds |
| --- | ---: |
{table}

After export, undo and import of the export, all {compared:,} cells of the columns that come back are the same.
"""


if __name__ == "__main__":
    main()
