"""Every setting that the environment gives is on the settings page, and the page names none that is not read."""

import re

from tests.architecture.source import PACKAGE, ROOT

OWN = {"DEBUG": "for developers alone", "AS_OWNER": "the command `migrate` says it to itself"}
READ = re.compile(r"""env\.\w+\(\s*["'](\w+)["']""")
ROW = re.compile(r"^\| (`[A-Z_0-9`, ]+`) \|", re.MULTILINE)


def read_in_the_code() -> set[str]:
    files = (PACKAGE / "config" / "settings").glob("*.py")
    return {name for path in files for name in READ.findall(path.read_text(encoding="utf-8"))}


def on_the_page() -> set[str]:
    page = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    return {name.strip("` ") for names in ROW.findall(page) for name in names.split(",")}


def test_every_setting_is_on_the_page():
    missing = read_in_the_code() - on_the_page() - set(OWN)
    assert not missing, f"docs/reference/settings.md has no row for {sorted(missing)}"


def test_the_page_names_no_setting_that_is_not_read():
    files = (PACKAGE / "config" / "settings").glob("*.py")
    code = "".join(path.read_text(encoding="utf-8") for path in files)
    assert not {name for name in on_the_page() if f'"{name}"' not in code}
