"""The operator releases an account or resets its second step when no manager can (finding-I3)."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.utils import timezone

from handoff.accounts.queries import is_locked, sign_in_subject
from handoff.accounts.services.operator import operator_actor
from handoff.audit.definitions import AuditAction
from handoff.audit.models import AuditEvent
from handoff.audit.services import record
from handoff.notifications.models import Notice
from handoff.notifications.services import send_queued_notices
from handoff.testing.programs import make_member, make_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    user = make_member(make_program(), "program_manager", username="mona")
    type(user).objects.filter(pk=user.pk).update(email="mona@example.org")
    user.refresh_from_db()
    return user


def lock(user) -> None:
    subject = sign_in_subject(user.username)
    record(actor=operator_actor(), at=timezone.now(), action=AuditAction.SIGN_IN_LOCKED, subject=subject)


def details_of(action) -> dict:
    return AuditEvent.objects.get(action=action).details


def test_a_locked_manager_is_released_in_the_audit_log_and_notified(manager, capsys, monkeypatch, mailoutbox):
    """finding-I3"""
    monkeypatch.setenv("SUDO_USER", "ops")
    lock(manager)
    call_command("release_account", "MONA")
    assert not is_locked("mona", timezone.now())
    assert details_of(AuditAction.ACCOUNT_RELEASED) == {"machine_user": "ops"}
    assert details_of(AuditAction.SIGN_IN_RELEASED) == {"machine_user": "ops"}
    send_queued_notices(at=timezone.now())
    [mail] = mailoutbox
    assert mail.to == ["mona@example.org"] and "released on the server" in mail.subject
    said = capsys.readouterr()
    assert "mona" not in said.out + said.err + mail.subject + mail.body.lower()


def test_an_account_that_is_not_locked_or_not_there_is_refused(manager):
    """finding-I3"""
    with pytest.raises(CommandError, match="isn't locked"):
        call_command("release_account", "mona")
    for command in ("release_account", "reset_second_step"):
        with pytest.raises(CommandError, match="no account with this user name"):
            call_command(command, "no.account")
    assert not AuditEvent.objects.filter(action=AuditAction.ACCOUNT_RELEASED).exists()


def test_a_second_step_is_reset_and_everyone_who_must_know_is_notified(manager, client, capsys):
    """finding-I3, finding-S2: whoever reaches the machine could use it to sign in as someone else."""
    other = make_member(manager.memberships.get().program, "program_manager", username="max")
    type(other).objects.filter(pk=other.pk).update(email="max@example.org")
    Authenticator.objects.create(user=manager, type="totp", data={})
    client.force_login(manager)
    call_command("reset_second_step", "mona")
    assert not Authenticator.objects.filter(user=manager).exists()
    assert not client.get("/settings/").wsgi_request.user.is_authenticated
    assert "machine_user" in details_of(AuditAction.FACTOR_RESET)
    notices = Notice.objects.filter(kind="second_step_reset")
    assert {each.to_address for each in notices} == {"mona@example.org", "max@example.org"}
    said = capsys.readouterr().out
    assert "sets it up again" in said and "A mail to the owner is queued." in said
    assert "Mails to program managers queued: 1." in said


@pytest.mark.parametrize("command", ["release_account", "reset_second_step"])
def test_no_mail_is_claimed_to_managers_who_get_none(manager, capsys, command):
    """finding-I3: one manager has no address, the other is the owner."""
    other = make_member(manager.memberships.get().program, "program_manager", username="max")
    type(other).objects.filter(pk=other.pk).update(email="")
    lock(manager)
    call_command(command, "mona")
    said = capsys.readouterr().out
    assert "No program manager gets a mail" in said and "A mail to the owner is queued." in said
    assert [each.to_address for each in Notice.objects.all()] == ["mona@example.org"]


def test_an_owner_without_an_address_hears_from_the_operator(manager, capsys):
    type(manager).objects.filter(pk=manager.pk).update(email="")
    call_command("reset_second_step", "mona")
    assert "tell its owner yourself" in capsys.readouterr().out
