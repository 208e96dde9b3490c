"""Builds bench.md from the stored result of each measurement."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from disk import LONG_MS

HEAD = """# Bench

Made by `make bench`, which runs every `tests/bench/bench_*.py` on new databases. Times are medians in milliseconds,
with the fastest run beside them. They depend on the machine and its load, which is named (how many processes
wanted a core at the start). If it is above the number of cores, the "own" time (processor time of the process)
says more. Compare figures within one table: 20 rows with 200, the number of queries, one method with another. A
ratio stays when the machine changes. The yardstick, where named, shows how fast the machine was that day: how
long plain Python took to make, sort and write 20,000 rows. The same rented machine was three times slower on
November 27, 2026 (62 to 130 ms) than on the days before, when the yardstick did not exist yet: eligibility took
0.14 ms then and 0.45 ms that day. Django took 133 ms to render a table of 150 by 150 cells, as pyperformance's
django_template has it.

The lookup among a million people, compared with `icontains` and `pg_trgm`: [bench-lookup](bench-lookup.md).
"""


def write_page(folder: Path) -> None:
    """Write bench.md from the stored results."""
    parts = [HEAD]
    for name, section in (
        ("eligibility", eligibility),
        ("roster", roster),
        ("record", record),
        ("directory", directory),
        ("audited", audited),
        ("row-level-security", row_level_security),
        ("opportunity", opportunity),
        ("load", load),
        ("existence", existence),
        ("audit", audit),
        ("measures", measures),
        ("million", million),
        ("quality", quality),
    ):
        kept = folder / f"bench-{name}.json"
        if kept.exists():
            parts.append(section(json.loads(kept.read_text(encoding="utf-8"))))
    (folder / "bench.md").write_text("\n".join(parts), encoding="utf-8")


def table(columns: list[str], rows: list[list[Any]]) -> str:
    """A Markdown table: text in the first column, numbers in the others."""
    ruler = ["---", *["---:"] * (len(columns) - 1)]
    return (
        "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in (columns, ruler, *rows)) + "\n"
    )


def eligibility(result: dict[str, Any]) -> str:
    """The eligibility decision."""
    rows = [
        [name, each["findings"], each["median_ms"], each["quickest_ms"]]
        for name, each in result["cases"].items()
    ]
    return (
        "## Eligibility with its explanation\n\n"
        f"One check: every finding, the advice, each sentence in {result['language']}, and the smallest change\n"
        f"that would alter it. Goal: 2 ms. Machine: {result['machine']}.\n\n"
        + table(["facts", "findings", "median ms", "quickest ms"], rows)
    )


def directory(result: dict[str, Any]) -> str:
    """The search of the provider directory."""
    rows = [
        [name, database["database"], each["queries"], each["median_ms"], each["own_ms"]]
        for database in result["databases"]
        for name, each in database["searches"].items()
    ]
    return (
        "## Search of the provider directory\n\n"
        f"The page with the first 20 of {result['services']:,} services, in process. Goal: 50 ms.\n"
        f"Machine: {result['machine']}.\n\n"
        + table(["search", "database", "queries", "median ms", "own ms"], rows)
    )


LAST_COLUMNS = ("ratio", "p95", "queries")


def page_rows(result: dict[str, Any]) -> list[list[Any]]:
    """One row for each page on each database: times at each size, the ratio, and the queries."""
    rows: list[list[Any]] = []
    for database in result["databases"]:
        for page, sizes in database["pages"].items():
            least, most = sizes[0], sizes[-1]
            ratio = most["own_ms"] / least["own_ms"]
            rows.append(
                [
                    page,
                    database["database"],
                    *(
                        f"{each['median_ms']:.0f} ({each['quickest_ms']:.0f}, {each['own_ms']:.0f})"
                        for each in sizes
                    ),
                    f"{ratio:.1f}",
                    f"{most['p95_ms']:.0f}" if "p95_ms" in most else "–",
                    " / ".join(str(each["queries"]) for each in sizes),
                ]
            )
    return rows


def record(result: dict[str, Any]) -> str:
    """A participant's page with a short and a long history."""
    entries = [each["entries"] for each in next(iter(result["databases"][0]["pages"].values()))]
    columns = ["page", "database", *(f"{number} entries" for number in entries), *LAST_COLUMNS]
    return (
        "## A participant's page\n\n"
        "The whole request as a case manager, with cells, ratio and p95 as above. The page shows 12 entries of the\n"
        "history at a time. Goal: a p95 of 100 ms of own time with 500 entries, with as many queries as for 25.\n"
        f"Machine: {result['machine']}.\n\n" + table(columns, page_rows(result))
    )


