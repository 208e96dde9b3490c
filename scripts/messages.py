"""The translation catalogs: extract, check and compile.

scripts/messages.py extract    bring the .po files up to date with the code (needs GNU gettext)
scripts/messages.py check      fail on a sentence that is untranslated, fuzzy or missing from the .po file
scripts/messages.py compile    write the .mo files that the program reads
"""

import re
import shutil
import sys
from collections import Counter
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
LOCALES = ROOT / "handoff" / "locale"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")

Key = tuple[str, str, str]


def read(path: Path) -> list[polib.POEntry]:
    """Entries in use; those kept as obsolete (#~) are left out, and no sentence may stand there twice."""
    entries = [entry for entry in polib.pofile(str(path)) if not entry.obsolete]
    # polib would compare every entry with every other.
    twice = sorted(
        found for found, count in Counter(key(entry)[:2] for entry in entries).items() if count > 1
    )
    if twice:
        raise ValueError(f"{path}: more than once: {twice}")
    return entries


def key(entry: polib.POEntry) -> Key:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural


def translations(entry: polib.POEntry) -> list[str]:
    """One text, or one for each plural form."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def keeps_placeholders(entry: polib.POEntry) -> bool:
    """A plural form may drop a placeholder ("one person"); a sentence without plural forms may not."""
    wanted = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    if entry.msgid_plural:
        return all(set(PLACEHOLDER.findall(text)) <= wanted for text in entry.msgstr_plural.values())
    return set(PLACEHOLDER.findall(entry.msgstr)) == wanted


def compile_all() -> int:
    """Write each .mo file that is missing or older than its .po file."""
    for path in catalogs():
        target = path.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < path.stat().st_mtime:
            compile_catalog(path)
    return 0


def compile_catalog(path: Path) -> None:
    polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))


def check() -> int:
    """Print what keeps a catalog from being complete."""
    wrong = [] if catalogs() else ["There is no Spanish catalog under handoff/locale."]
    for path in catalogs():
        for entry in read(path):
            if not entry.translated():
                wrong.append(f"{path.relative_to(ROOT)}: not translated: {entry.msgid!r}")
            elif not keeps_placeholders(entry):
                wrong.append(f"{path.relative_to(ROOT)}: other placeholders: {entry.msgid!r}")
    if not wrong and shutil.which("xgettext"):
        wrong = missing_sentences()
    print("\n".join(wrong))
    return 1 if wrong else 0


def missing_sentences() -> list[str]:
    """Extract again, compare the sentences, and put the files back as they were."""
    before = {path: path.read_bytes() for path in catalogs()}
    after = {}
    try:
        extract()
        after = {
            path: {key(entry) for entry in read(path)} for path in before if path.read_bytes() != before[path]
        }
    finally:
        for path, content in before.items():
            path.write_bytes(content)
    return [
        f"{path.relative_to(ROOT)}: run 'make messages', new or changed: {changed!r}"
        for path, found in after.items()
        for changed in sorted(found ^ {key(entry) for entry in read(path)})
    ]


def extract() -> int:
    """Run Django's makemessages with our own keyword for sentences in pure modules."""
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handoff.config.settings.test")
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    import django
    from django.core.management import call_command
    from django.core.management.commands.makemessages import BuildFile, Command

    class QuickBuildFile(BuildFile):
        """A template. Django searches all sentences of the program for the place of each template by a pattern."""

        def postprocess_messages(self, msgs: str) -> str:
            written, read = (path.removeprefix("./") for path in (self.work_path, self.path))
            return msgs.replace(written, read) if self.is_templatized else msgs

    django.setup()
    Command.build_file_class = QuickBuildFile
    Command.xgettext_options = [*Command.xgettext_options, "--keyword=_now", "--keyword=mark_for_translation"]
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
