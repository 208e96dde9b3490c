"""Every dependency is there for a reason that can be read beside it, and is locked with its hashes."""

import re
import tomllib

import pytest

from tests.architecture.source import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RUN, SOURCE, DEV = PROJECT["dependencies"], *map(PROJECT["optional-dependencies"].get, ("source", "dev"))
LINES = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()


def name_of(requirement: str) -> str:
    return re.split(r"[\[~=<>; ]", requirement)[0].lower()


@pytest.mark.parametrize("requirement", [*RUN, *SOURCE, *DEV])
def test_a_dependency_gives_its_reason(requirement):
    line = next(number for number, text in enumerate(LINES) if text.strip().startswith(f'"{requirement}"'))
    reason = LINES[line - 1].strip()
    assert reason.startswith("# ") and reason.endswith(".") and len(reason.split()) >= 5, (
        f"{requirement}: {reason}"
    )


@pytest.mark.parametrize(
    ("file", "requirements"), [("run", [*RUN, *SOURCE]), ("dev", [*RUN, *SOURCE, *DEV])], ids=["run", "dev"]
)
def test_the_lock_file_holds_every_dependency_with_hashes(file, requirements):
    text = (ROOT / "requirements" / f"{file}.txt").read_text(encoding="utf-8")
    locked = dict(
        re.findall(r"^([\w.-]+)(?:\[[\w,]*\])?==\S+.*\\\n((?:    --hash=\S+.*\n?)+)", text, re.MULTILINE)
    )
    missing = {name_of(requirement) for requirement in requirements} - {name.lower() for name in locked}
    assert not missing, f"run 'make lock': {missing}"