def roster(result: dict[str, Any]) -> str:
    """The pages of lists."""
    rows = page_rows(result)
    people = [each["people"] for each in next(iter(result["databases"][0]["pages"].values()))]
    columns = ["page", "database", *(f"{number} people" for number in people), *LAST_COLUMNS]
    return (
        "## Pages of lists\n\n"
        "The whole request through Django's test client as a program manager: middleware, permissions, audit row,\n"
        "template. In each cell: median ms; in parentheses the fastest, and the process's own time (without waiting\n"
        "for the database server or other processes). Ratio: own time of the last to the first; p95: of the last, own\n"
        "time. The roster shows 50 at a time, the outreach list 40. Goals: a p95 of 100 ms for a roster of 300\n"
        f"people and of 300 ms for their agenda, with as many queries as for 20. Machine: {result['machine']}.\n\n"
        + table(columns, rows)
    )


def audited(result: dict[str, Any]) -> str:
    """What the protections cost beside bare Django."""
    rows = []
    for database in result["databases"]:
        bare_list = database["kinds"]["list"]["bare_ms"]
        for kind, each in database["kinds"].items():
            rows.append(
                [
                    f"{database['database']}: {kind}",
                    f"{each['own_ms']:.1f}",
                    f"{each['own_ms'] / bare_list:.2f}",
                    result["goals"][kind],
                    f"{each['bare_ms']:.1f}",
                    each["ratio"],
                    f"{each['queries']} / {each['bare_queries']}",
                ]
            )
    columns = [
        "request",
        "Handoff, own ms",
        "× the bare list",
        "goal",
        "bare, own ms",
        "× its own bare page",
        "queries",
    ]
    return (
        "## Audited pages beside bare Django\n\n"
        "The roster with fifty rows, one person's record and a logged contact, each with permissions, record gate,\n"
        "consent, audit row, translation and menu; beside them the same rows from a Django application that has\n"
        "nothing but a session, a sign-in and templates (`tests/bench/bare_django.py`). Processor time of one\n"
        "process that asks both in turn, medians. The goals are multiples of the bare *list*; the last ratio\n"
        f"compares each page with a bare page of its own kind. Machine: {result['machine']}.\n\n"
        + table(columns, rows)
    )


def existence(result: dict[str, Any]) -> str:
    """Whether response times reveal what responses don't."""
    rows = [
        [what, each["database"], pair["closed_ms"], pair["never_ms"], pair["apart_ms"]]
        for each in result["databases"]
        for what, pair in each["pairs"].items()
    ]
    columns = ["request", "database", "first, median ms", "second, median ms", "difference"]
    return (
        "## Response times reveal nothing\n\nA closed record gets the same response, byte for byte, as one that\n"
        "never existed. This is how long each takes,\n"
        f"{result['databases'][0]['tries']} times in turn. Goal: medians at most 5 ms apart.\n"
        f"Machine: {result['machine']}.\n\n" + table(columns, rows)
    )


def row_level_security(result: dict[str, Any]) -> str:
    """Row-level security on PostgreSQL."""
    rows = [
        [
            what,
            f"{each['without_ms']} ({each['without_quickest_ms']})",
            f"{each['with_ms']} ({each['with_quickest_ms']})",
            f"{each['ratio']} ({each['ratio_of_quickest']})",
        ]
        for database in result["databases"]
        for what, each in database["acts"].items()
    ]
    return (
        "## Row-level security\n\n"
        "The same requests and statements with row-level security (the tenant is sent with each statement, to a role\n"
        "that owns nothing) and without it (as superuser, without a tenant), alternating in one process,\n"
        f"{result['databases'][0]['database']}, two programs of {result['people']} participants each.\n"
        "In each cell: median ms; in parentheses the fastest run. On a busy machine the ratio of the\n"
        f"fastest says more. Machine: {result['machine']}.\n\n"
        + table(["request", "without", "with", "ratio"], rows)
    )


