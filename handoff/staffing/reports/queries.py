"""Reports of charges that may be about a participant, and the participants that each may be about."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import QuerySet

from handoff.access.permissions import Permission
from handoff.accounts.models import User
from handoff.accounts.queries import users_with_permission
from handoff.casework.court.inputs import CourtInput
from handoff.casework.court.queries import cases_of, half_day
from handoff.casework.models import Court, CourtCase, CourtCaseEvent, When
from handoff.casework.queries import UNDO_WITHIN
from handoff.charges.models import DifferentPerson
from handoff.core.sorting import sort_key
from handoff.enrollment.models import Enrollment
from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.participants.lookup.rules.levels import MatchLevel
from handoff.participants.lookup.services import (
    Candidate,
    CandidateIndex,
    find_candidates,
    is_certain,
)
from handoff.participants.models import Person
from handoff.programs.models import Agency, Program
from handoff.programs.queries import local_date, partner_agencies, time_zone_of
from handoff.staffing.models import ChargeReport
from handoff.staffing.reports.facts import NamedPerson
from handoff.staffing.reports.rules.matching import (
    Bucket,
    Likeness,
    age_gap,
    bucket_of,
    lookup_query,
    middle_agreement,
    shown_beside,
)

NONE_OF_THEM = "none"
MOST_FOUND = 12
MOST_SHOWN = 5
SHOWN_FROM = 0.5
"""Lower than the lookup's: beside a likely participant, one of the same name with another birth date is shown."""


@dataclass(frozen=True)
class Match:
    """What a named person has to do with the participants, and those to show beside them, the likeliest first."""

    bucket: Bucket
    candidates: tuple[Candidate, ...]


class Matcher:
    """Match named people with a program's participants, active or not. For many people, give it an index."""

    def __init__(self, program: Program, index: CandidateIndex | None = None) -> None:
        self.program, self.index = program, index

    def match(self, person: NamedPerson, on: date, *, but_not: Collection[int] = ()) -> Match:
        """The participants that a person may be on the day of the arrest, without those judged not to be them."""
        found = [
            each
            for each in self.found_by(lookup_query(person, on))
            if each.person_id in self.participants and each.person_id not in but_not
        ]
        likenesses = [
            Likeness(
                place,
                each.match,
                each.level,
                age_gap(person, on, each.date_of_birth),
                middle_agreement(person, each.first_name, each.middle_name),
            )
            for place, each in enumerate(found)
        ]
        shown = shown_beside(person, likenesses)[:MOST_SHOWN]
        return Match(bucket_of(person, likenesses), tuple(found[each.place] for each in shown))

    def found_by(self, query: LookupQuery) -> list[Candidate]:
        if self.index is not None:
            return self.index.find(query, MOST_FOUND, shown_from=SHOWN_FROM)
        return find_candidates(self.program.pk, query, MOST_FOUND, shown_from=SHOWN_FROM)

    @cached_property
    def participants(self) -> frozenset[int]:
        enrolled = Enrollment.objects.filter(program=self.program)
        return frozenset(enrolled.values_list("person_id", flat=True))


def waiting_reports(program: Program) -> QuerySet[ChargeReport]:
    """Reports that a person has to compare, oldest first."""
    return whole_reports(program).filter(dropped_at__isnull=True).order_by("reported_at", "pk")


def whole_reports(program: Program) -> QuerySet[ChargeReport]:
    return ChargeReport.objects.filter(program=program).select_related("agency", "program", "source_charge")


def dropped_reports(program: Program, at: datetime) -> QuerySet[ChargeReport]:
    """Reports that someone answered with "none of them" within the hour, the newest answer first."""
    dropped = whole_reports(program).filter(dropped_at__gt=at - UNDO_WITHIN)
    return dropped.select_related("source_charge__batch").order_by("-dropped_at", "pk")


def is_waiting(program: Program, query: LookupQuery, number: str, offense_key: str, key: str) -> bool:
    """True if the same form was sent before, or the same offense and name of one incident waits to be compared."""
    if ChargeReport.objects.filter(program=program, key=key).exists():
        return True
    same = waiting_reports(program).filter(
        incident_number__iexact=number,
        offense_key=offense_key,
        first_name__iexact=query.first.strip(),
        last_name__iexact=query.last.strip(),
    )
    return bool(number) and same.exists()


def find_report(program: Program, public_id: uuid.UUID) -> ChargeReport | None:
    return waiting_reports(program).filter(public_id=public_id).first()


