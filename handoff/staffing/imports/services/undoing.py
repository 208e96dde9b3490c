"""Undo an import: what no one has worked with goes, what someone did since stays and points to something (C-F39)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from handoff.access.actor import Actor
from handoff.casework.court.inputs import CourtInput
from handoff.casework.court.services import remove_case, write_case
from handoff.casework.models import CourtCase
from handoff.casework.services import lock_person
from handoff.charges.corrections.services import is_worked_with, mark_entered_in_error, undo_change
from handoff.charges.models import NewCharge, NewChargeChange, SourceCharge
from handoff.spreadsheets.models import ImportBatch, ImportedRecord
from handoff.staffing.imports.services.writing import CHANGES
from handoff.staffing.models import ChargeReport
from handoff.staffing.reports.queries import had_court_date
from handoff.staffing.reports.services import COURT_CASES
from handoff.staffing.services import alert_team, tell_entered_in_error

State = SourceCharge.State
What = NewChargeChange.What


@dataclass
class Undoing:
    """One undo. Each record is restored, or False says that it stays."""

    actor: Actor
    batch: ImportBatch
    at: datetime

    def restore(self, record: ImportedRecord) -> bool:
        if record.table == COURT_CASES:
            return self.remove_court_date(record)
        if record.table == CHANGES:
            change = NewChargeChange.objects.select_related("charge__program").get(pk=record.record_id)
            return self.restore_charge(change, record.fingerprint)
        source = SourceCharge.objects.select_related("charge__program").get(pk=record.record_id)
        return self.remove(source) if record.is_added else self.restore_source(source)

    def remove_court_date(self, record: ImportedRecord) -> bool:
        """Remove a court date that came with a charge. One that someone worked with, or whose charge stays, stays."""
        source = SourceCharge.objects.filter(pk=record.fingerprint).select_related("charge").first()
        if source is not None and source.charge is not None and is_worked_with(source.charge):
            return False
        case = CourtCase.objects.filter(pk=record.record_id).first()
        return case is None or remove_case(case)

    def remove(self, source: SourceCharge) -> bool:
        """Forget a charge that the file brought. One that someone worked with stays as it is."""
        charge = source.charge
        if charge is not None:
            if is_worked_with(charge):
                return False
            if not charge.sources.exclude(pk=source.pk).exists() and self.is_from(source, charge):
                mark_entered_in_error(actor=self.actor, charge=charge, at=self.at)
                tell_entered_in_error(charge, self.at)
        source.delete()
        return True

    def is_from(self, source: SourceCharge, charge: NewCharge) -> bool:
        """Whether the charge came with the file; someone may have typed it before."""
        return source.batch is not None and charge.recorded_at >= (source.judged_at or self.at)

    def restore_source(self, source: SourceCharge) -> bool:
        """Recognize the charge as it was before the file. What still waits to be compared keeps waiting."""
        # What an earlier version kept has no fingerprint of the names.
        source.person_print, source.content_print, *names = source.former_prints or ["", ""]
        source.names_print, source.former_prints = "".join(names), []
        source.save(update_fields=["person_print", "names_print", "content_print", "former_prints"])
        return True

    def restore_charge(self, change: NewChargeChange, source_id: str) -> bool:
        """Give a charge its former values back, or the person it was taken from, unless someone decided since."""
        charge = change.charge
        decided = charge.decisions.filter(decided_at__gt=change.changed_at)
        if change.what == What.ENTERED_IN_ERROR:
            return self.link_again(change, SourceCharge.objects.get(pk=source_id))
        if decided.exists() or not undo_change(actor=self.actor, change=change, at=self.at):
            return False
        if change.what == What.AMENDED:
            alert_team(charge, self.at, kind="charge_amended", occasion=f":undo-{change.pk}")
        return True

    def link_again(self, change: NewChargeChange, source: SourceCharge) -> bool:
        """Undo the correction of a person; not if someone has since said who it is."""
        if source.state == State.LINKED or not undo_change(actor=self.actor, change=change, at=self.at):
            return False
        ChargeReport.objects.filter(source_charge=source).delete()
        source.charge, source.state = change.charge, State.LINKED
        source.save(update_fields=["charge", "state"])
        self.restore_court_date(change, source)
        alert_team(change.charge, self.at, occasion=f":restored-{change.pk}")
        return True

    def restore_court_date(self, change: NewChargeChange, source: SourceCharge) -> None:
        """Put the court date back that went with the charge, unless it is on the record again. Its worker added it."""
        taken = change.former_court_date
        if taken is None:
            return
        wanted = CourtInput(taken.court, taken.when, taken.on, taken.starts)
        person = lock_person(change.charge.person)
        if had_court_date(person, wanted):
            return
        case = write_case(self.actor, person, "", wanted, str(uuid4()), self.at)
        CourtCase.objects.filter(pk=case.pk).update(added_by_id=taken.added_by_id)
        case.events.update(recorded_by_id=taken.added_by_id)
        noted = ImportedRecord.objects.filter(table=COURT_CASES, fingerprint=str(source.pk))
        noted.update(record_id=str(case.pk))
