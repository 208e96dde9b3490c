"""The workbook that programs have today: a row a referral, the six measures by month as COUNTIFS, in LibreOffice."""

import os
import resource
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""
MOST_SECONDS = 300
"""A workbook that isn't open by then is given up, and the page says so."""
COLUMNS = {
    "A": "occurred",
    "B": "answer",
    "C": "reason",
    "D": "screened",
    "E": "enrolled",
    "F": "race",
    "G": "officer's first of the month",
    "H": "active from",
    "I": "active until",
    "J": "charges",
    "K": "counted",
}


def measure_countifs(facts: Any, months: Sequence[date], accepted: Sequence[int]) -> dict[str, Any]:
    """CPU seconds of LibreOffice for opening the workbook and working its formulas out, beside opening the rows alone.

    `accepted` are M1's numerators as Handoff counts them, by month: the workbook must say the same.
    """
    soffice = shutil.which("soffice")
    if soffice is None:
        return {}
    with tempfile.TemporaryDirectory(prefix="handoff-countifs-") as name:
        folder = Path(name)
        rows = rows_of(facts)
        write_book(folder / "rows.xlsx", rows, ())
        formulas = write_book(folder / "six.xlsx", rows, months)
        bare, _values = open_book(soffice, folder / "rows.xlsx")
        whole, values = open_book(soffice, folder / "six.xlsx")
        found = {"formulas": formulas, "open": round(bare, 1), "open_and_count": round(whole, 1)}
        if not values:
            return {**found, "given_up_after": MOST_SECONDS}
        first = [int(float(line.split(",")[1])) for line in values.splitlines()[: len(months)]]
        assert first == list(accepted), (first, accepted)
    return found


def rows_of(facts: Any) -> list[list[Any]]:
    """A row a referral, as a careful clerk would keep it."""
    found, seen = [], set()
    last_active = {each.person: each for each in facts.statuses if each.status == "active"}
    charges: dict[int, int] = {}
    for each in facts.charges:
        charges[each.person] = charges.get(each.person, 0) + 1
    for each in facts.referrals:
        enrollment = facts.enrollment_of.get(each.person or 0)
        own = enrollment is not None and enrollment.referral == each.referral
        key = (each.occurred_on.year, each.occurred_on.month, each.officer)
        first = each.officer is not None and key not in seen
        seen.add(key)
        active = last_active.get(each.person or 0) if own else None
        counted = each.outcome != "withdrawn" and not facts.is_participant_already(each)
        row = [each.occurred_on, str(each.outcome), each.decline_reason, int(each.screened_on is not None)]
        row += [int(own), "+".join(each.races), int(first), active and active.starts_on]
        row += [active and active.ends_on, charges.get(each.person or 0, 0) if own else 0, int(counted)]
        found.append(row)
    return found


def write_book(path: Path, rows: Sequence[Sequence[Any]], months: Sequence[date]) -> int:
    """Write the rows and, for each month, the formulas; returns how many."""
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        summary, sheet = book.add_worksheet("Months"), book.add_worksheet("Referrals")
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if value is not None and value != "":
                    sheet.write(number, column, value)
        sheet.write_row(0, 0, COLUMNS.values())
        reasons, races = sorted({row[2] for row in rows} - {""}), sorted({row[5] for row in rows})
        count = 0
        for number, month in enumerate(months):
            summary.write(number, 0, month)
            formulas = formulas_of(number + 1, len(rows) + 1, reasons, races)
            for column, formula in enumerate(formulas, 1):
                summary.write_formula(number, column, formula)
            count += len(formulas)
    return count


def formulas_of(line: int, last: int, reasons: Sequence[str], races: Sequence[str]) -> list[str]:
    """M1 to M6 of the month that stands in column A of this line."""

    def col(letter: str) -> str:
        return f"Referrals!${letter}$2:${letter}${last}"

    within = f'{col("A")},">="&$A{line},{col("A")},"<"&EDATE($A{line},1)'
    offers = f"{within},{col('K')},1"
    active = f'{col("H")},"<"&EDATE($A{line},1)'
    still = [f'{col("I")},">="&EDATE($A{line},1)', f'{col("I")},""']
    return [
        f'=COUNTIFS({offers},{col("B")},"accepted")',
        f"=COUNTIFS({offers})",
        *(f'=COUNTIFS({offers},{col("C")},"{each}")' for each in reasons),
        f"=COUNTIFS({offers},{col('D')},1,{col('E')},1)",
        f"=COUNTIFS({offers},{col('D')},1)",
        *(f'=COUNTIFS({offers},{col("F")},"{each}")' for each in races),
        f"=COUNTIFS({within},{col('G')},1)",
        "=" + "+".join(f"COUNTIFS({active},{each})" for each in still),
        "=" + "+".join(f'COUNTIFS({active},{each},{col("J")},">0")' for each in still),
    ]


def open_book(soffice: str, path: Path) -> tuple[float, str]:
    """LibreOffice's CPU seconds for opening a workbook and saving its first sheet as text, and that text."""
    profile = path.parent / f"profile-{path.stem}"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(RECALCULATE, encoding="utf-8")
    command = [soffice, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "csv"]
    command += ["--outdir", str(path.parent), str(path)]
    began, none = resource.getrusage(resource.RUSAGE_CHILDREN), subprocess.DEVNULL
    # A session of its own: soffice is a script whose program would live on when only the script is stopped.
    with subprocess.Popen(command, stdout=none, stderr=none, start_new_session=True) as running:
        try:
            running.wait(MOST_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime
    text = path.with_suffix(".csv")
    return spent, text.read_text(encoding="utf-8") if text.exists() else ""
