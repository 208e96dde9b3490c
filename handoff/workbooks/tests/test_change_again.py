"""What a later workbook of the same source changes, what it asks, and what an undo restores (D2, D-F46, D-F50)."""

from datetime import date, timedelta

import pytest

from handoff.core.refusals import Refused
from handoff.enrollment.models import Enrollment, StatusPeriod
from handoff.participants.lookup.services import rebuild_keys
from handoff.participants.models import LookupKey, Person
from handoff.programs.models import PolicyVersion
from handoff.referrals.models import Referral
from handoff.spreadsheets.facts import RowOutcome
from handoff.spreadsheets.models import ImportBatch
from handoff.testing.enrollment import make_referral
from handoff.testing.programs import make_actor, make_person
from handoff.testing.workbooks import make_workbook
from handoff.workbooks import services
from handoff.workbooks.facts import KEEP, NEW_PERSON, TAKE, QuestionKind
from handoff.workbooks.models import WorkbookRow
from handoff.workbooks.services.matching import row_answer
from handoff.workbooks.tests.test_import_workbooks import AT, Desk, counts

pytestmark = pytest.mark.django_db
DAY = AT.date() - timedelta(days=40)
LATER = AT + timedelta(days=1)
HEADINGS = (
    "Last name", "First name", "Middle name", "DOB", "Goes by", "Phone", "Race", "Referral date", "Type", "Accepted",
    "Why not", "Intake date", "Active?", "Why inactive", "Status since",
)  # fmt: skip


def row(**cells):
    cells = {
        "Last name": "Roe",
        "First name": "Ann",
        "Middle name": "Quincy",
        "DOB": "1990-03-05",
        "Referral date": DAY,
        "Type": "S",
        "Accepted": "Y",
        **cells,
    }
    return tuple(cells.get(each, "") for each in HEADINGS)


class Again(Desk):
    """A data manager whose workbook comes a second time."""

    def first(self, *rows):
        batch = self.read(make_workbook(HEADINGS, *rows))
        self.import_it(batch)
        return Person.objects.get()

    def second(self, *rows):
        return self.read(make_workbook(HEADINGS, *rows), at=LATER)

    def say(self, batch, code):
        for question in services.questions_in(self.plan(batch, LATER)):
            services.answer_questions(actor=self.actor, batch=batch, answers={question.key: code}, at=LATER)

    def ann(self):
        """Someone on record with the name and birth date of the workbook's row."""
        person = make_person(self.program, first_name="Ann", last_name="Roe", date_of_birth=date(1990, 3, 5))
        rebuild_keys(person)
        return person


@pytest.fixture
def desk():
    return Again()


def test_what_changed_in_the_workbook_alone_is_taken_and_an_undo_restores_it(desk):
    person = desk.first(row())
    batch = desk.second(row(**{"Middle name": "Rae", "Goes by": "Annie"}))
    assert counts(desk.plan(batch, LATER)) == {"changed": 1}
    desk.import_it(batch, LATER)
    person.refresh_from_db()
    assert (person.middle_name, person.preferred_name) == ("Rae", "Annie")
    keys = LookupKey.objects.filter(person=person).count()
    services.undo_file(actor=desk.actor, batch=batch, at=LATER)
    person.refresh_from_db()
    assert (person.middle_name, person.preferred_name) == ("Quincy", "")
    assert LookupKey.objects.filter(person=person).count() < keys


def test_what_changed_in_handoff_alone_stays(desk):
    person = desk.first(row())
    Person.objects.filter(pk=person.pk).update(middle_name="Sage")
    batch = desk.second(row(Phone="919-555-0142"))
    assert counts(desk.plan(batch, LATER)) == {"changed": 1}
    desk.import_it(batch, LATER)
    person.refresh_from_db()
    assert person.middle_name == "Sage" and person.contact_points.get().value == "+19195550142"


