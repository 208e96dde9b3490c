"""Workbooks beside what people have: LibreOffice opens what is exported, and a killed import leaves no row.

At night: LibreOffice is a package of 90 MB, and the import a minute.
"""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from handoff.testing.casework import make_need
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import make_member, make_person, make_program
from handoff.testing.sign_in import login_with_second_factor
from tests.operations.places import ROOT

PEOPLE = 3_000


def cells_of(path: Path) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.mark.nightly
@pytest.mark.once
@pytest.mark.django_db
def test_libreoffice_opens_the_participant_database_with_every_cell(client, tmp_path):
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not here; make nightly installs it")
    program = make_program()
    for name in ("=1+1", "Ñandú", "Roe"):
        make_need(make_participant(program, make_person(program, last_name=name)).person)
    login_with_second_factor(client, make_member(program, "data_manager"))
    content = client.get(reverse("database:download", args=[program.slug, "xlsx"])).content
    ours, theirs = tmp_path / "ours.xlsx", tmp_path / "opened" / "ours.xlsx"
    ours.write_bytes(content)
    command = [
        soffice,
        "--headless",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--convert-to",
        "xlsx",
    ]
    done = subprocess.run(
        [*command, "--outdir", str(theirs.parent), str(ours)],
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert done.returncode == 0 and theirs.exists(), done.stdout + done.stderr
    assert cells_of(theirs) == cells_of(ours)
    assert any("=1+1" in str(cell) for rows in cells_of(theirs).values() for row in rows for cell in row)


@pytest.mark.nightly
@pytest.mark.slow
def test_an_import_that_is_killed_leaves_no_row_and_can_be_started_again(tmp_path):
    base = tmp_path / "handoff.sqlite3"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "handoff.config.settings.test",
        "HANDOFF_DATABASE_URL": f"sqlite:///{base}",
        "HANDOFF_DATA_FOLDER": str(tmp_path),
        "PYTHONPATH": str(ROOT),
    }

    def python(code: str) -> str:
        command = [sys.executable, "-c", f"import django; django.setup()\n{code}"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        return done.stdout.split("said ")[-1].strip()

    made = python(
        "from django.core.management import call_command\n"
        "call_command('migrate', verbosity=0)\n"
        "from handoff.testing.programs import make_member, make_program\n"
        "program = make_program()\n"
        "print('said', program.slug, make_member(program, 'data_manager').username)"
    )
    slug, user = made.split()
    lines = ["Last name,First name,DOB,Referral date,Accepted"]
    lines += [
        f"Quill{number},Ann{number},3/5/19{60 + number % 40},2026-01-1{number % 9},Y"
        for number in range(PEOPLE)
    ]
    people = tmp_path / "people.csv"
    people.write_text("\n".join(lines), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "handoff",
        "import-workbook",
        str(people),
        "--program",
        slug,
        "--as",
        user,
    ]
    importing = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    wait_until_it_writes(base, importing)
    time.sleep(0.5)
    importing.send_signal(signal.SIGKILL)
    assert importing.wait() == -signal.SIGKILL, "it was done before it was killed"
    count = (
        "from handoff.participants.models import Person\n"
        "from handoff.referrals.models import Referral\n"
        "from handoff.spreadsheets.models import ImportBatch\n"
        "print('said', Person.objects.count(), Referral.objects.count(), ImportBatch.objects.count())"
    )
    assert python(count) == "0 0 0"
    subprocess.run(command, env=environment, check=True, capture_output=True)
    assert python(count).split()[:2] == [str(PEOPLE), str(PEOPLE)]


def wait_until_it_writes(base: Path, importing: subprocess.Popen[bytes]) -> None:
    """Wait until another process can't get the right to write: the import's one transaction has it."""
    with sqlite3.connect(base, timeout=0, isolation_level=None) as probe:
        while importing.poll() is None:
            try:
                probe.execute("BEGIN IMMEDIATE")
                probe.execute("ROLLBACK")
            except sqlite3.OperationalError:
                return
            time.sleep(0.05)
    pytest.fail("the import ended before it was killed")
