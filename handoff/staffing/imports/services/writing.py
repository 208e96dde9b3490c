"""Write what a file says: reports to compare, amended charges, charges that the source put on the wrong person."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from handoff.access.actor import Actor
from handoff.casework.court.services import remove_case
from handoff.casework.models import CourtCase
from handoff.charges.corrections.services import amend_charge, mark_entered_in_error
from handoff.charges.facts import ChargeValues, FormerCourtDate
from handoff.charges.models import NewCharge, NewChargeChange, SourceCharge
from handoff.charges.queries import all_offenses
from handoff.charges.rules import recognize_charge
from handoff.opportunity.rules.charge_cells import read_grade
from handoff.participants.lookup.services import CandidateIndex
from handoff.programs.models import Agency
from handoff.programs.queries import local_date
from handoff.spreadsheets.batches.services import note_changes
from handoff.spreadsheets.facts import BatchChange, RowOutcome
from handoff.spreadsheets.models import ImportBatch, ImportedRecord
from handoff.staffing.imports.facts import IncomingCharge, Kind
from handoff.staffing.imports.readers.courts import read_court
from handoff.staffing.imports.rules.names import split_name
from handoff.staffing.imports.rules.planning import PlannedCharge, Prints
from handoff.staffing.models import ChargeReport
from handoff.staffing.reports.queries import (
    Match,
    Matcher,
    arresting_officers,
    people_judged_different,
)
from handoff.staffing.reports.rules.matching import Bucket
from handoff.staffing.reports.services import COURT_CASES
from handoff.staffing.services import alert_team, tell_entered_in_error

State = SourceCharge.State
SOURCES, CHANGES = "charges.sourcecharge", "charges.newchargechange"
MANY = 2_000


@dataclass
class Writing:
    """One import's writing. Matching reads everyone once, whatever the size of the file."""

    actor: Actor
    batch: ImportBatch
    at: datetime
    waits: bool = False
    _added: list[SourceCharge] = field(default_factory=list)
    _reports: list[ChargeReport] = field(default_factory=list)
    _changes: list[BatchChange] = field(default_factory=list)
    _matches: dict[tuple[str, int | None, date], Match] = field(default_factory=dict)

    def write(self, plan: Mapping[str, PlannedCharge], known: Mapping[str, SourceCharge]) -> None:
        """Write each charge that is new or changed. Of one that is no participant's, only fingerprints stay."""
        for planned in plan.values():
            if planned.outcome is RowOutcome.ADDED:
                self.add(planned)
            elif planned.outcome is RowOutcome.CHANGED:
                self.change(planned, known[planned.identity])
            else:
                self.renew_court_date(planned.charge, known[planned.identity])
        SourceCharge.objects.bulk_create(self._added, batch_size=MANY)
        for report in self._reports:
            # Its key was made just now.
            report.source_charge_id = report.source_charge.pk if report.source_charge else None
        ChargeReport.objects.bulk_create(self._reports, batch_size=MANY)
        added = [BatchChange(SOURCES, str(each.pk), is_added=True, fingerprint="") for each in self._added]
        note_changes(self.batch, (*added, *self._changes))

    def add(self, planned: PlannedCharge) -> None:
        source = SourceCharge(
            program=self.batch.program,
            source_name=self.batch.source_name,
            identity=planned.identity,
            person_print=planned.prints.person,
            names_print=planned.prints.names,
            content_print=planned.prints.content,
            batch=self.batch,
            state=State.DROPPED,
        )
        self._added.append(source)
        if self.match(planned).bucket is not Bucket.NEW:
            self.let_compare(planned, source)

    def change(self, planned: PlannedCharge, source: SourceCharge) -> None:
        """Take what the source corrected, and keep what people decided."""
        is_renamed = source.person_print != planned.prints.person
        is_same_text = Prints("", "", source.content_print).text == planned.prints.text
        source.former_prints = [source.person_print, source.content_print, source.names_print]
        source.person_print, source.content_print = planned.prints.person, planned.prints.content
        source.names_print, source.batch = planned.prints.names, self.batch
        match = self.match(planned)
        report = waiting_report(source)
        if source.state == State.LINKED and source.charge is not None:
            if is_renamed and not self.is_still(source.charge, match):
                self.unlink(source, source.charge)
                if match.bucket is not Bucket.NEW:
                    self.let_compare(planned, source, is_correction=True)
            else:
                self.amend(source.charge, planned.charge, is_same_text=is_same_text)
        elif report is not None:
            values = self.values_beside(report, planned.charge, is_same_text=is_same_text)
            write_report(report, planned.charge, values, is_renamed=is_renamed)
            report.officer_id = self.officer_id(planned.charge) or report.officer_id
            report.save()
        elif is_renamed and match.bucket is not Bucket.NEW:
            self.let_compare(planned, source)
        source.save()
        self._changes.append(BatchChange(SOURCES, str(source.pk), is_added=False, fingerprint=""))

    def renew_court_date(self, charge: IncomingCharge, source: SourceCharge) -> None:
        """A charge that is still to be compared is offered with the court date that the source lists now."""
        report: ChargeReport | None = getattr(source, "report", None)
        if report is not None and charge.court_at not in (None, report.court_at):
            write_court_date(report, charge)
            report.save(update_fields=["court_at", "court"])

    def is_still(self, charge: NewCharge, match: Match) -> bool:
        """Whether a person whose details the source completed is still the participant it is linked to."""
        return bool(match.candidates) and match.candidates[0].person_id == charge.person_id

    def unlink(self, source: SourceCharge, charge: NewCharge) -> None:
        """Take the charge off the wrong person with a trace, and tell those who were alerted."""
        source.charge, source.state = None, State.DROPPED
        if charge.sources.exclude(pk=source.pk).exists():
            # Another source says so too: only a person can take it off.
            return
        change = mark_entered_in_error(
            actor=self.actor, charge=charge, at=self.at, taken_along=withdraw_court_date(source)
        )
        self._changes.append(BatchChange(CHANGES, str(change.pk), is_added=True, fingerprint=str(source.pk)))
        tell_entered_in_error(charge, self.at)

    def amend(self, charge: NewCharge, incoming: IncomingCharge, *, is_same_text: bool) -> None:
        values = self.values_beside(charge, incoming, is_same_text=is_same_text)
        change = amend_charge(actor=self.actor, charge=charge, values=values, at=self.at)
        if change is None:
            return
        self._changes.append(BatchChange(CHANGES, str(change.pk), is_added=True, fingerprint=""))
        if change.what == NewChargeChange.What.AMENDED:
            alert_team(charge, self.at, kind="charge_amended", occasion=f":{change.pk}")

    def let_compare(
        self, planned: PlannedCharge, source: SourceCharge, *, is_correction: bool = False
    ) -> None:
        """Keep a report until someone on the care team has compared it."""
        source.state = State.WAITING
        self.waits = True
        assert self.actor.user_id is not None
        report = ChargeReport(
            program=self.batch.program,
            agency=self.agency,
            source_charge=source,
            is_correction=is_correction,
            reported_at=self.at,
            reported_by_id=self.actor.user_id,
            officer_id=self.officer_id(planned.charge),
            key=f"{self.batch.pk}:{planned.identity}"[:64],
        )
        write_report(report, planned.charge, self.values(planned.charge))
        self._reports.append(report)

    def match(self, planned: PlannedCharge) -> Match:
        person, on = planned.charge.person, planned.charge.occurred_on
        key = (planned.prints.person, person.age, on)
        if key not in self._matches:
            judged = self.judged.get(planned.prints.person, set())
            self._matches[key] = self.matcher.match(person, on, but_not=judged)
        return self._matches[key]

    def values_beside(
        self, current: NewCharge | ChargeReport, charge: IncomingCharge, *, is_same_text: bool
    ) -> ChargeValues:
        """What a charge is to a program, where a blank cell of the file takes nothing back."""
        if not charge.statute and current.statute:
            offense = (
                recognize_charge(current.statute, charge.words, read_grade(charge.grade)).offense_key or ""
            )
            charge = replace(charge, statute=current.statute, offense_key=offense)
        values = self.values(charge)
        if is_same_text:
            values = replace(values, offense_key=current.offense_key, title=current.title)
        if charge.kind is Kind.NOT_KNOWN:
            values = replace(values, how=current.how)
        if charge.counts is None:
            values = replace(values, counts=current.counts)
        if charge.occurred_at is None and charge.occurred_on == current.occurred_on:
            values = replace(values, occurred_at=current.occurred_at)
        return values

    def values(self, charge: IncomingCharge) -> ChargeValues:
        """What a charge is to a program: the title of its own list of offenses, else the source's words."""
        title = self.titles.get(charge.offense_key, "")
        return ChargeValues(
            offense_key=charge.offense_key,
            title=title or charge.words or charge.statute,
            statute=charge.statute[:40],
            how=charge.kind.value,
            occurred_on=charge.occurred_on,
            occurred_at=charge.occurred_at,
            counts=charge.counts or 1,
        )

    def officer_id(self, charge: IncomingCharge) -> int | None:
        """The one officer of the sender's agency with the very name that the file prints; an initial isn't enough."""
        first, _middle, last, _suffix = split_name(charge.officer)
        named = self.officers.get((first.casefold(), last.casefold()), []) if first and last else []
        return named[0] if len(named) == 1 else None

    @cached_property
    def officers(self) -> Mapping[tuple[str, str], list[int]]:
        """The officers of the sender's agency by first and last name."""
        found: dict[tuple[str, str], list[int]] = defaultdict(list)
        if self.agency is None:
            return found
        today = local_date(self.batch.program, self.at)
        of_agency = set(self.agency.memberships.values_list("user_id", flat=True))
        for user in arresting_officers(self.batch.program, today):
            first, _middle, last, _suffix = split_name(user.full_name)
            if user.pk in of_agency:
                found[first.casefold(), last.casefold()].append(user.pk)
        return found

    @cached_property
    def matcher(self) -> Matcher:
        return Matcher(self.batch.program, CandidateIndex(self.batch.program_id))

    @cached_property
    def judged(self) -> dict[str, set[int]]:
        return people_judged_different(self.batch.program)

    @cached_property
    def titles(self) -> dict[str, str]:
        return {each.key: each.title for each in all_offenses(self.batch.program)}

    @cached_property
    def agency(self) -> Agency | None:
        """The sender's own agency, where it makes arrests."""
        own = Agency.objects.filter(pk__in=self.actor.agency_ids, kind=Agency.Kind.LAW_ENFORCEMENT)
        return own.first() if own.count() == 1 else None