@pytest.mark.parametrize(
    ("field", "heading", "on_record", "stated", "kept", "taken"),
    [
        ("middle_name", "Middle name", "Sage", "Rae", "Sage", "Rae"),
        ("race_ethnicity", "Race", ["asian"], "White", ["asian"], ["white"]),
    ],
)
@pytest.mark.parametrize("answer", [KEEP, TAKE])
def test_what_changed_on_both_sides_is_asked_side_by_side(
    desk, field, heading, on_record, stated, kept, taken, answer
):
    person = desk.first(row(Race="Black"))
    Person.objects.filter(pk=person.pk).update(**{field: on_record})
    batch = desk.second(row(**{"Race": "Black", heading: stated}))
    [question] = services.questions_in(desk.plan(batch, LATER))
    assert question.kind is QuestionKind.DIFFERENCE and counts(desk.plan(batch, LATER)) == {"review": 1}
    (_in_handoff, ((label, ours),)), (_in_workbook, ((same, theirs),)) = question.sides
    assert label == same and ours and theirs and ours != theirs
    desk.say(batch, answer)
    desk.import_it(batch, LATER)
    person.refresh_from_db()
    assert getattr(person, field) == (kept if answer == KEEP else taken)
    services.undo_file(actor=desk.actor, batch=batch, at=LATER)
    person.refresh_from_db()
    assert getattr(person, field) == on_record


def test_a_yes_that_the_workbook_made_a_no_is_taken_and_restored(desk):
    desk.first(row())
    before = Referral.objects.values().get()
    batch = desk.second(row(**{"Accepted": "N", "Why not": "not ready"}))
    desk.import_it(batch, LATER)
    referral = Referral.objects.get()
    assert referral.state == "declined" and referral.events.filter(what="declined").exists()
    services.undo_file(actor=desk.actor, batch=batch, at=LATER)
    assert Referral.objects.values().get() == before
    assert not referral.events.filter(what="declined").exists()


def test_a_no_that_the_workbook_made_a_yes_is_taken(desk):
    desk.first(row(**{"Accepted": "N", "Why not": "not ready"}))
    desk.import_it(desk.second(row()), LATER)
    referral = Referral.objects.get()
    assert referral.decline_reason == "" and referral.events.filter(what="accepted").exists()


def test_an_answer_that_changed_in_handoff_stays_with_a_remark(desk):
    desk.first(row())
    Referral.objects.update(state="declined", decline_reason="not_ready")
    batch = desk.second(row(Phone="919-555-0142"))
    [planned] = desk.plan(batch, LATER)
    assert "Their answer on record stays" in planned.row.remarks[-1].sentence
    desk.import_it(batch, LATER)
    assert Referral.objects.get().state == "declined"


def test_an_intake_and_a_status_come_with_later_workbooks(desk):
    desk.first(row())
    intake = {"Intake date": DAY + timedelta(days=9)}
    desk.import_it(desk.second(row(**intake)), LATER)
    assert Enrollment.objects.get().enrolled_on == intake["Intake date"]
    moved = {
        "Active?": "Inactive",
        "Why inactive": "Moved away",
        "Status since": AT.date() - timedelta(days=2),
    }
    batch = desk.second(row(**intake, **moved))
    desk.say(batch, TAKE)
    desk.import_it(batch, LATER)
    now = StatusPeriod.objects.get(ends_at__isnull=True)
    assert (now.status, now.reason) == ("inactive", "moved") and now.starts_at < AT
    services.undo_file(actor=desk.actor, batch=batch, at=LATER)
    assert StatusPeriod.objects.get().status == "active"


def test_a_status_that_changed_on_both_sides_is_asked(desk):
    intake = {"Intake date": DAY + timedelta(days=9)}
    desk.first(row(**intake, **{"Active?": "Active"}))
    StatusPeriod.objects.update(status="inactive", reason="out_of_touch")
    moved = {"Active?": "Inactive", "Why inactive": "Moved away"}
    batch = desk.second(row(**intake, **moved))
    [question] = services.questions_in(desk.plan(batch, LATER))
    assert "Status" in question.label
    desk.say(batch, KEEP)
    assert StatusPeriod.objects.get().reason == "out_of_touch"


