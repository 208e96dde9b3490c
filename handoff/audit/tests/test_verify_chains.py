"""Four ways to tamper with the trail, each found at its row; two of them only by a head published before (T13)."""

import io
import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db.models import F

from handoff.access.actor import system_actor
from handoff.audit.anchors import services as anchors
from handoff.audit.chain.queries import check_chain
from handoff.audit.models import AuditChain, AuditEvent
from handoff.audit.rules import row_hash
from handoff.audit.services import record
from handoff.testing.programs import AT

pytestmark = pytest.mark.django_db
PROGRAM = 7


@pytest.fixture(autouse=True)
def anchor_file(settings, tmp_path):
    settings.ANCHOR_FILE = str(tmp_path / "elsewhere" / "anchors.jsonl")
    return settings.ANCHOR_FILE


def write_events(times: int, program: int = PROGRAM) -> None:
    for number in range(times):
        record(actor=system_actor(program), at=AT, action="person.opened", subject=f"id-{number}")


def rewrite_chain(first: int, **changed: object) -> None:
    """Change a row and recompute every later hash and the head, as an attacker with database access can."""
    rows = AuditEvent.objects.filter(program_id=PROGRAM).order_by("number")
    previous = ""
    for row in rows:
        if row.number == first:
            for name, value in changed.items():
                setattr(row, name, value)
        row.previous = previous
        row.hash = previous = row_hash(row)
        row.save()
    AuditChain.objects.filter(program_id=PROGRAM).update(head=previous, length=rows.count())


def run_verify() -> tuple[str, bool]:
    """Run the command; return what it says and whether it fails."""
    out = io.StringIO()
    try:
        call_command("audit", "verify", stdout=out)
    except CommandError as error:
        return out.getvalue() + str(error), True
    return out.getvalue(), False


def test_a_whole_chain_is_whole():
    write_events(5)
    anchors.publish_anchors(programs=[PROGRAM], at=AT)
    write_events(3)
    output, failed = run_verify()
    assert not failed and "whole: 8 rows, held against 1 published heads" in output


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "somebody else"},
        {"at": AT + timedelta(microseconds=1)},
        {"details": {"people": 1}},
        {"user_id": 5},
        {"outcome": "seen"},
        {"address": "192.0.2.1"},
    ],
)
def test_an_edited_row_is_found_at_its_number(change):
    write_events(6)
    AuditEvent.objects.filter(program_id=PROGRAM, number=4).update(**change)
    output, failed = run_verify()
    assert failed and "row 4 was edited" in output


def test_a_deleted_row_is_found_at_its_number():
    write_events(6)
    AuditEvent.objects.filter(program_id=PROGRAM, number=3).delete()
    output, failed = run_verify()
    assert failed and "row 3 is missing" in output


def test_a_row_moved_to_another_program_is_found():
    write_events(3)
    write_events(2, program=8)
    AuditEvent.objects.filter(program_id=8, number=2).delete()
    AuditEvent.objects.filter(program_id=PROGRAM, number=2).update(program_id=8)
    assert check_chain(PROGRAM).broken_at == 2
    assert check_chain(8).broken_at == 2


def test_a_cut_tail_with_a_changed_head_is_found_by_the_anchor_alone():
    write_events(6)
    anchors.publish_anchors(programs=[PROGRAM], at=AT)
    AuditEvent.objects.filter(program_id=PROGRAM, number__gt=4).delete()
    last = AuditEvent.objects.get(program_id=PROGRAM, number=4)
    AuditChain.objects.filter(program_id=PROGRAM).update(length=4, head=last.hash)
    assert check_chain(PROGRAM).broken_at is None
    output, failed = run_verify()
    assert failed and "row 5 and what followed are gone" in output


def test_a_recomputed_chain_is_found_only_by_the_anchor():
    write_events(3)
    anchors.publish_anchors(programs=[PROGRAM], at=AT)
    write_events(3)
    anchors.publish_anchors(programs=[PROGRAM], at=AT + timedelta(hours=1))
    rewrite_chain(5, subject="nobody")
    assert check_chain(PROGRAM).broken_at is None
    output, failed = run_verify()
    assert failed and "row 6 is not the one that was published: the chain was rewritten after row 3" in output


def test_a_whole_chain_that_is_gone_is_found_by_the_anchor():
    write_events(3)
    anchors.publish_anchors(programs=[PROGRAM], at=AT)
    AuditEvent.objects.all().delete()
    AuditChain.objects.all().delete()
    output, failed = run_verify()
    assert failed and "row 1 and what followed are gone" in output


def test_a_head_set_back_is_found():
    write_events(4)
    AuditChain.objects.filter(program_id=PROGRAM).update(length=F("length") - 1)
    assert check_chain(PROGRAM).broken_at == 3


def test_without_a_row_nothing_is_published(anchor_file, settings):
    settings.ANCHOR_MAIL = ["counsel@example.org"]
    assert anchors.publish_anchors(programs=[PROGRAM], at=AT) == []
    assert not Path(anchor_file).exists() and not mail.outbox


