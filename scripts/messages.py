"""The translations: read out of the code, checked, and compiled.

scripts/messages.py extract    bring the .po files up to date with the code (needs GNU gettext)
scripts/messages.py check      fail on a sentence that is untranslated, fuzzy or not in the .po file
scripts/messages.py compile    write the .mo files that the program reads (needs Python alone)
"""

import ast
import re
import shutil
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCALES = ROOT / "handoff" / "locale"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


@dataclass
class Entry:
    """One sentence and its translations (several where the language counts)."""

    context: str | None = None
    sentence: str = ""
    plural: str | None = None
    translations: dict[int, str] = field(default_factory=dict)
    fuzzy: bool = False

    @property
    def key(self) -> str:
        own = self.sentence if self.plural is None else f"{self.sentence}\0{self.plural}"
        return own if self.context is None else f"{self.context}\4{own}"

    @property
    def value(self) -> str:
        return "\0".join(self.translations[number] for number in sorted(self.translations))

    @property
    def complete(self) -> bool:
        return bool(self.translations) and all(self.translations.values()) and not self.fuzzy

    def same_placeholders(self) -> bool:
        wanted = set(PLACEHOLDER.findall(self.sentence + (self.plural or "")))
        return all(set(PLACEHOLDER.findall(text)) <= wanted for text in self.translations.values()) and (
            self.plural is not None
            or set(PLACEHOLDER.findall(self.sentence)) == set(PLACEHOLDER.findall(self.value))
        )


def read(path: Path) -> list[Entry]:
    """Read a .po file, without the entries kept for old times' sake (#~)."""
    return [entry for block in _blocks(path) if (entry := _entry(block))]


def _blocks(path: Path) -> Iterator[list[str]]:
    for block in re.split(r"\n[ \t]*\n", path.read_text(encoding="utf-8")):
        yield [line for line in block.splitlines() if line.strip() and not line.startswith("#~")]


def _entry(lines: list[str]) -> Entry | None:
    entry, current = Entry(), ""
    parts: dict[str, str] = {}
    for line in lines:
        if line.startswith("#"):
            entry.fuzzy = entry.fuzzy or (line.startswith("#,") and "fuzzy" in line)
            continue
        keyword, quote, rest = line.partition('"')
        current = keyword.strip() or current
        parts[current] = parts.get(current, "") + ast.literal_eval(quote + rest)
    if "msgid" not in parts:
        return None
    entry.context, entry.sentence, entry.plural = (
        parts.get("msgctxt"),
        parts["msgid"],
        parts.get("msgid_plural"),
    )
    for name, text in parts.items():
        if name.startswith("msgstr"):
            entry.translations[int(name[7:-1] or 0) if "[" in name else 0] = text
    return entry


def compiled(entries: list[Entry]) -> bytes:
    """Return the entries in gettext's binary form: two sorted tables of lengths and offsets, then the texts."""
    pairs = sorted((e.key.encode(), e.value.encode()) for e in entries if e.complete or not e.key)
    start = 7 * 4 + 16 * len(pairs)
    texts = b""
    tables: tuple[list[tuple[int, int]], ...] = ([], [])
    for column in (0, 1):
        for pair in pairs:
            tables[column].append((len(pair[column]), start + len(texts)))
            texts += pair[column] + b"\0"
    numbers = [number for table in tables for row in table for number in row]
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, start)
    return head + struct.pack(f"<{len(numbers)}I", *numbers) + texts


def compile_all() -> int:
    """Write each .mo file that is missing or older than its .po file."""
    for path in catalogs():
        target = path.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < path.stat().st_mtime:
            target.write_bytes(compiled(read(path)))
    return 0


def check() -> int:
    """Print what keeps a catalog from being complete."""
    wrong = [] if catalogs() else ["There is no Spanish catalog under handoff/locale."]
    for path in catalogs():
        for entry in read(path):
            if entry.key and not entry.complete:
                wrong.append(f"{path.relative_to(ROOT)}: not translated: {entry.sentence!r}")
            elif entry.key and not entry.same_placeholders():
                wrong.append(f"{path.relative_to(ROOT)}: other placeholders: {entry.sentence!r}")
    if not wrong and shutil.which("xgettext"):
        wrong = missing_sentences()
    print("\n".join(wrong))
    return 1 if wrong else 0


def missing_sentences() -> list[str]:
    """Extract anew, compare the sentences, and put the files back as they were."""
    before = {path: path.read_bytes() for path in catalogs()}
    known = {path: {entry.key for entry in read(path)} for path in before}
    try:
        extract()
        return [
            f"{path.relative_to(ROOT)}: run 'make messages', new or changed: {key!r}"
            for path in before
            for key in sorted({entry.key for entry in read(path)} ^ known[path])
        ]
    finally:
        for path, content in before.items():
            path.write_bytes(content)


def extract() -> int:
    """Run Django's makemessages with our own keyword for sentences in pure modules."""
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handoff.config.settings.test")
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    import django
    from django.core.management import call_command
    from django.core.management.commands.makemessages import Command

    django.setup()
    Command.xgettext_options = [*Command.xgettext_options, "--keyword=mark_for_translation"]
    quiet = {"add_location": "file", "no_obsolete": True, "no_wrap": True, "verbosity": 0}
    ignored = ["tests/*", "*/tests/*", "scripts/*", ".venv/*", "build/*", "var/*", "handoff/testing/*"]
    LOCALES.mkdir(exist_ok=True)
    call_command(Command(), locale=["es"], ignore_patterns=ignored, **quiet)
    for path in catalogs():
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r'"(POT-Creation|PO-Revision)-Date:.*\n', "", text), encoding="utf-8")
    return 0


def catalogs() -> list[Path]:
    return sorted(LOCALES.glob("*/LC_MESSAGES/*.po"))


if __name__ == "__main__":
    verbs = {"extract": extract, "check": check, "compile": compile_all}
    if len(sys.argv) != 2 or sys.argv[1] not in verbs:
        sys.exit(__doc__)
    sys.exit(verbs[sys.argv[1]]())