def test_an_intake_of_a_referral_made_in_handoff_is_left_to_the_record(desk):
    made = make_referral(desk.program, desk.ann(), at=AT - timedelta(days=40))
    stated = {"Referral date": made.occurred_at.date(), "Intake date": AT.date() - timedelta(days=3)}
    batch = desk.read(make_workbook(HEADINGS, row(**stated)))
    services.answer_likely(actor=desk.actor, batch=batch, at=AT)
    [planned] = desk.plan(batch)
    assert "the referral was made in Handoff" in planned.row.remarks[-1].sentence
    assert not planned.adds_enrollment


def test_two_rows_of_someone_on_record_follow_the_first(desk):
    person = desk.ann()
    batch = desk.read(make_workbook(HEADINGS, row(), row(**{"Referral date": DAY + timedelta(days=20)})))
    first, second = desk.plan(batch)
    [asked] = services.questions_in([second])
    services.answer_questions(
        actor=desk.actor, batch=batch, answers={asked.key: row_answer(first.row.identity)}, at=AT
    )
    first, second = desk.plan(batch)
    assert "held back" in second.reason
    [asked] = services.questions_in([first])
    services.answer_questions(
        actor=desk.actor, batch=batch, answers={asked.key: str(person.public_id)}, at=AT
    )
    assert [each.person for each in desk.plan(batch)] == [person, person]
    desk.import_it(batch)
    assert Person.objects.get().referrals.count() == 2


def test_of_two_rows_that_change_one_field_of_someone_the_first_counts(desk):
    person = str(desk.ann().public_id)
    file = make_workbook(
        ("Handoff ID", *HEADINGS),
        (person, *row(**{"Middle name": "Rae"})),
        (person, *row(**{"Middle name": "Sage", "Referral date": DAY + timedelta(days=20)})),
    )
    planned = desk.plan(desk.read(file))
    assert [each.changes.get("middle_name") for each in planned] == ["Rae", None]
    assert not services.questions_in(planned)


def test_two_rows_of_someone_new_with_an_intake_make_one_enrollment(desk):
    intake = {"Intake date": DAY + timedelta(days=25)}
    file = make_workbook(
        HEADINGS, row(**intake), row(**{"Referral date": DAY + timedelta(days=20), **intake})
    )
    batch = desk.read(file)
    services.answer_likely(actor=desk.actor, batch=batch, at=AT)
    assert [each.adds_enrollment for each in desk.plan(batch)] == [True, False]


def test_rows_that_say_they_are_two_people_are_not_asked_about(desk):
    """Two Handoff IDs of another installation were two people there; a father and a son share a name."""
    twins = make_workbook(
        ("Handoff ID", *HEADINGS),
        *((f"{place}0000000-0000-4000-8000-000000000000", *row()) for place in (1, 2)),
    )
    named = make_workbook(("Suffix", *HEADINGS), *((each, *row(DOB="")) for each in ("Jr", "Sr")))
    for source, file in (("Twins", twins), ("Named", named)):
        assert counts(desk.plan(desk.read(file, source=source))) == {"added": 2}


def test_a_row_that_states_a_handoff_id_is_that_persons(desk):
    person = desk.ann()
    file = make_workbook(("Handoff ID", *HEADINGS), (str(person.public_id), *row()))
    [planned] = desk.plan(desk.read(file))
    assert planned.person == person


def test_a_value_someone_changed_after_the_import_stays_at_the_undo(desk):
    person = desk.first(row())
    batch = desk.second(row(**{"Middle name": "Rae"}))
    desk.import_it(batch, LATER)
    Person.objects.filter(pk=person.pk).update(middle_name="Sage")
    services.undo_file(actor=desk.actor, batch=batch, at=LATER)
    person.refresh_from_db()
    assert person.middle_name == "Sage"
    batch.refresh_from_db()
    assert services.undo_file(actor=desk.actor, batch=batch, at=LATER) is batch


def test_a_phone_that_someone_corrected_after_the_import_keeps_its_person(desk):
    person = desk.first(row(Phone="919-555-0142"))
    person.contact_points.update(value="+19195550143")
    batch = ImportBatch.objects.get()
    assert services.kept_by_undo(batch).people == [person]