def opportunity(result: dict[str, Any]) -> str:
    """The opportunity analysis of long lists."""
    rows = [
        [
            f"{each['rows']:,}",
            f"{each['encounters']:,}",
            each["seconds"],
            each["own_seconds"],
            round(1000 * each["own_seconds"] / each["rows"], 3),
            each["megabytes"],
        ]
        for each in result["sizes"]
    ]
    return (
        "## `handoff opportunity`\n\n"
        "The whole command in its own process, with `--json`, on the rows of the Chapel Hill list repeated with new\n"
        f"case numbers and dates. Machine: {result['machine']}.\n\n"
        + table(["rows", "encounters", "seconds", "own seconds", "own ms per row", "peak MB"], rows)
    )


LOAD_GOALS = {"list": 150, "person": 150, "write": 250}
"""The goal for each kind of request under load: p95 in milliseconds."""


def load(result: dict[str, Any]) -> str:
    """The running program at a constant rate, and what the disk did meanwhile."""
    missed = [
        f"{each['database']} ({kind})"
        for each in result["databases"]
        for kind, taken in each["served"]["kinds"].items()
        if each["served"]["errors"] or taken["p95_ms"] > LOAD_GOALS[kind]
    ]
    rows = [row for each in result["databases"] for row in load_rows(each)]
    written = ", ".join(
        f"{each['database']} {each['audit_rows']:,} ({'intact' if each['chains_whole'] else 'BROKEN'})"
        for each in result["databases"]
    )
    disk = "; ".join(
        f"{each['database']}: half of {each['disk']['flushes']:,} flushes within {each['disk']['p50_ms']:.1f} ms,"
        f" {each['disk']['long']} above {LONG_MS} ms ({each['disk']['long_seconds']:.1f} s together),"
        f" the longest {each['disk']['most_ms']:,} ms"
        for each in result["databases"]
    )
    return (
        "## The running program under load\n\n"
        f"gunicorn with 2 processes of 4 threads, {result['people']:,} people, {result['rate']:.0f} requests a second\n"
        f"for {result['minutes']:g} minutes: 35 % lists (the roster), 50 % person pages, 15 % field contacts, each\n"
        "view with its audit row. Open loop: a request's time counts from when it was due; the client shares the\n"
        "cores. Milliseconds. Goals: p95 150 ms for reads, 250 ms for writes, no errors. Audit rows written, and\n"
        "whether the chains are intact:\n"
        f"{written}. Machine: {result['machine']}.\n\n"
        "Each request waits until the disk has its audit row, so when the disk stands still, everyone waits. A file\n"
        f"beside it was flushed meanwhile. {disk}.\n\n"
        f"Goals missed by: {', '.join(missed) or 'none'}.\n\n"
        + table(["database: request", "requests", "p50", "p95", "p99", "max", "errors"], rows)
    )


def load_rows(each: dict[str, Any]) -> Iterator[list[object]]:
    """One database's rows: as people are served, and without waiting for the disk where that was measured."""
    named = (("", each["served"]), (", not waiting for the disk", each["without_waiting"]))
    for name, served in ((name, served) for name, served in named if served):
        wrong = sum(served["errors"].values())
        for kind, taken in served["kinds"].items():
            times = (f"{taken[at]:.0f}" for at in ("p50_ms", "p95_ms", "p99_ms", "most_ms"))
            yield [f"{each['database']}{name}: {kind}", taken["asked"], *times, wrong]


def audit(result: dict[str, Any]) -> str:
    """Verifying and writing the audit log."""
    rows = [
        [
            each["database"],
            f"{each['rows']:,}",
            each["verify_seconds"],
            each["verify_own_seconds"],
            f"{each['write']['median_ms']:.1f} ({each['write']['own_ms']:.1f})",
            f"{each['clock']['median_ms']:.1f} ({each['clock']['own_ms']:.1f})",
        ]
        for each in result["databases"]
    ]
    columns = [
        "database",
        "rows",
        "verify, seconds",
        "own seconds",
        "write a row, ms (own)",
        "clock check, ms (own)",
    ]
    return (
        "## Audit log\n\n"
        "One chain: `handoff audit verify` reads every row and recomputes its hash. Then one row is written in its\n"
        "own transaction, and one check whether the clock went back. Goal: a million rows in 30 seconds.\n"
        f"Machine: {result['machine']}.\n\n" + table(columns, rows)
    )


