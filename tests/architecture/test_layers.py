"""The contracts on imports know every app and every subject inside one, and see what is planted there."""

import os
import shutil
import subprocess
import sys
import tomllib

import pytest

from tests.architecture.source import PACKAGE, ROOT, python_files

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
    "contracts"
]
EXHAUSTIVE = [
    contract for contract in CONTRACTS if contract["type"] == "layers" and contract.get("exhaustive")
]
CONTAINERS = [container for contract in EXHAUSTIVE for container in contract["containers"]]
LAYERS = {
    "urls",
    "views",
    "jobs",
    "forms",
    "presenters",
    "middleware",
    "services",
    "policies",
    "queries",
    "inputs",
    "readers",
    "models",
    "wording",
    "definitions",
    "rules",
    "facts",
    "states",
}
"""What a package that holds one of these is an app or a subject, and answers to a contract."""
OUTSIDE = {
    "handoff.demo": "a program that plays the county through the services of every app, cut by what it plays"
}


def cut_into_layers() -> set[str]:
    """Return every package that holds a module or a package named like a layer."""
    found = set()
    for path in python_files():
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        found |= {".".join(parts[:place]) for place in range(2, len(parts)) if parts[place] in LAYERS}
    return found


def test_every_app_and_every_subject_inside_one_answers_to_a_contract():
    assert len(CONTAINERS) == len(set(CONTAINERS))
    apps = {f"handoff.{path.parent.name}" for path in PACKAGE.glob("*/apps.py")}
    missing = (apps | cut_into_layers()) - set(CONTAINERS) - set(OUTSIDE)
    assert not missing, f"name these among the containers of a contract in pyproject.toml: {sorted(missing)}"
    assert not {name for name in CONTAINERS if not (ROOT / name.replace(".", "/")).is_dir()}


PLANTED = {
    "desk/people/team_helpers.py": ("", "handoff.desk.people.team_helpers"),
    "consent/register/queries.py": (
        "from handoff.consent.register import views  # noqa: F401",
        "handoff.consent.register.queries -> handoff.consent.register.views",
    ),
    "participants/lookup/rules/keys.py": (
        "from django.db import models  # noqa: F401",
        "handoff.participants.lookup.rules.keys -> django",
    ),
}


@pytest.mark.slow
@pytest.mark.once
def test_the_contracts_see_what_is_planted_in_a_nested_package(tmp_path):
    shutil.copytree(
        PACKAGE, tmp_path / "handoff", ignore=shutil.ignore_patterns("static", "locale", "__pycache__")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for place, (line, _seen) in PLANTED.items():
        with (tmp_path / "handoff" / place).open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    ran = subprocess.run(
        [sys.executable, "-c", code, "--no-cache"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert not [seen for _line, seen in PLANTED.values() if seen not in ran.stdout], ran.stdout
