"""Confirm likely matches together: a human does it, and never without a full birth date (J1)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from handoff.access.actor import Actor
from handoff.charges.models import NewCharge
from handoff.participants.lookup.services import Candidate, CandidateIndex
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.staffing.models import ChargeReport
from handoff.staffing.reports import policies
from handoff.staffing.reports.queries import Matcher, match_report, waiting_reports
from handoff.staffing.reports.rules.matching import Bucket
from handoff.staffing.reports.services import settle_one


@dataclass(frozen=True)
class LikelyMatch:
    """A report and the one participant whose name and birth date agree."""

    report: ChargeReport
    candidate: Candidate


def likely_matches(program: Program, only: Collection[UUID] | None = None) -> list[LikelyMatch]:
    """The waiting reports of files that match one participant, computed now. A corrected person is compared alone."""
    reports = waiting_reports(program).filter(source_charge__isnull=False, is_correction=False)
    if only is not None:
        reports = reports.filter(public_id__in=only)
    listed = list(reports)
    matcher = Matcher(program, CandidateIndex(program.pk)) if listed else None
    found = [(each, match_report(each, matcher)) for each in listed]
    return [LikelyMatch(each, match.candidates[0]) for each, match in found if match.bucket is Bucket.MATCHED]


@transaction.atomic
def confirm_matches(
    *, actor: Actor, program: Program, report_ids: Collection[UUID], at: datetime
) -> list[NewCharge]:
    """Link the chosen reports to their participants. One that no longer matches stays to be compared."""
    # The program's lock makes two confirmations wait: the second finds the reports gone.
    Program.objects.select_for_update(of=("self",), no_key=True).get(pk=program.pk)
    matches = likely_matches(program, report_ids)
    linked = []
    for each in matches:
        policies.check_can_compare_report(actor, each.report)
        person = Person.objects.get(pk=each.candidate.person_id)
        charge = settle_one(actor=actor, report=each.report, person=person, at=at)
        assert charge is not None
        linked.append(charge)
    return linked
