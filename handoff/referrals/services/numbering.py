"""Locks, numbers and submission keys of referrals, and the referring agency."""

from django.db.models import Max
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.core.refusals import Refused
from handoff.programs.models import Agency, Program
from handoff.programs.queries import police_agencies
from handoff.referrals.models import Referral


def lock_program(program: Program) -> None:
    """Let one submission at a time through, so that no number or key is used twice."""
    # The program row stands in for a sequence: numbers have no gaps, and a key is looked up and used under one lock.
    Program.objects.select_for_update().get(pk=program.pk)


def lock_referral(referral: Referral) -> Referral:
    """Read a referral again under a row lock."""
    return Referral.objects.select_for_update().get(pk=referral.pk)


def next_number(program: Program) -> int:
    """The next referral number of the program. Call it under the program's lock."""
    highest: int | None = Referral.objects.filter(program=program).aggregate(most=Max("number"))["most"]
    return (highest or 0) + 1


def find_referral_by_key(key: str, program: Program) -> Referral | None:
    """The referral already made with this submission key."""
    return Referral.objects.filter(key=key, program=program).first()


def choose_referring_agency(
    actor: Actor, program: Program, chosen: Agency | None, permission: Permission
) -> Agency | None:
    """The chosen agency if the actor may refer for it, else the first of theirs.

    Who refers with one permission refers for an agency where they hold it: an officer who also works at a clinic
    sets no charge aside for the clinic, whose staff would follow the referral.
    """
    own = Agency.objects.filter(program=program, pk__in=actor.agencies_with(permission)).order_by("pk")
    if chosen is not None and chosen in own:
        return chosen
    return own.first()


def choose_checking_agency(program: Program, chosen: Agency | None) -> Agency | None:
    """The law enforcement agency that checks eligibility: the chosen one, or the program's only one (N19)."""
    current = {each.pk: each for each in police_agencies(program)}
    if chosen is not None:
        if chosen.pk not in current:
            raise Refused(_("Choose one of the program's law enforcement agencies."))
        return chosen
    return next(iter(current.values())) if len(current) == 1 else None