def write_report(
    report: ChargeReport, charge: IncomingCharge, values: ChargeValues, *, is_renamed: bool = True
) -> None:
    """What a report says of a charge and of the person it names. Of the same one a blank takes nothing back."""
    person = charge.person
    if not is_renamed:
        person = replace(person, born_on=person.born_on or report.date_of_birth, age=person.age or report.age)
    report.first_name, report.middle_name = person.first, person.middle
    report.last_name, report.suffix = person.last, person.suffix
    report.date_of_birth, report.age = person.born_on, person.age
    report.incident_number = charge.incident_number
    if is_renamed or charge.court_at is not None:
        write_court_date(report, charge)
    for name, value in values.by_name().items():
        setattr(report, name, value)


def waiting_report(source: SourceCharge) -> ChargeReport | None:
    """The report that waits to be compared. One that was answered with "none of them" is about another row now."""
    report: ChargeReport | None = getattr(source, "report", None)
    if report is None or report.dropped_at is None:
        return report
    report.delete()
    return None


def withdraw_court_date(source: SourceCharge) -> FormerCourtDate | None:
    """Take a court date that came with a charge off the wrong person, unless someone has worked with it.

    Returns the date, for an undo. What the import noted of it stays, so that its own undo finds it again.
    """
    for record in ImportedRecord.objects.filter(table=COURT_CASES, fingerprint=str(source.pk)):
        case = CourtCase.objects.filter(pk=record.record_id).first()
        if case is not None and remove_case(case):
            return FormerCourtDate(case.court, case.when, case.on, case.time, case.added_by_id)
    return None


def write_court_date(report: ChargeReport, charge: IncomingCharge) -> None:
    report.court_at = charge.court_at
    report.court = read_court(charge.court) if charge.court_at is not None else ""
