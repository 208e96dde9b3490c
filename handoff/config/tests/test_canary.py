"""The canary tells row-level security that works from one that only looks right in the catalog (T8, finding-S14)."""

import pytest
from django.db import connection

from handoff.audit.models import AuditChain, AuditEvent
from handoff.config.canary import check_canary
from handoff.config.results import is_good
from handoff.participants.models import Person
from handoff.programs.models import Program

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no row-level security"),
]
EVERYTHING = "CREATE POLICY handoff_wall ON {} USING (true) WITH CHECK (true)"


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def test_the_canary_lives_and_leaves_nothing():
    found = check_canary()
    assert is_good(found), found.msg
    left = (Program, Person, AuditEvent, AuditChain)
    assert not any(model.objects.filter(pk__lt=0).exists() for model in (Program, Person))
    assert not any(model.objects.filter(program_id__lt=0).exists() for model in left[2:])


@pytest.mark.parametrize(
    ("statements", "sentence"),
    [
        (
            ["DROP POLICY handoff_wall ON participants_person", EVERYTHING.format("participants_person")],
            "another program sees rows that aren't its own; another program changes",
        ),
        (
            ["CREATE POLICY also ON audit_auditevent USING (true)"],
            "a request without a program sees rows that aren't its own",
        ),
        (["GRANT UPDATE ON audit_auditevent TO PUBLIC"], "audit rows can be changed"),
        (["GRANT DELETE ON audit_auditevent TO PUBLIC"], "audit rows can be deleted"),
        (
            ["ALTER TABLE audit_auditchain DISABLE TRIGGER handoff_audit_head"],
            "the audit log can be cut short",
        ),
        (["DROP POLICY handoff_wall ON participants_person"], "can't be shown (ProgrammingError)"),
    ],
)
def test_the_canary_names_what_the_catalog_does_not_show(statements, sentence):
    run(*statements)
    found = check_canary()
    assert not is_good(found) and sentence in found.msg
