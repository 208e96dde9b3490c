"""Reports of charges that may be about a participant, and the participants that each may be about."""

import uuid
from datetime import date

from django.db.models import QuerySet

from handoff.access.permissions import Permission
from handoff.accounts.models import User
from handoff.accounts.queries import users_with_permission
from handoff.core.sorting import sort_key
from handoff.enrollment.models import Enrollment
from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.participants.lookup.rules.levels import MatchLevel
from handoff.participants.lookup.services import Candidate, find_candidates, is_certain
from handoff.participants.models import Person
from handoff.programs.models import Agency, Program
from handoff.programs.queries import partner_agencies
from handoff.staffing.models import ChargeReport

NONE_OF_THEM = "none"


def waiting_reports(program: Program) -> QuerySet[ChargeReport]:
    """Reports that a person has to compare, oldest first."""
    return ChargeReport.objects.filter(program=program).select_related("agency").order_by("reported_at", "pk")


def is_waiting(program: Program, query: LookupQuery, number: str, offense_key: str, key: str) -> bool:
    """True if the same form, or the same offense and name of one incident, already waits to be compared."""
    waiting = waiting_reports(program)
    if waiting.filter(key=key).exists():
        return True
    same = waiting.filter(
        incident_number__iexact=number,
        offense_key=offense_key,
        first_name__iexact=query.first.strip(),
        last_name__iexact=query.last.strip(),
    )
    return bool(number) and same.exists()


def find_report(program: Program, public_id: uuid.UUID) -> ChargeReport | None:
    return waiting_reports(program).filter(public_id=public_id).first()


def query_of(report: ChargeReport) -> LookupQuery:
    return LookupQuery(first=report.first_name, last=report.last_name, dob=report.date_of_birth)


def possible_participants(program: Program, query: LookupQuery) -> list[Candidate]:
    """The participants that a name and date of birth may mean, the likeliest first."""
    found = [each for each in find_candidates(program.pk, query) if each.level is not MatchLevel.NOTHING]
    enrolled = Enrollment.objects.filter(program=program, person_id__in=[each.person_id for each in found])
    ids = set(enrolled.values_list("person_id", flat=True))
    return [each for each in found if each.person_id in ids]


def find_unique_participant(query: LookupQuery, found: list[Candidate]) -> Person | None:
    """The one participant that name and date of birth match with certainty; None if there is none or more than one."""
    certain = [each for each in found if is_certain(query, each)]
    return Person.objects.get(pk=certain[0].person_id) if len(certain) == 1 else None


def chosen_person(program: Program, chosen: str) -> Person | None:
    """The person chosen on the form by public id, or None for "none of them"."""
    if chosen == NONE_OF_THEM:
        return None
    return Person.objects.filter(program=program, public_id=chosen).first()


def arresting_agencies(program: Program) -> list[Agency]:
    return list(partner_agencies(program).filter(kind=Agency.Kind.LAW_ENFORCEMENT))


def arresting_officers(program: Program, on: date) -> list[User]:
    """The program's officers by name: whoever made the arrest is heard (handbook 5d)."""
    officers = users_with_permission(program, Permission.CHARGES_DECIDE_OWN, on)
    return sorted(officers, key=lambda user: sort_key(user.full_name))
