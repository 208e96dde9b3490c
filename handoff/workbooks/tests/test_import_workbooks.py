"""A program's own workbook comes in, is recognized when it comes again, and goes in one step (D2, P6)."""

from datetime import UTC, date, datetime

import pytest

from handoff.enrollment.models import Enrollment, StatusPeriod
from handoff.participants.models import Person
from handoff.referrals.models import Referral
from handoff.spreadsheets.facts import RowOutcome
from handoff.spreadsheets.queries import uploaded_table
from handoff.spreadsheets.rules.mapping import suggest_columns
from handoff.testing.programs import make_actor, make_program
from handoff.testing.workbooks import read_sample
from handoff.workbooks import services
from handoff.workbooks.facts import LEAVE_OUT, QuestionKind
from handoff.workbooks.readers.columns import SHAPE

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 4, 16, 0, tzinfo=UTC)


class Desk:
    """A data manager who imports workbooks of one source."""

    def __init__(self):
        self.program = make_program()
        self.actor = make_actor(self.program, "data_manager")

    def read(self, content, at=AT, source="Alder workbook"):
        batch = services.read_file(
            actor=self.actor, program=self.program, source_name=source, content=content, at=at
        )
        columns = suggest_columns(SHAPE, uploaded_table(batch).headings)
        services.choose_columns(actor=self.actor, batch=batch, columns=columns, at=at)
        return batch

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
