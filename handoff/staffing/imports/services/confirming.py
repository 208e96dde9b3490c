"""Confirm likely matches together: a human does it, and never without a full birth date (J1)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from handoff.access.actor import Actor
from handoff.charges.models import NewCharge
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.staffing.reports import policies
from handoff.staffing.reports.queries import likely_matches
from handoff.staffing.reports.services import settle_one


@transaction.atomic
def confirm_matches(
    *,
    actor: Actor,
    program: Program,
    report_ids: Collection[UUID],
    at: datetime,
    with_court_dates: bool = False,
) -> list[NewCharge]:
    """Link the chosen reports to their participants. One that no longer matches stays to be compared.

    The court dates that the files state are added only where the person who confirms said so.
    """
    # The program's lock makes two confirmations wait: the second finds the reports gone.
    Program.objects.select_for_update(of=("self",), no_key=True).get(pk=program.pk)
    matches = likely_matches(program, report_ids)
    linked = []
    for each in matches:
        policies.check_can_compare_report(actor, each.report)
        person = Person.objects.get(pk=each.candidate.person_id)
        charge = settle_one(
            actor=actor, report=each.report, person=person, at=at, with_court_date=with_court_dates
        )
        assert charge is not None
        linked.append(charge)
    return linked
