"""One submission after the other: locks, numbers, keys, and the agency a referral comes from."""

from django.db.models import Max

from handoff.access.actor import Actor
from handoff.programs.models import Agency, Program
from handoff.referrals.models import Referral


def lock_program(program: Program) -> None:
    """Let one submission after the other through, so that numbers and keys are given once."""
    Program.objects.select_for_update().get(pk=program.pk)


def lock_referral(referral: Referral) -> Referral:
    """Read a referral afresh, to be changed by nobody else until this is done."""
    return Referral.objects.select_for_update().get(pk=referral.pk)


def next_number(program: Program) -> int:
    """Return the next referral number of the program; call under the program's lock."""
    highest: int | None = Referral.objects.filter(program=program).aggregate(most=Max("number"))["most"]
    return (highest or 0) + 1


def used_key(key: str, program: Program) -> Referral | None:
    """Return the referral that this key has already made."""
    return Referral.objects.filter(key=key, program=program).first()


def own_agency(actor: Actor, program: Program, given: Agency | None) -> Agency | None:
    """Return the agency a referral comes from: the one given if it is the actor's, else the actor's only one."""
    own = Agency.objects.filter(program=program, pk__in=actor.agency_ids).order_by("pk")
    if given is not None and given in own:
        return given
    return own.first()
