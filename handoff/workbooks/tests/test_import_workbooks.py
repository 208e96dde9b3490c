"""A program's own workbook comes in, is recognized when it comes again, and goes in one step (D2, P6)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from handoff.core.refusals import Refused
from handoff.enrollment.models import Enrollment, StatusPeriod
from handoff.participants.models import Person
from handoff.programs.queries import time_zone_of
from handoff.referrals.models import Referral
from handoff.spreadsheets.facts import RowOutcome
from handoff.spreadsheets.queries import uploaded_table
from handoff.testing.casework import make_contact
from handoff.testing.programs import make_actor, make_program
from handoff.testing.workbooks import make_workbook, read_sample, read_workbook_file
from handoff.workbooks import services
from handoff.workbooks.facts import LEAVE_OUT, QuestionKind
from handoff.workbooks.models import WorkbookRow
from handoff.workbooks.services import writing
from handoff.workbooks.services.writing import ORDER

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 4, 16, 0, tzinfo=UTC)


class Desk:
    """A data manager who imports workbooks of one source."""

    def __init__(self):
        self.program = make_program()
        self.actor = make_actor(self.program, "data_manager")

    def read(self, content, at=AT, source="Alder workbook"):
        return read_workbook_file(self.actor, self.program, content, at, source)

    def plan(self, batch, at=AT):
        return services.plan_batch(batch, at)

    def answer(self, batch, choose, at=AT):
        """Answer until no question that `choose` knows an answer for is open."""
        for _round in range(5):
            questions = services.questions_in(self.plan(batch, at))
            answers = {each.key: code for each in questions if (code := choose(each))}
            if not answers:
                return
            services.answer_questions(actor=self.actor, batch=batch, answers=answers, at=at)

    def import_it(self, batch, at=AT):
        return services.import_file(actor=self.actor, batch=batch, at=at)


def alder_word(question):
    """What the program's data manager says about its workbook."""
    if question.kind is QuestionKind.CELL:
        return LEAVE_OUT
    if question.kind is QuestionKind.PERSON:
        return question.likely
    if question.kind is QuestionKind.STATUS:
        return "deceased" if "passed" in question.label else "moved"
    words = {"green": "active", "gray": "inactive", "orange": "deceased", "y, then n": "later_no"}
    return next((code for word, code in words.items() if word in question.label.lower()), "")


@pytest.fixture
def desk():
    return Desk()


def counts(plan):
    return {name: count for name, count in services.outcome_counts(plan).items() if count}


def test_what_is_answered_once_is_not_asked_again_when_another_answer_changes_the_row():
    desk = Desk()
    batch = desk.read(read_sample("alder_participants.xlsx"))
    questions = services.questions_in(desk.plan(batch))
    assert QuestionKind.STATUS in {each.kind for each in questions}
    answers = {each.key: alder_word(each) for each in questions}
    services.answer_questions(actor=desk.actor, batch=batch, answers=answers, at=AT)
    assert not services.questions_in(desk.plan(batch))


def test_alders_workbook_waits_for_what_only_a_person_can_say(desk):
    """D-F39, D-F45, D-F48, D-F51: 12 rows, each in one counter; nothing is joined or made inactive by itself."""
    batch = desk.read(read_sample("alder_participants.xlsx"))
    plan = desk.plan(batch)
    assert [each.row.line for each in plan] == [6, 7, 8, 9, 10, 13, 14, 15, 16, 17, 18, 19]
    by_line = {each.row.line: each for each in plan}
    held = {line for line, each in by_line.items() if each.outcome is RowOutcome.REFUSED}
    waiting = {line for line, each in by_line.items() if each.outcome is RowOutcome.REVIEW}
    assert held == {9, 16}
    assert waiting == {8, 14, 15, 17, 18}
    assert sum(services.outcome_counts(plan).values()) == 12


def test_alders_workbook_comes_in_as_its_right_reading_says(desk):
    batch = desk.read(read_sample("alder_participants.xlsx"))
    desk.answer(batch, alder_word)
    plan = desk.plan(batch)
    assert counts(plan) == {"added": 11, "unchanged": 1}
    desk.import_it(batch)
    assert (Person.objects.count(), Referral.objects.count(), Enrollment.objects.count()) == (10, 11, 6)
    july = Referral.objects.filter(occurred_at__lt=datetime(2026, 8, 1, 4, tzinfo=UTC))
    assert july.count() == 7
    open_now = StatusPeriod.objects.filter(ends_at__isnull=True)
    assert open_now.filter(status="active").count() == 4
    assert {each.reason for each in open_now.filter(status="inactive")} == {"moved", "deceased"}
    oneal = Person.objects.get(first_name="Dee")
    assert (oneal.last_name, oneal.date_of_birth) == ("O’Neal", date(1968, 7, 16))
    null = Person.objects.get(last_name="Null")
    assert [each.state for each in null.referrals.order_by("occurred_at")] == ["declined", "handed_off"]
    vance = Referral.objects.get(person__last_name="Vance")
    assert (vance.state, vance.decline_reason) == ("declined", "prefers_charge")


def import_alder(desk):
    batch = desk.read(read_sample("alder_participants.xlsx"))
    desk.answer(batch, alder_word)
    return desk.import_it(batch)


