"""`handoff import-workbook`: the same gate and counters as the page; a dry run leaves nothing behind."""

import json

import pytest
from django.core.management import call_command

from handoff.audit.models import AuditEvent
from handoff.participants.models import Person
from handoff.spreadsheets.models import ImportBatch
from handoff.testing.programs import make_member, make_program
from handoff.testing.workbooks import FOLDER

pytestmark = pytest.mark.django_db
ALDER = str(FOLDER / "alder_participants.xlsx")


@pytest.fixture
def program():
    return make_program()


def run(capsys, program, user, *more, file=ALDER):
    call_command("import_workbook", file, "--program", program.slug, "--as", user, "--json", *more)
    return json.loads(capsys.readouterr().out)


def test_a_dry_run_counts_every_row_and_leaves_nothing(capsys, program):
    keeper = make_member(program, "data_manager")
    counted = run(capsys, program, keeper.username, "--dry-run")
    assert counted["questions"] > 0
    assert sum(counted.values()) - counted["questions"] == 12
    assert not ImportBatch.objects.exists() and not Person.objects.exists()
    assert AuditEvent.objects.filter(action="workbook.shown").exists()
    assert run(capsys, program, keeper.username) == counted
    assert Person.objects.count() == counted["added"]
    again = run(capsys, program, keeper.username, "--dry-run")
    assert (again["added"], again["unchanged"]) == (0, counted["added"] + counted["unchanged"])


@pytest.mark.parametrize(
    ("role", "file", "sentence"),
    [
        ("case_manager", ALDER, "Only the program manager"),
        ("data_manager", "nowhere.xlsx", "couldn't open"),
        (None, ALDER, "no such user"),
    ],
)
def test_it_refuses_in_a_sentence(capsys, program, role, file, sentence):
    user = make_member(program, role).username if role else "no-one"
    with pytest.raises(SystemExit):
        run(capsys, program, user, file=file)
    assert sentence in capsys.readouterr().err


def test_another_program_is_refused(capsys, program):
    with pytest.raises(SystemExit):
        call_command("import_workbook", ALDER, "--program", "nowhere", "--as", "no-one")
    assert "no program called" in capsys.readouterr().err
