"""What an Excel workbook shows besides the values of its cells: colors, hidden rows and columns, formulas.

The values themselves are read by calamine, which doesn't say any of this. Only a stream of XML events is held in
memory, never a sheet.
"""

import colorsys
import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from django.utils.translation import gettext as _

from handoff.spreadsheets.readers.tables import UNREADABLE_WORKBOOK, UnusableFile

PIECE = 256 * 1024
MOST_CELLS = 5_000_000
"""A sheet is held as a rectangle from its first to its last cell: one stray value far below would fill the memory."""
Attributes = Mapping[str, str]
COLORS = (
    (15, "red"),
    (45, "orange"),
    (70, "yellow"),
    (170, "green"),
    (260, "blue"),
    (345, "purple"),
    (361, "red"),
)
"""Where each hue ends, in degrees."""


@dataclass
class SheetLooks:
    """The looks of one sheet. Rows count from 1, columns from 0; `colors` are the fills of cells with a value."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    without_result: set[tuple[int, int]] = field(default_factory=set)
    colors: dict[tuple[int, int], str] = field(default_factory=dict)

    def row_color(self, row: int, width: int) -> str:
        """The color of most of a row's cells; '' if most have none."""
        fills = Counter(
            self.colors.get((row, place), "") for place in range(width) if (row, place) in self.colors
        )
        return fills.most_common(1)[0][0] if fills else ""


@dataclass(frozen=True)
class WorkbookLooks:
    is_1904: bool
    sheets: Mapping[str, SheetLooks]


def read_looks(content: bytes) -> WorkbookLooks | None:
    """The looks of an .xlsx workbook; None for other kinds of files. Raises `UnusableFile` for a broken one."""
    if not content.startswith(b"PK"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if "xl/workbook.xml" not in archive.namelist():
                return None
            fills = _read_fills(archive)
            is_1904, paths = _read_sheets(archive)
            sheets = {name: _read_sheet(archive, path, fills) for name, path in paths.items()}
    except (
        zipfile.BadZipFile,
        expat.ExpatError,
        KeyError,
        ValueError,
        OSError,
        NotImplementedError,
    ) as problem:
        raise UnusableFile(UNREADABLE_WORKBOOK) from problem
    return WorkbookLooks(is_1904, sheets)


def _parse(archive: zipfile.ZipFile, path: str, start: Callable[[str, Attributes], None]) -> None:
    """Call `start` with each element of a part, without its namespace. A part with entities of its own is refused."""
    parser = expat.ParserCreate()

    def refuse(*_args: object) -> None:
        raise ValueError("a document type has no place in a workbook")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
    with archive.open(path) as part:
        while piece := part.read(PIECE):
            parser.Parse(piece, False)
    parser.Parse(b"", True)


def _read_sheets(archive: zipfile.ZipFile) -> tuple[bool, dict[str, str]]:
    """Whether days count from 1904, and the part of each sheet by its name."""
    targets: dict[str, str] = {}
    names: dict[str, str] = {}
    is_1904 = False

    def relation(name: str, attributes: Attributes) -> None:
        if name == "Relationship":
            target = attributes.get("Target", "")
            targets[attributes.get("Id", "")] = posixpath.normpath(posixpath.join("xl", target)).lstrip("/")

    def element(name: str, attributes: Attributes) -> None:
        nonlocal is_1904
        if name == "workbookPr":
            is_1904 = attributes.get("date1904", "") in {"1", "true"}
        elif name == "sheet":
            found = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            names[attributes.get("name", "")] = found

    _parse(archive, "xl/_rels/workbook.xml.rels", relation)
    _parse(archive, "xl/workbook.xml", element)
    parts = set(archive.namelist())
    return is_1904, {name: targets[one] for name, one in names.items() if targets.get(one) in parts}


def _read_fills(archive: zipfile.ZipFile) -> list[str]:
    """The color of each cell style; '' for none."""
    if "xl/styles.xml" not in archive.namelist():
        return []
    fills: list[str] = []
    styles: list[int] = []
    inside = ""

    def element(name: str, attributes: Attributes) -> None:
        nonlocal inside
        if name in {"cellXfs", "cellStyleXfs", "cellStyles", "dxfs", "fills"}:
            inside = name
        elif name == "fill" and inside == "fills":
            fills.append("")
        elif name == "fgColor" and inside == "fills" and fills:
            fills[-1] = _color(attributes)
        elif name == "xf" and inside == "cellXfs":
            styles.append(int(attributes.get("fillId", "0")))

    _parse(archive, "xl/styles.xml", element)
    return [fills[place] if place < len(fills) else "" for place in styles]


def _color(attributes: Attributes) -> str:
    """A fill by a word for its color; a color of the theme by its number."""
    found = re.fullmatch(r"(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})", attributes.get("rgb", ""))
    if not found:
        theme = attributes.get("theme", "")
        return f"theme {theme}" if theme not in {"", "0"} else ""
    red, green, blue = (int(found[1][at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, _saturation = colorsys.rgb_to_hls(red, green, blue)
    if max(red, green, blue) - min(red, green, blue) < 0.08:
        return "" if light > 0.97 else "gray"
    return next(word for end, word in COLORS if hue * 360 < end)


@dataclass
class _Reading:
    """The sheet that is being read."""

    fills: list[str]
    looks: SheetLooks = field(default_factory=SheetLooks)
    row: int = 0
    cell: tuple[int, int] = (0, 0)
    style: int = 0
    last: tuple[int, int] = (0, 0)

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self.start_cell(attributes)
        elif name in {"v", "t", "is"}:
            self.looks.without_result.discard(self.cell)
            self.note_value()
        elif name == "f":
            self.looks.formulas.add(self.cell)
            self.looks.without_result.add(self.cell)
            self.note_value()
        elif name == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.cell = (self.row, -1)
            if attributes.get("hidden") in {"1", "true"}:
                self.looks.hidden_rows.add(self.row)
        elif name == "col" and attributes.get("hidden") in {"1", "true"}:
            first, last = int(attributes["min"]), int(attributes["max"])
            self.looks.hidden_columns.update(range(first - 1, min(last, first + 2_000)))

    def start_cell(self, attributes: Attributes) -> None:
        letters = re.match(r"[A-Z]{1,3}", attributes.get("r", ""))
        self.cell = (self.row, column_place(letters[0]) if letters else self.cell[1] + 1)
        self.style = int(attributes.get("s", "0"))

    def note_value(self) -> None:
        self.last = (max(self.last[0], self.cell[0]), max(self.last[1], self.cell[1] + 1))
        color = self.fills[self.style] if self.style < len(self.fills) else ""
        if color:
            self.looks.colors[self.cell] = color


def column_place(letters: str) -> int:
    """0 for A, 26 for AA."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1


def _read_sheet(archive: zipfile.ZipFile, path: str, fills: list[str]) -> SheetLooks:
    reading = _Reading(fills)
    _parse(archive, path, reading.start)
    if reading.last[0] * reading.last[1] > MOST_CELLS:
        raise UnusableFile(
            _(
                "A cell far away from the others makes a sheet too large. Delete the rows and columns behind the table."
            )
        )
    return reading.looks
