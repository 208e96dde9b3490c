"""What importing a workbook would do, row by row: each row has exactly one outcome (D-F51)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handoff.core.text import uuid_or_none
from handoff.participants.columns import PERSON_TABLE
from handoff.participants.lookup.rules.names import normalize_name
from handoff.participants.lookup.services import CandidateIndex
from handoff.participants.models import Gender, Person, RaceEthnicity
from handoff.participants.queries import kept_record
from handoff.programs.models import Program
from handoff.referrals.models import Referral
from handoff.spreadsheets.facts import RowOutcome
from handoff.workbooks import queries
from handoff.workbooks.facts import KEEP, TAKE, Question, QuestionKind, Remark, StatedRow
from handoff.workbooks.models import WorkbookRow
from handoff.workbooks.readers.people import Context
from handoff.workbooks.services.matching import Matcher, Whose

SAID_YES = frozenset({Referral.State.ACCEPTED, Referral.State.HANDED_OFF})
BLANK: dict[str, tuple[object, ...]] = {
    "gender": ("", Gender.NOT_ASKED),
    "race_ethnicity": ([], [RaceEthnicity.NOT_ASKED]),
    "language": ("",),
}
"""What counts as not known in a field of a person; `None` and "" everywhere else."""


@dataclass
class PlannedRow:
    """A row and what becomes of it.

    `leader` is the earlier row of the same new person, `same` that of the same referral.
    """

    row: StatedRow
    outcome: RowOutcome
    reason: str = ""
    person: Person | None = None
    leader: "PlannedRow | None" = None
    same: "PlannedRow | None" = None
    link: WorkbookRow | None = None
    referral: Referral | None = None
    adds_referral: bool = False
    adds_enrollment: bool = False
    changes: dict[str, object] = field(default_factory=dict)
    answer: str = ""
    status: tuple[str, str] | None = None
    contacts: list[tuple[str, str]] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)
    blanked: int = 0

    @property
    def is_taken(self) -> bool:
        return self.outcome in {RowOutcome.ADDED, RowOutcome.CHANGED, RowOutcome.UNCHANGED}

    @property
    def changes_something(self) -> bool:
        return bool(
            self.adds_referral
            or self.adds_enrollment
            or self.changes
            or self.answer
            or self.status
            or self.contacts
            or self.needs
        )


@dataclass
class Planner:
    """Plans the rows of one workbook in their order."""

    program: Program
    context: Context
    known: Mapping[str, WorkbookRow]
    matcher: Matcher
    record: queries.OnRecord = field(default_factory=queries.OnRecord)
    by_id: dict[str, int] = field(default_factory=dict)
    by_identity: dict[str, PlannedRow] = field(default_factory=dict)
    referred: dict[object, dict[tuple[date, str], PlannedRow]] = field(default_factory=dict)
    pending: dict[int, dict[str, object]] = field(default_factory=lambda: defaultdict(dict))
    """What earlier rows change of people on record."""

    def plan(self, rows: Sequence[StatedRow]) -> list[PlannedRow]:
        self.by_id = self.people_of(rows)
        whose = [self.whose(row) for row in rows]
        people = {each.person_id for each in whose if each.person_id}
        self.record = queries.read_records(self.program, people)
        return [self.plan_row(row, found) for row, found in zip(rows, whose, strict=True)]

    def people_of(self, rows: Sequence[StatedRow]) -> dict[str, int]:
        """The people on record whose Handoff IDs the rows state."""
        ids = [str(each) for row in rows if (each := uuid_or_none(row.handoff_id)) is not None]
        found: dict[str, int] = {}
        for part in queries.chunks(ids):
            people = Person.objects.filter(program=self.program, public_id__in=part)
            for person in people.select_related("merged_into"):
                found[str(person.public_id)] = kept_record(person).pk
        return found

    def whose(self, row: StatedRow) -> Whose:
        link = self.known.get(row.identity)
        if link is not None:
            return Whose(person_id=kept_record(link.person).pk)
        if row.problems or row.waits:
            return Whose()
        if row.handoff_id.strip().lower() in self.by_id:
            return Whose(person_id=self.by_id[row.handoff_id.strip().lower()])
        found = self.matcher.whose(row)
        self.matcher.remember(row)
        return found

    def plan_row(self, row: StatedRow, whose: Whose) -> PlannedRow:
        planned = self.judge(row, whose)
        self.by_identity[row.identity] = planned
        return planned

    def judge(self, row: StatedRow, whose: Whose) -> PlannedRow:
        if row.problems:
            return PlannedRow(row, RowOutcome.REFUSED, row.problems[0].sentence)
        if row.waits:
            return PlannedRow(row, RowOutcome.REVIEW, _("A question about this row is open."))
        if whose.question is not None:
            row.questions.append(whose.question)
            return PlannedRow(row, RowOutcome.REVIEW, _("Say whose row it is."))
        if whose.leader:
            return self.join(row, self.by_identity.get(whose.leader))
        if whose.person_id is None:
            return self.add(row)
        return self.update(row, self.record.people[whose.person_id])

    def add(self, row: StatedRow) -> PlannedRow:
        """Someone who isn't on record, with what the row says."""
        planned = PlannedRow(
            row, RowOutcome.ADDED, adds_referral=True, adds_enrollment=row.enrolled_on is not None
        )
        planned.contacts = [(each.kind, each.value) for each in row.contacts]
        planned.needs = list(row.needs)
        self.note_referral(row.identity, row, planned)
        return planned

    def join(self, row: StatedRow, first: PlannedRow | None) -> PlannedRow:
        """The person of an earlier row: another referral of theirs, or the same one entered twice."""
        if first is None or not first.is_taken:
            return PlannedRow(row, RowOutcome.REVIEW, _("The row of the same person is held back."))
        leader = first.leader or first
        if leader.person is not None:
            return self.update(row, leader.person)
        planned = PlannedRow(row, RowOutcome.UNCHANGED, leader=leader)
        fill_blanks(leader.row, row)
        has = {*leader.contacts, *planned.contacts}
        planned.contacts = [(c.kind, c.value) for c in row.contacts if (c.kind, c.value) not in has]
        planned.needs = [code for code in row.needs if code not in leader.needs]
        return self.finish_join(planned, leader)

    def finish_join(self, planned: PlannedRow, leader: PlannedRow) -> PlannedRow:
        row, seen = planned.row, self.referred[leader.row.identity]
        assert row.referral is not None
        key = (row.referral.occurred_on, row.referral.pathway)
        same = seen.get(key)
        enrolled = any(each.adds_enrollment for each in seen.values())
        if same is None:
            planned.adds_referral, planned.outcome = True, RowOutcome.ADDED
            planned.adds_enrollment = row.enrolled_on is not None and not enrolled
            seen[key] = planned
            planned.reason = _("Another referral of the person of row %(line)s.") % {"line": leader.row.line}
        else:
            planned.same = same
            planned.reason = _("The same referral as row %(line)s.") % {"line": same.row.line}
            if planned.contacts or planned.needs:
                planned.outcome = RowOutcome.CHANGED
        return planned

    def note_referral(self, person: object, row: StatedRow, planned: PlannedRow) -> None:
        assert row.referral is not None
        key = (row.referral.occurred_on, row.referral.pathway)
        self.referred.setdefault(person, {})[key] = planned

    # Someone on record

    def update(self, row: StatedRow, person: Person) -> PlannedRow:
        """Add what is new and fill in what is blank; what differs on both sides is a question."""
        link = self.known.get(row.identity)
        planned = PlannedRow(row, RowOutcome.UNCHANGED, person=person, link=link)
        if link is not None and dict(row.prints) == file_prints(link):
            planned.referral = link.referral
            return planned
        planned.blanked = len(set(file_prints(link)) - set(row.prints)) if link else 0
        self.plan_person(planned, person)
        self.plan_referral(planned, person)
        self.plan_enrollment(planned, person)
        planned.contacts = [
            (c.kind, c.value)
            for c in row.contacts
            if (c.kind, c.value) not in self.record.contacts[person.pk]
        ]
        planned.needs = [code for code in row.needs if code not in self.record.needs[person.pk]]
        self.record.contacts[person.pk] |= set(planned.contacts)
        self.record.needs[person.pk] |= set(planned.needs)
        if row.waits:
            planned.outcome, planned.reason = RowOutcome.REVIEW, _("Handoff and the workbook differ.")
        elif planned.changes_something:
            planned.outcome = RowOutcome.CHANGED if link or not planned.adds_referral else RowOutcome.ADDED
        if planned.blanked and planned.outcome is not RowOutcome.REVIEW:
            planned.reason = _("Cells that are blank now change nothing.")
        return planned

    def plan_person(self, planned: PlannedRow, person: Person) -> None:
        pending = self.pending[person.pk]
        for name, stated in planned.row.person.known().items():
            value = list(stated) if isinstance(stated, tuple) else stated
            now = pending.get(name, getattr(person, name))
            if name in pending or is_equal(name, now, value):
                # Of two rows that change one field, the first counts.
                continue
            if now in BLANK.get(name, (None, "")) or self.takes(planned, name, now, value):
                planned.changes[name] = pending[name] = value

    def takes(self, planned: PlannedRow, name: str, now: object, value: object) -> bool:
        """Whether the workbook's value replaces another one: it changed there alone, or the user said so."""
        row, prints = planned.row, planned.link.prints if planned.link else {}
        before = prints.get(f"typed:{name}", "")
        if before == typed_print(self.context, name, value):
            # The workbook says what it said before; what Handoff has was entered since.
            return False
        if before and before == typed_print(self.context, name, now):
            return True
        key = self.context.key("difference", [row.identity, name, str(value), str(now)])
        answer = self.context.answers.get(key, "")
        if not answer:
            row.questions.append(difference(key, row, name, now, value))
        return answer == TAKE

    def plan_referral(self, planned: PlannedRow, person: Person) -> None:
        """The referral of the same day, or one to add; an answer that the workbook changed is taken."""
        row = planned.row
        assert row.referral is not None
        found = planned.link.referral if planned.link and planned.link.referral else None
        found = found or self.record.referral_on(self.program, person.pk, row.referral.occurred_on)
        planned.referral = found
        if found is None:
            seen = self.referred.setdefault(person.pk, {})
            key = (row.referral.occurred_on, row.referral.pathway)
            planned.adds_referral = key not in seen
            seen.setdefault(key, planned)
            return
        said_yes, says_yes = found.state in SAID_YES, row.referral.state in SAID_YES
        before = (planned.link.prints if planned.link else {}).get("typed:state", "")
        if said_yes != says_yes and before == typed_print(self.context, "state", said_yes):
            planned.answer = row.referral.state
        elif said_yes != says_yes:
            row.remarks.append(
                Remark(
                    _("Row %(line)s") % {"line": row.line},
                    _("Their answer on record stays. Change it on the referral if the workbook is right."),
                )
            )

    def plan_enrollment(self, planned: PlannedRow, person: Person) -> None:
        row, enrolled = planned.row, self.record.enrolled.get(person.pk)
        if row.enrolled_on is None:
            return
        if enrolled is None:
            self.plan_intake(planned, person)
            return
        period, wanted = self.record.periods.get(person.pk), (row.status, row.inactive_reason)
        if not row.status or period is None or wanted == (period.status, period.reason):
            return
        if "status" not in self.pending[person.pk] and self.takes(
            planned, "status", (period.status, period.reason), wanted
        ):
            planned.status = wanted
            self.pending[person.pk]["status"] = wanted

    def plan_intake(self, planned: PlannedRow, person: Person) -> None:
        """An intake that the workbook states; one of a referral made in Handoff is completed there."""
        pending, referral = self.pending[person.pk], planned.referral
        if "enrolled_on" in pending:
            return
        says_yes = planned.answer or (referral is not None and referral.state in SAID_YES)
        past = (
            referral is not None
            and referral.pk in self.record.past
            and referral.pk not in self.record.intakes
        )
        if planned.adds_referral or (past and says_yes):
            planned.adds_enrollment = True
            pending["enrolled_on"] = planned.row.enrolled_on
        else:
            where = _("Row %(line)s") % {"line": planned.row.line}
            planned.row.remarks.append(
                Remark(where, _("Complete the intake on the record: the referral was made in Handoff."))
            )