def test_a_saved_mail_is_read_for_its_whole_anchors_alone(tmp_path):
    """The words around them, a line the mail program broke, and one with a value missing are skipped."""
    write_events(2)
    (published,) = anchors.publish_anchors(programs=[PROGRAM], at=AT)
    saved = tmp_path / "mail.txt"
    broken = published.line[:-20]
    lines = ["Keep this message.", broken, '{"program": 7}', '{"program": [], "number": 1}', published.line]
    saved.write_text("\n".join(lines))
    assert list(anchors.read_anchors(saved)) == [published]


def test_anchors_are_published_each_hour_in_the_file_and_by_mail(anchor_file, settings):
    settings.ANCHOR_MAIL = ["counsel@example.org", "clerk@example.org"]
    write_events(2)
    assert len(anchors.publish_if_due(programs=[PROGRAM], at=AT)) == 1
    assert anchors.publish_if_due(programs=[PROGRAM], at=AT + timedelta(minutes=59)) == []
    assert len(anchors.publish_if_due(programs=[PROGRAM], at=AT + timedelta(minutes=60))) == 1
    lines = [json.loads(line) for line in Path(anchor_file).read_text(encoding="utf-8").splitlines()]
    chain = AuditChain.objects.get(program_id=PROGRAM)
    assert [(each["program"], each["number"], each["head"]) for each in lines] == [
        (PROGRAM, 2, chain.head)
    ] * 2
    assert len(mail.outbox) == 2 and mail.outbox[0].to == settings.ANCHOR_MAIL
    assert chain.head in mail.outbox[0].body and "id-" not in mail.outbox[0].body


def test_a_saved_mail_is_good_enough_to_verify_with(settings, tmp_path):
    settings.ANCHOR_MAIL = ["counsel@example.org"]
    write_events(3)
    anchors.publish_anchors(programs=[PROGRAM], at=AT)
    saved = tmp_path / "message.txt"
    saved.write_text(str(mail.outbox[0].message()), encoding="utf-8")
    rewrite_chain(2, subject="nobody")
    with pytest.raises(CommandError, match="broken"):
        call_command("audit", "verify", "--anchors", str(saved), stdout=io.StringIO())


def test_verifying_without_an_anchor_says_so():
    write_events(1)
    output, failed = run_verify()
    assert not failed and "No published seal" in output


def test_the_command_publishes():
    write_events(2)
    out = io.StringIO()
    call_command("audit", "anchor", stdout=out)
    assert f"Program {PROGRAM}: row 2, seal " in out.getvalue()
    assert anchors.last_published() is not None


def restore_rows(rows: int, at: datetime) -> None:
    """Bring the chain back to its first rows, as a restore does, and let the installation's chain tell of it."""
    AuditEvent.objects.filter(program_id=PROGRAM, number__gt=rows).delete()
    head = AuditEvent.objects.get(program_id=PROGRAM, number=rows).hash
    AuditChain.objects.filter(program_id=PROGRAM).update(length=rows, head=head)
    record(
        actor=system_actor(0),
        at=at,
        action="restore.done",
        subject="file",
        details={"heads": [[PROGRAM, rows, head]]},
    )


def accept_restore() -> str:
    out = io.StringIO()
    call_command("audit", "accept-restore", stdout=out)
    return out.getvalue()


def test_after_a_restore_the_trail_is_broken_until_an_operator_accepts_the_restore():
    write_events(3)
    anchors.publish_anchors(programs=[PROGRAM], at=AT)
    write_events(3)
    anchors.publish_anchors(programs=[PROGRAM], at=AT + timedelta(hours=1))
    restore_rows(4, AT + timedelta(hours=2))
    write_events(5)
    output, failed = run_verify()
    assert (
        failed
        and "the chain was rewritten after row 3" in output
        and "handoff audit accept-restore" in output
    )
    assert "is accepted" in accept_restore() and "already accepted" in accept_restore()
    output, failed = run_verify()
    assert not failed and "whole: 9 rows, held against 2 published heads." in output
    assert "which undid 1 heads published before" in output


def test_anchors_from_before_the_backup_hold_after_the_restore():
    write_events(3)
    anchors.publish_anchors(programs=[PROGRAM], at=AT)
    restore_rows(3, AT + timedelta(hours=2))
    accept_restore()
    write_events(2)
    anchors.publish_anchors(programs=[PROGRAM], at=AT + timedelta(hours=3))
    rewrite_chain(2, subject="nobody")
    output, failed = run_verify()
    assert failed and "row 3 is not the one that was published" in output
    restore_rows(2, AT + timedelta(hours=4))
    rewrite_chain(1, subject="nobody")
    accept_restore()
    assert run_verify()[1], "the restored head itself is published"


def test_no_restore_is_accepted_that_the_trail_does_not_tell_of():
    write_events(1)
    with pytest.raises(CommandError, match="No restore found"):
        accept_restore()
