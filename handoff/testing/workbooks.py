"""A messy workbook of a small program, as programs keep them."""

import io
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "data" / "workbooks"


def read_sample(name: str) -> bytes:
    """One of the workbooks of tests/data/workbooks."""
    return (FOLDER / name).read_bytes()


def make_workbook(headings: Sequence[str], *rows: Sequence[object], sheet: str = "People") -> bytes:
    """A workbook with one sheet."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet(sheet)
        day: Format = book.add_format({"num_format": "m/d/yyyy"})
        for line, row in enumerate([headings, *rows]):
            for place, cell in enumerate(row):
                if hasattr(cell, "year"):
                    page.write_datetime(line, place, cell, day)
                else:
                    page.write(line, place, cell)
    return out.getvalue()