def measures(result: dict[str, Any]) -> str:
    """The six measures by month, closed months, and the workbook beside them."""
    rows = [
        [
            each["database"],
            each["ours"],
            each["by_row"],
            each["sql"],
            each["times"],
            each["closed"],
            each["closed_cpu"],
            each["page_month"],
            each["page_list"],
            each["page_late"],
        ]
        for each in result["databases"]
    ]
    text = (
        "## The six measures by month\n\n"
        f"M1 to M6 of {result['databases'][0]['months']} months with {result['referrals']:,} referrals, seconds of CPU "
        "here and in the database,\nmedians of three rounds in turn: as pages and files count them (in groups, ADR "
        "0088), from every row, and the same\ncounts in hand-written SQL (`tests/bench/measures_sql.py`). Goal: 2 "
        "times the SQL. Then milliseconds: of reading every\nclosed month with all measures, by the clock and of CPU "
        "(goal: 200); of this process's CPU "
        "for the page of a closed month (goal: 50), for the page of\nall measures this month, and for a look for late "
        "entries. "
        f"Machine: {result['machine']}.\n\n"
        + table(
            [
                "database",
                "Handoff, CPU s",
                "every row, CPU s",
                "SQL, CPU s",
                "times",
                "closed months, ms",
                "CPU ms",
                "closed page, ms",
                "all measures, ms",
                "late entries, ms",
            ],
            rows,
        )
    )
    book = next((each["workbook"] for each in result["databases"] if each["workbook"]), None)
    if book:
        text += (
            f"\nThe same six as a workbook of {book['formulas']:,} `COUNTIFS` over the same rows, "
            f"as programs have today, in LibreOffice: **{book['open_and_count']} CPU s**\n{opened_words(book)}, "
            f"{book['open']} of them to open the rows alone. "
            f"Handoff in the same run: {book['handoff']} CPU s, reading included.\n"
        )
    return text


def opened_words(book: dict[str, Any]) -> str:
    """Whether LibreOffice opened the workbook of formulas, or was stopped."""
    seconds = book.get("given_up_after")
    return f"until it was given up after {seconds} s, not open" if seconds else "to open and count"


def million(result: dict[str, Any]) -> str:
    """The six measures with a million referrals."""
    codes = list(result["databases"][0]["each"])
    rows = [
        [
            each["database"],
            f"{each['referrals']:,}",
            each["ours_cpu"],
            each["sql_cpu"],
            each["times"],
            *(each["each"][code] for code in codes),
            each["closed"],
            each["closed_cpu"],
        ]
        for each in result["databases"]
    ]
    return (
        "## The six measures with a million referrals\n\n"
        "As above, once, without helpers of the database: seconds of CPU of all six, of the hand-written SQL, and of\n"
        "each measure by itself (M1 to M3 share one count). Then milliseconds of reading all closed months, by the\n"
        "clock and of CPU. Goals: 3 seconds counted, **missed** (why, and what a state does instead:\n"
        "[ADR 0092](../adr/0092-a-million-is-counted-in-half-a-minute.md)), and 200 ms from closed months. "
        f"Machine: {result['machine']}.\n\n"
        + table(
            [
                "database",
                "referrals",
                "Handoff, CPU s",
                "SQL, CPU s",
                "times",
                *codes,
                "closed months, ms",
                "CPU ms",
            ],
            rows,
        )
    )


def quality(result: dict[str, Any]) -> str:
    """The page of data quality."""
    parts = ["who", "stay", "referral", "criteria", "charges", "care", "together", "list"]
    rows = [[each["database"], each["people"], *(each[key] for key in parts)] for each in result["databases"]]
    return (
        "## Data quality\n\n"
        f"CPU milliseconds of the process for a program of {result['referrals']:,} referrals, medians. "
        "Above 2,000 people the page shows one\npart at a time; below, all of them together. "
        "The list is one item's list to fix. Goal: 1,000 ms. "
        f"Machine:\n{result['machine']}.\n\n" + table(["database", "people", *parts], rows)
    )
