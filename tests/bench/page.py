"""The page of results, written anew from what each measurement kept."""

import json
from pathlib import Path
from typing import Any

HEAD = """# Bench

Made by `make bench`, which runs every `tests/bench/bench_*.py` on new databases. Times are the middle of many, in
milliseconds, with the quickest beside it. They hold for the machine and the load they were taken under. The load is
named (how many processes wanted a core at the beginning); where it is above the number of cores, times are longer than
the program's fault, and "own" work, the processor time of the process, says more. Compare figures of one table with
each other: the ratio between 20 and 200 rows, the number of queries, one way beside another. A ratio stays when the
machine changes. The yardstick, where named, says how quick the machine was that day: how long plain Python took to
make, sort and write 20,000 rows. The same rented machine was three times slower on 27 November 2026 (62 to 130 ms)
than the days before, when the yardstick was not yet taken: eligibility 0.14 ms then, 0.45 ms that day. Django took
133 ms to render a table of 150 by 150 cells, as pyperformance's django_template has it.

Looking a person up among a million, beside `icontains` and `pg_trgm`: [bench-lookup](bench-lookup.md).
"""


def write_page(folder: Path) -> None:
    """Write bench.md from the kept results."""
    parts = [HEAD]
    for name, section in (
        ("eligibility", eligibility),
        ("roster", roster),
        ("wall", wall),
        ("opportunity", opportunity),
        ("load", load),
        ("existence", existence),
        ("audit", audit),
    ):
        kept = folder / f"bench-{name}.json"
        if kept.exists():
            parts.append(section(json.loads(kept.read_text(encoding="utf-8"))))
    (folder / "bench.md").write_text("\n".join(parts), encoding="utf-8")


def table(columns: list[str], rows: list[list[Any]]) -> str:
    """Write a table; the first column is words, the others numbers."""
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
        f"One check: every finding, the advice, each sentence in words in {result['language']}, and the nearest\n"
        f"change. Goal: 2 ms. Machine: {result['machine']}.\n\n"
        + table(["facts", "findings", "median ms", "quickest ms"], rows)
    )


def roster(result: dict[str, Any]) -> str:
    """The pages of lists."""
    rows = []
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
                    " / ".join(str(each["queries"]) for each in sizes),
                ]
            )
    people = [each["people"] for each in next(iter(result["databases"][0]["pages"].values()))]
    columns = ["page", "database", *(f"{number} people" for number in people), "ratio", "queries"]
    return (
        "## Pages of lists\n\n"
        "The whole request through Django's test client as a program manager: middleware, permissions, audit row,\n"
        "template. In each cell: median ms; in brackets the quickest, and what the process itself worked (without\n"
        "waiting for the database server or for other work on the machine). Ratio: own work of the last to the first.\n"
        "Here the roster shows everybody on one page (people see 50 at a time), the outreach queue 40. Goal: roster\n"
        f"of 200 rows 100 ms, with as many queries as of 20. Machine: {result['machine']}.\n\n"
        + table(columns, rows)
    )


def existence(result: dict[str, Any]) -> str:
    """Whether time tells what the answer does not."""
    rows = [
        [what, each["database"], pair["closed_ms"], pair["never_ms"], pair["apart_ms"]]
        for each in result["databases"]
        for what, pair in each["pairs"].items()
    ]
    columns = ["What is asked for", "Database", "First, median ms", "Second, median ms", "Apart"]
    return (
        "## Time tells nothing\n\nWhat is closed to the asker answers byte for byte as what never was; how long\n"
        f"it takes, {result['databases'][0]['tries']} times each, asked in turn. Goal: medians at most 5 ms apart.\n"
        f"Machine: {result['machine']}.\n\n" + table(columns, rows)
    )


def wall(result: dict[str, Any]) -> str:
    """The second wall on PostgreSQL."""
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
        "## The second wall\n\n"
        "The same requests and statements with the second wall (row-level security, the program said with each\n"
        "statement, a role that owns nothing) and without it (the tables' superuser, nothing said), turn by turn in\n"
        f"one process, {result['databases'][0]['database']}, two programs of {result['people']} participants each.\n"
        "In each cell: median ms; in brackets of the quickest turn. Beside others' work on the machine the ratio of\n"
        "the quickest says more.\n"
        f"Machine: {result['machine']}.\n\n" + table(["what", "without the wall", "with it", "ratio"], rows)
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
        "The whole command, in a process of its own, with `--json`, on the rows of the Chapel Hill list over and over\n"
        f"with new case numbers and days. Machine: {result['machine']}.\n\n"
        + table(["rows", "encounters", "seconds", "own seconds", "own ms a row", "peak MB"], rows)
    )


LOAD_GOALS = {"list": 150, "person": 150, "write": 250}
"""The p95 in milliseconds that each kind of request under load must stay below."""


def load(result: dict[str, Any]) -> str:
    """The running program under a constant rate."""
    rows, missed = [], []
    for each in result["databases"]:
        wrong = sum(each["errors"].values())
        for kind, taken in each["kinds"].items():
            if wrong or taken["p95_ms"] > LOAD_GOALS[kind]:
                missed.append(f"{each['database']} ({kind})")
            rows.append(
                [
                    f"{each['database']}: {kind}",
                    taken["asked"],
                    *(f"{taken[name]:.0f}" for name in ("p50_ms", "p95_ms", "p99_ms", "most_ms")),
                    wrong,
                ]
            )
    written = ", ".join(
        f"{each['database']} {each['audit_rows']:,} ({'whole' if each['chains_whole'] else 'BROKEN'})"
        for each in result["databases"]
    )
    return (
        "## The running program under load\n\n"
        f"gunicorn with 2 processes of 4 threads, {result['people']:,} people, {result['rate']:.0f} requests a second\n"
        f"for {result['minutes']:g} minutes: 35 % lists (the roster), 50 % person pages, 15 % field contacts, each\n"
        "look with its audit row. Open loop: a request's time counts from the moment it was due; the client shares\n"
        "the cores. Milliseconds. Goals: p95 150 ms for reading, 250 ms for writing, no error. Audit rows written,\n"
        "and whether the chains are whole:\n"
        f"{written}. Machine: {result['machine']}.\n\n"
        f"Goals missed by: {', '.join(missed) or 'none'}.\n\n"
        + table(["database: what", "asked", "p50", "p95", "p99", "most", "errors"], rows)
    )


def audit(result: dict[str, Any]) -> str:
    """Verifying and writing the audit trail."""
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
        "## Audit trail\n\n"
        "One chain: `handoff audit verify` reads every row and computes its hash anew. Then one row is written,\n"
        "in a transaction of its own, and asking whether the clock went back. Goal: a million rows in 30 seconds.\n"
        f"Machine: {result['machine']}.\n\n" + table(columns, rows)
    )