def test_a_row_that_the_workbook_no_longer_leads_to_is_no_trouble_for_an_undo(desk):
    desk.first(row())
    batch = desk.second(row(**{"Middle name": "Rae"}))
    desk.import_it(batch, LATER)
    WorkbookRow.objects.all().delete()
    services.undo_file(actor=desk.actor, batch=batch, at=LATER)
    assert Person.objects.get().middle_name == "Quincy"


def test_someone_inactive_since_the_day_of_the_intake_was_never_active(desk):
    intake = DAY + timedelta(days=9)
    inactive = {"Active?": "Inactive", "Why inactive": "Moved away", "Status since": intake}
    desk.first(row(**{"Intake date": intake}, **inactive))
    assert StatusPeriod.objects.get().status == "inactive"


def test_another_phone_in_a_second_row_of_one_referral_is_a_change(desk):
    batch = desk.read(make_workbook(HEADINGS, row(), row(Phone="919-555-0142", Accepted="Y")))
    services.answer_likely(actor=desk.actor, batch=batch, at=AT)
    assert counts(desk.plan(batch)) == {"added": 1, "changed": 1}


def test_two_rows_with_an_intake_of_someone_on_record_make_one_enrollment(desk):
    desk.first(row())
    intake = {"Intake date": DAY + timedelta(days=25)}
    batch = desk.second(row(**intake), row(**{"Referral date": DAY + timedelta(days=20), **intake}))
    services.answer_likely(actor=desk.actor, batch=batch, at=LATER)
    desk.import_it(batch, LATER)
    assert Enrollment.objects.count() == 1 and Referral.objects.count() == 2


def test_a_birth_date_that_differs_from_the_record_is_shown_as_people_write_it(desk):
    file = make_workbook(("Handoff ID", *HEADINGS), (str(desk.ann().public_id), *row(DOB="1990-05-03")))
    [question] = services.questions_in(desk.plan(desk.read(file)))
    assert [value for _title, ((_label, value),) in question.sides] == ["Mar 5, 1990", "May 3, 1990"]


def test_a_file_without_chosen_columns_plans_nothing(desk):
    batch = services.read_file(
        actor=desk.actor,
        program=desk.program,
        source_name="New",
        content=make_workbook(HEADINGS, row()),
        at=AT,
    )
    assert services.plan_batch(batch, AT) == []


def test_answers_and_imports_that_cannot_be_are_refused(desk):
    person = desk.ann()
    batch = desk.read(make_workbook(HEADINGS, row()))
    [asked] = services.questions_in(desk.plan(batch))
    for key, value in ((asked.key, "someone"), ("unknown", NEW_PERSON)):
        with pytest.raises(Refused, match="has changed"):
            services.answer_questions(actor=desk.actor, batch=batch, answers={key: value}, at=AT)
    with pytest.raises(Refused, match="No row can be imported"):
        desk.import_it(batch)
    with pytest.raises(Refused, match="Only the program manager"):
        services.answer_questions(
            actor=make_actor(desk.program, "peer_support"), batch=batch, answers={}, at=AT
        )
    assert services.answer_likely(actor=desk.actor, batch=batch, at=AT) == 1
    assert desk.plan(batch)[0].person == person


def test_a_name_that_stands_for_no_one_is_never_anyone_on_record(desk):
    make_person(desk.program, first_name="John", last_name="Doe")
    batch = desk.read(make_workbook(HEADINGS, row(**{"Last name": "Doe", "First name": "John"})))
    assert [each.outcome for each in desk.plan(batch)] == [RowOutcome.ADDED]


def test_someone_else_of_the_same_name_and_birth_date_is_added_when_the_user_says_so(desk):
    desk.ann()
    batch = desk.read(make_workbook(HEADINGS, row()))
    desk.say(batch, NEW_PERSON)
    assert counts(desk.plan(batch)) == {"added": 1}


def test_a_program_without_a_policy_reads_no_workbook(desk):
    PolicyVersion.objects.filter(program=desk.program).delete()
    with pytest.raises(Refused, match="no policy settings"):
        desk.read(make_workbook(HEADINGS, row()))