def file_prints(link: WorkbookRow) -> dict[str, str]:
    """The fingerprints of the cells of a row, without those of what was read from them."""
    return {name: value for name, value in link.prints.items() if not name.startswith("typed:")}


def typed_print(context: Context, name: str, value: object) -> str:
    return context.key("typed", [name, str(value)])


def is_equal(name: str, now: object, value: object) -> bool:
    if name.endswith("_name") or name == "suffix":
        return normalize_name(str(now)) == normalize_name(str(value))
    return set(now) == set(value) if isinstance(now, list) and isinstance(value, list) else now == value


def fill_blanks(first: StatedRow, row: StatedRow) -> None:
    """Let an earlier row of the same person know what only this one says."""
    known = first.person.known()
    more = {name: value for name, value in row.person.known().items() if name not in known}
    first.person = replace(first.person, **more)  # type: ignore[arg-type]


def difference(key: str, row: StatedRow, name: str, now: object, value: object) -> Question:
    """Which of two values is right, shown beside each other."""
    label = field_label(name)
    return Question(
        key,
        QuestionKind.DIFFERENCE,
        _("Handoff and the workbook differ: %(field)s") % {"field": label},
        _("Row %(line)s") % {"line": row.line},
        ((KEEP, _("Keep what Handoff has")), (TAKE, _("Take what the workbook says"))),
        sides=(
            (_("In Handoff"), ((label, shown(now)),)),
            (_("In the workbook"), ((label, shown(value)),)),
        ),
    )


def field_label(name: str) -> str:
    """A field of a person as the participant database calls it."""
    found = next((each for each in PERSON_TABLE if each.key == name), None)
    return str(found.label) if found else _("Status")


def shown(value: object) -> str:
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, list | tuple):
        return ", ".join(str(each) for each in value if each)
    return str(value or "")


def make_planner(program: Program, source_name: str, context: Context) -> Planner:
    known = queries.known_rows(program, source_name)
    anyone = Person.objects.filter(program=program).exists()
    index = CandidateIndex(program.pk) if anyone else None
    matcher = Matcher(program.pk, context.key, dict(context.answers), index)
    return Planner(program, context, known, matcher)