def named_person(report: ChargeReport) -> NamedPerson:
    """The person a report names."""
    return NamedPerson(
        first=report.first_name,
        middle=report.middle_name,
        last=report.last_name,
        suffix=report.suffix,
        born_on=report.date_of_birth,
        age=report.age,
    )


def people_judged_different(program: Program) -> dict[str, set[int]]:
    """For each named person, by fingerprint, the participants that someone said they aren't."""
    found: dict[str, set[int]] = defaultdict(set)
    for each in DifferentPerson.objects.filter(program=program):
        found[each.person_print].add(each.person_id)
    return found


def match_report(
    report: ChargeReport, matcher: Matcher | None = None, judged: Mapping[str, set[int]] | None = None
) -> Match:
    """The participants that a report may be about, without those already compared with that person."""
    if judged is None:
        judged = people_judged_different(report.program)
    source = report.source_charge
    return (matcher or Matcher(report.program)).match(
        named_person(report),
        report.occurred_on,
        but_not=judged.get(source.person_print, ()) if source is not None else (),
    )


@dataclass(frozen=True)
class LikelyMatch:
    """A report and the one participant whose name and birth date agree, but for a slip that seldom means another."""

    report: ChargeReport
    candidate: Candidate


def likely_matches(program: Program, only: Collection[uuid.UUID] | None = None) -> list[LikelyMatch]:
    """The waiting reports of files that match one participant, computed now. Each correction is compared by itself."""
    reports = waiting_reports(program).filter(source_charge__isnull=False, is_correction=False)
    if only is not None:
        reports = reports.filter(public_id__in=only)
    listed = list(reports)
    matcher = Matcher(program, CandidateIndex(program.pk)) if listed else None
    judged = people_judged_different(program)
    found = [(each, match_report(each, matcher, judged)) for each in listed]
    return [LikelyMatch(each, match.candidates[0]) for each, match in found if match.bucket is Bucket.MATCHED]


def count_likely(program: Program) -> int:
    """How many waiting charges of files can be confirmed together."""
    return len(likely_matches(program))


def report_to_take_back(program: Program, public_id: str, at: datetime) -> ChargeReport | None:
    """A report answered with "none of them" within the hour, or one that waits to be compared again."""
    kept = [*dropped_reports(program, at), *waiting_reports(program)]
    return next((each for each in kept if str(each.public_id) == public_id), None)


def answered_together(report: ChargeReport) -> Sequence[ChargeReport]:
    """A report that was answered with "none of them", and those that the same answer was about."""
    source = report.source_charge
    if source is None:
        return [report]
    return list(
        whole_reports(report.program).filter(
            dropped_at=report.dropped_at,
            dropped_by_id=report.dropped_by_id,
            source_charge__person_print=source.person_print,
            source_charge__source_name=source.source_name,
        )
    )


def reports_of_same_person(report: ChargeReport) -> Sequence[ChargeReport]:
    """A report with the others of its source that name the very same person; they are compared as one."""
    if report.source_charge is None:
        return [report]
    return list(
        waiting_reports(report.program).filter(
            source_charge__person_print=report.source_charge.person_print,
            source_charge__source_name=report.source_charge.source_name,
        )
    )


def offered_court_date(report: ChargeReport, at: datetime) -> CourtInput | None:
    """The court date that a file states beside a charge, unless it has passed (J4). Superior Court names a week."""
    if report.court_at is None:
        return None
    moment = report.court_at.astimezone(time_zone_of(report.program))
    if moment.date() < local_date(report.program, at):
        return None
    when = When.WEEK if report.court == Court.SUPERIOR else When.TIME
    return CourtInput(report.court, when, moment.date(), moment.time()).cleaned


def had_court_date(person: Person, wanted: CourtInput) -> bool:
    """Whether a case of theirs comes up then, or did until someone moved it: the same date twice adds nothing."""
    slot = slot_of(CourtCase(court=wanted.court, when=wanted.when, on=wanted.on, time=wanted.starts))
    cases = cases_of(person)
    known = {slot_of(each) for each in cases} | {
        slot_of(each) for case in cases for each in case.events.all()
    }
    return slot in known


def slot_of(dated: CourtCase | CourtCaseEvent) -> tuple[str, date | None, str]:
    """One morning or afternoon at one court is one appearance."""
    return (dated.court, dated.on, half_day(dated))


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
