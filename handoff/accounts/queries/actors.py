"""The actors of several users at once: for a notice that goes to many."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from handoff.access.actor import Actor
from handoff.accounts.models import AgreementSignature, Membership, User
from handoff.accounts.queries import HELD, HeldRow, current_agreement, held_roles, make_actor
from handoff.programs.models import Program
from handoff.programs.queries import local_date


def actors_for(users: Iterable[User], program: Program, at: datetime) -> dict[int, Actor]:
    """The actors of those users who have a role in the program, by the user's primary key, in three queries."""
    active = {each.pk: each for each in users if each.is_active}
    rows: dict[int, list[HeldRow]] = defaultdict(list)
    held_by = Membership.objects.filter(user_id__in=active, program_id=program.pk)
    for user_id, *row in held_by.values_list("user_id", *HELD):
        rows[user_id].append(tuple(row))
    signed = set(
        AgreementSignature.objects.filter(agreement=current_agreement(program, at), user_id__in=active)
        .values_list("user_id", flat=True)
        .distinct()
    )
    on = local_date(program, at)
    return {
        user_id: make_actor(active[user_id], program, held, signed=user_id in signed)
        for user_id, theirs in rows.items()
        if (held := held_roles(theirs, on))
    }