def everything():
    """Every row that an import can write, apart from what it remembers of the file."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in ORDER
        if model is not WorkbookRow
    }


def test_the_same_workbook_again_updates_in_place(desk):
    """D-F46: 10 rows as before, one new number, one blank cell that wipes nothing, one new person, no doubles."""
    import_alder(desk)
    before = everything()
    batch = desk.read(read_sample("alder_participants_again.xlsx"), at=AT + timedelta(days=1))
    plan = desk.plan(batch)
    assert counts(plan) == {"added": 1, "changed": 1, "unchanged": 11}
    assert sum(each.blanked for each in plan) == 1
    desk.import_it(batch, at=AT + timedelta(days=1))
    assert (Person.objects.count(), Referral.objects.count()) == (11, 12)
    pruett = Person.objects.get(last_name="Pruett")
    assert {each.value for each in pruett.contact_points.all()} == {"+19195550142", "+19195550199"}
    assert Person.objects.get(first_name="Dee").contact_points.count() == 2
    services.undo_file(actor=desk.actor, batch=batch, at=AT + timedelta(days=2))
    assert everything() == before


def test_the_very_same_workbook_has_nothing_to_do(desk):
    import_alder(desk)
    batch = desk.read(read_sample("alder_participants.xlsx"), at=AT + timedelta(hours=1))
    assert counts(desk.plan(batch)) == {"unchanged": 12}
    with pytest.raises(Refused, match="already imported"):
        desk.import_it(batch, at=AT + timedelta(hours=1))


def test_rows_that_an_import_left_out_come_in_with_the_same_file(desk):
    desk.import_it(desk.read(read_sample("alder_participants.xlsx")))
    assert Person.objects.count() == 5
    batch = desk.read(read_sample("alder_participants.xlsx"), at=AT + timedelta(hours=1))
    desk.answer(batch, alder_word)
    assert counts(desk.plan(batch)) == {"added": 6, "unchanged": 6}
    desk.import_it(batch, at=AT + timedelta(hours=1))
    assert (Person.objects.count(), Referral.objects.count(), Enrollment.objects.count()) == (10, 11, 6)


def test_an_undo_removes_everything_and_keeps_those_someone_has_worked_with(desk):
    """D-F50."""
    batch = import_alder(desk)
    pruett = Person.objects.get(last_name="Pruett")
    make_contact(pruett, at=AT + timedelta(hours=1))
    assert [each.last_name for each in services.kept_by_undo(batch).people] == ["Pruett"]
    services.undo_file(actor=desk.actor, batch=batch, at=AT + timedelta(hours=2))
    assert [each.last_name for each in Person.objects.all()] == ["Pruett"]
    assert Enrollment.objects.get().person == pruett


def test_an_undo_of_an_untouched_import_leaves_nothing(desk):
    before = everything()
    batch = import_alder(desk)
    services.undo_file(actor=desk.actor, batch=batch, at=AT + timedelta(hours=2))
    assert everything() == before
    assert not WorkbookRow.objects.exists()


def test_an_import_that_breaks_in_the_middle_leaves_no_row(desk, monkeypatch):
    """Kill -9: everything is one transaction."""
    batch = desk.read(read_sample("alder_participants.xlsx"))
    desk.answer(batch, alder_word)
    before = everything()

    def break_off(*_args: object, **_more: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(writing, "note_changes", break_off)
    with pytest.raises(RuntimeError):
        desk.import_it(batch)
    assert everything() == before
    batch.refresh_from_db()
    assert batch.imported_at is None
    assert uploaded_table(batch) is not None


def test_a_column_of_social_security_numbers_is_emptied_and_cannot_be_chosen(desk):
    """D-F41, threat T8: not even until the columns are chosen, and whatever the user says it is."""
    batch = services.read_file(
        actor=desk.actor,
        program=desk.program,
        source_name="Cedar",
        content=read_sample("cedar_mac_1904.xlsx"),
        at=AT,
    )
    table = uploaded_table(batch)
    place = next(place for place, heading in enumerate(table.headings) if "SSN4" in heading)
    assert not any(row[place] for row in table.rows)
    columns = {**services.columns_suggested(batch), "external_number": place}
    with pytest.raises(Refused, match="never keeps the column"):
        services.choose_columns(actor=desk.actor, batch=batch, columns=columns, at=AT)
    rows = (("Roe, Ann", "8/13/26", "Y", "ssn is 123-45-6789, call"),)
    batch = desk.read(make_workbook(("Name", "Referral date", "Accepted", "Notes"), *rows), source="Notes")
    assert "6789" not in str(uploaded_table(batch).rows)


def cedar_word(question):
    if question.kind is QuestionKind.PERSON:
        return question.likely
    if question.kind is QuestionKind.STATUS:
        return "out_of_touch"
    return LEAVE_OUT


def test_a_workbook_of_1904_comes_in_with_its_own_days(desk):
    """D-F34, D-F41, D-F43: days from 1904, text dates as they are, hidden rows read, the SSN column never kept."""
    batch = desk.read(read_sample("cedar_mac_1904.xlsx"), source="Cedar")
    assert "4417" not in str(uploaded_table(batch).rows)
    desk.answer(batch, cedar_word)
    desk.import_it(batch)
    assert (Person.objects.count(), Referral.objects.count(), Enrollment.objects.count()) == (5, 6, 4)
    kessler = Person.objects.get(last_name="Kessler")
    assert kessler.date_of_birth == date(1981, 4, 12)
    referral = kessler.referrals.get()
    assert referral.occurred_at.astimezone(time_zone_of(desk.program)).strftime("%F %R") == "2026-06-30 23:30"
    zamora = Person.objects.get(last_name="Zamora")
    assert zamora.race_ethnicity == ["hispanic"]
    assert zamora.referrals.count() == 2
    assert zamora.contact_points.get(kind="address").value == "07030"
    assert not Person.objects.get(last_name="Hicks").contact_points.filter(kind="phone").exists()
    assert {each.enrolled_on for each in Enrollment.objects.all()} == {
        date(2026, 7, 9), date(2026, 7, 30), date(2026, 7, 22), date(2026, 8, 3)
    }  # fmt: skip
