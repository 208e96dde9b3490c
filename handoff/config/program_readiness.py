"""What each program still needs before people can use it (P6)."""

from collections.abc import Iterator
from datetime import datetime

from django.core import checks
from django.core.checks import CheckMessage
from django.db import DatabaseError
from django.utils import timezone

from handoff.access.roles import RoleName
from handoff.accounts.models import User
from handoff.accounts.queries import current_agreement, current_memberships, unended_memberships
from handoff.core.tenancy import tenant_context
from handoff.eligibility.queries import current_criteria
from handoff.programs.models import Agency, Program
from handoff.programs.queries import current_script, local_date, partner_agencies, weekly_hours

PARTNERS = {
    Agency.Kind.LAW_ENFORCEMENT: "No law enforcement partner: the program manager adds one under Partners.",
    Agency.Kind.CASE_MANAGEMENT: (
        "No case management or peer support partner: the program manager adds one under Partners."
    ),
}


def check_programs() -> list[CheckMessage]:
    """One warning for each thing that's missing; a training program needs nothing."""
    try:
        return list(missing_things(timezone.now()))
    except DatabaseError as error:
        return [warning("programs", f"They can't be read ({type(error).__name__}).")]


def missing_things(at: datetime) -> Iterator[CheckMessage]:
    if not User.objects.exists():
        yield warning(
            "accounts",
            "No one has an account: run handoff setup, or open the link that handoff serve prints.",
        )
    for program in Program.objects.filter(is_demo=False).order_by("slug"):
        with tenant_context(program.pk):
            found = list(missing_in_program(program, at))
        for sentence in found:
            yield warning(f"program {program.slug}", sentence)


def missing_in_program(program: Program, at: datetime) -> Iterator[str]:
    """One sentence for each thing that keeps people from using the program, with who can change it."""
    today = local_date(program, at)
    held = current_memberships(today).filter(program=program)
    roles = set(held.values_list("role", flat=True))
    if not roles:
        yield "No account: a site administrator adds one under Accounts."
    elif RoleName.PROGRAM_MANAGER not in roles:
        yield "No program manager: a site administrator adds one under Accounts."
    unfit = [
        each for each in unended_memberships(program, today).select_related("agency") if not each.fits_kind
    ]
    if unfit:
        yield (
            f"{len(unfit)} role(s) don't fit the kind of partner and have no effect: a program manager replaces "
            "them under Accounts."
        )
    if current_agreement(program, at) is None:
        yield "No confidentiality agreement: the program manager publishes one under Accounts."
    if not weekly_hours(program):
        yield "No business hours: the program manager sets them under Program."
    if current_criteria(program, at) is None:
        yield "No active eligibility criteria: the program manager proposes them, and partners approve them."
    if current_script(program, "en", at) is None:
        yield "No officer script: the program manager publishes one under Program."
    kinds = set(partner_agencies(program).values_list("kind", flat=True))
    yield from (sentence for kind, sentence in PARTNERS.items() if kind not in kinds)


def warning(name: str, sentence: str) -> CheckMessage:
    return checks.Warning(sentence, obj=name, id="handoff.program")
