"""Start an installation: the site administrator and the first program, once, and the one-time link that allows it."""

import hmac
import os
import secrets
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.access.roles import RoleName
from handoff.accounts.first_run.inputs import Installation, NewProgram, NewProgramInput, SetupInput
from handoff.accounts.inputs import UserInput
from handoff.accounts.models import User
from handoff.accounts.queries import actor_for, find_user_by_username, hash_token, programs_with_role
from handoff.accounts.services.invitations import create_invitation, issue_link
from handoff.accounts.services.users import grant_role
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.core.refusals import Refused
from handoff.core.tenancy import SITE, tenant_context
from handoff.programs.models import Program
from handoff.programs.queries import local_date
from handoff.programs.services import create_program

SETUP = "(setup)"
TOKEN_BYTES = 32
JUST_ADDED = timedelta(minutes=5)
"""For so long, the same form sent again is a double click and not another program with a taken URL."""


def has_accounts() -> bool:
    """True once anyone has an account; then nothing here works any more."""
    return User.objects.exists()


def check_is_empty() -> None:
    if has_accounts():
        raise Refused(
            _(
                "Handoff is already set up: there is an account. A site administrator adds further accounts after "
                "signing in."
            )
        )


@transaction.atomic
def start_installation(
    *, setup_input: SetupInput, at: datetime, password: str = "", address: str = ""
) -> Installation:
    """Create the site administrator, the first program and, if named, its manager, all or nothing.

    With a password the administrator can sign in at once; without one they get an invitation link, as the manager does.
    """
    check_is_empty()
    # The row also locks the installation's chain, so that of two simultaneous starts the second finds an account.
    site = Actor(user_id=None, program_id=SITE, username=SETUP, roles=frozenset(), address=address)
    administrator = create_account(setup_input.administrator, password, at)
    audit.record(actor=site, at=at, action=AuditAction.ACCOUNT_ADDED, subject=administrator.public_id)
    if User.objects.exclude(pk=administrator.pk).exists():
        check_is_empty()
    program = create_program(slug=setup_input.slug, program_input=setup_input.program, at=at)
    with tenant_context(program.pk):
        installation = add_first_members(setup_input, program, administrator, at, address, bool(password))
    # The token is a file, which no rollback restores: it is deleted only when the accounts are saved.
    transaction.on_commit(void_token)
    return installation


def add_first_members(
    setup_input: SetupInput,
    program: Program,
    administrator: User,
    at: datetime,
    address: str,
    has_password: bool,
) -> Installation:
    """Grant the first roles, and invite whoever has no password yet."""
    starting, actor = make_administrator(administrator, program, at, address)
    manager, manager_link = add_manager(setup_input.manager, actor, program, at)
    link = "" if has_password else issue_link(actor=starting, user=administrator, at=at)
    return Installation(program, manager, manager_link, administrator=administrator, administrator_link=link)


def make_administrator(user: User, program: Program, at: datetime, address: str) -> tuple[Actor, Actor]:
    """Make an account the site administrator of a new program; return who granted it and the account as actor.

    No one grants themselves a role, so the setup itself grants this one.
    """
    role = RoleName.SITE_ADMINISTRATOR
    starting = Actor(
        user_id=None, program_id=program.pk, username=SETUP, roles=frozenset({role}), address=address
    )
    today = local_date(program, at)
    grant_role(actor=starting, user=user, program=program, agency=None, role=role, on=today, at=at)
    actor = actor_for(user, program, at, address)
    assert actor is not None
    return starting, actor


def add_manager(
    manager_input: UserInput | None, actor: Actor, program: Program, at: datetime
) -> tuple[User | None, str]:
    """Create the program manager's account with its role; return it with its invitation link."""
    if manager_input is None:
        return None, ""
    today = local_date(program, at)
    manager = create_account(manager_input, "", at)
    audit.record(actor=actor, at=at, action=AuditAction.ACCOUNT_ADDED, subject=manager.public_id)
    role = RoleName.PROGRAM_MANAGER
    grant_role(actor=actor, user=manager, program=program, agency=None, role=role, on=today, at=at)
    return manager, create_invitation(actor=actor, user=manager, on=today, at=at)


@transaction.atomic
def add_program(*, actor: Actor, administrator: User, new_input: NewProgramInput, at: datetime) -> NewProgram:
    """Create a further program with the same site administrator, all or nothing (P6).

    The administrator gets the role in the new program too, so that they can add its accounts. They see no participant
    of either program.
    """
    if not actor.can(Permission.PROGRAMS_ADD):
        raise Refused(_("Only a site administrator can add a program."))
    program = create_program(slug=new_input.slug, program_input=new_input.program, at=at, actor=actor)
    with tenant_context(program.pk):
        _starting, administering = make_administrator(administrator, program, at, actor.address)
        manager, link = add_manager(new_input.manager, administering, program, at)
    return NewProgram(program, manager, link)


def create_account(user_input: UserInput, password: str, at: datetime) -> User:
    if find_user_by_username(user_input.username) is not None:
        raise Refused(_("That user name is taken. Choose another one."))
    return User.objects.create_user(
        username=user_input.username.strip(),
        full_name=user_input.full_name.strip(),
        password=password or None,
        email=user_input.email,
        language=user_input.language,
        must_change_password=not password,
        active_since=at,
    )


def token_file() -> Path:
    return Path(settings.DATA_FOLDER) / "first-run-token"


def issue_first_run_link(site: str = "") -> str:
    """Return a new one-time link to the first-run page; only its hash is kept, and an earlier link is void."""
    check_is_empty()
    token = secrets.token_urlsafe(TOKEN_BYTES)
    path = token_file()
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(hash_token(token))
    fresh.replace(path)
    return f"{site or settings.SITE_ADDRESS}{reverse('accounts:first_run', args=[token])}"


def is_right_token(token: str) -> bool:
    """True for the token of the current link while no one has an account; compared in constant time."""
    try:
        kept = token_file().read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        kept = ""
    # Compared even if there is no link, so that the time doesn't tell whether there is one.
    same = hmac.compare_digest(hash_token(token), kept or "-" * 64)
    return same and bool(kept) and not has_accounts()


def void_token() -> None:
    token_file().unlink(missing_ok=True)


def find_program_just_added(user: User, new_input: NewProgramInput, at: datetime) -> Program | None:
    """The program that the same form, sent twice by a double click, has just added for this administrator."""
    same = [
        each
        for each in programs_with_role(user, at)
        if (each.slug, each.name) == (new_input.slug, new_input.program.name)
    ]
    return next((each for each in same if at - each.created_at <= JUST_ADDED), None)
