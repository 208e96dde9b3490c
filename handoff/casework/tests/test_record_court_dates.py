"""J4, C-F40: court dates as a worker types them, orders, and texts that say no more than the participant wishes."""

import uuid
from copy import deepcopy
from datetime import date, time, timedelta

import pytest

from handoff.audit.models import AuditEvent
from handoff.casework.court import presenters, queries, services
from handoff.casework.court.inputs import CourtInput, OrderInput
from handoff.casework.models import CourtCase, CourtCaseEvent, CourtOrder
from handoff.core.refusals import Refused
from handoff.enrollment.services import make_inactive
from handoff.participants.models import ContactPoint
from handoff.testing.casework import make_contact_point, make_court_case, make_court_order
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import AT, actor_of, make_actor, make_member, make_person, make_program

pytestmark = pytest.mark.django_db

TODAY = AT.date()
NEXT = TODAY + timedelta(days=2)
CHANGED = CourtInput("district", "time", TODAY + timedelta(days=30), time(14), "002B")


class Desk:
    """A worker and their participant, who may be texted."""

    def __init__(self):
        self.program = make_program(phone="910-555-0100")
        self.user = make_member(self.program, "peer_support")
        self.actor = actor_of(self.user, self.program)
        self.person = make_participant(self.program, make_person(self.program), self.actor).person

    def add(self, number="26CR451208", **fields):
        return make_court_case(self.person, self.actor, number=number, **fields)

    def change(self, what, *cases, to=None, at=AT):
        services.change_court_cases(actor=self.actor, cases=cases, what=what, court_input=to, at=at)

    def cards(self):
        return presenters.appearance_cards(queries.open_cases_of(self.person), self.person, AT)

    def ahead(self):
        return queries.appearances_around(self.program, self.user.pk, AT).ahead


@pytest.fixture(scope="module")
def built(build_once):
    return build_once(Desk)


@pytest.fixture
def desk(built, db):
    return deepcopy(built)


def test_cases_of_one_morning_at_one_court_are_one_appearance_and_one_text(desk):
    """Three cases in two rooms: one line and one text. The afternoon and another court are others."""
    make_contact_point(desk.person)
    for number, room, starts in (("1", "001A", time(9)), ("2", "001A", time(9)), ("3", "003B", time(10, 30))):
        desk.add(number, room=room, starts=starts)
    desk.add("4", starts=time(14))
    desk.add("5", court="superior")
    morning, *others = desk.ahead()
    assert [len(each.cases) for each in (morning, *others)] == [3, 1, 1]
    assert morning.starts_at(desk.program).hour == 9 and morning.rooms == ["001A", "003B"]
    services.record_text_wish(actor=desk.actor, person=desk.person, says="cases", at=AT)
    texts = [each.text for each in desk.cards()]
    assert len(texts) == 3 and "Cases: 1, 2, 3." in texts[0] and "9:00" in texts[0]


def test_a_text_says_nothing_of_court_unless_they_wish_it(desk):
    """C-F40: no name, no charge, no program; who sends, and how to stop."""
    make_contact_point(desk.person)
    desk.add()
    text = desk.cards()[0].text
    assert "court" not in text.lower() and "001A" not in text and "26CR" not in text
    assert desk.person.first_name not in text and desk.program.name not in text
    assert "910" in text and "STOP" in text
    says = {}
    for wish in ("court", "cases", "nothing"):
        services.record_text_wish(actor=desk.actor, person=desk.person, says=wish, at=AT)
        says[wish] = desk.cards()[0].text
    assert "District Court, room 001A" in says["court"] and "26CR" not in says["court"]
    assert "26CR451208" in says["cases"] and says["nothing"] == ""
    with pytest.raises(Refused, match="Choose what a text"):
        services.record_text_wish(actor=desk.actor, person=desk.person, says="all", at=AT)


def test_a_text_is_in_their_language(desk):
    make_contact_point(desk.person)
    desk.person.language = "es"
    desk.person.save()
    desk.add()
    assert "Responda STOP" in desk.cards()[0].text


@pytest.mark.parametrize(
    "fields", [{"safe_to_text": False}, {"works": "no"}, {"kind": "place"}, {"value": "?"}]
)
def test_no_text_where_texting_is_not_safe(desk, fields):
    make_contact_point(desk.person, **fields)
    desk.add()
    assert desk.cards()[0].text == "" and desk.cards()[0].sms == ""


def test_superior_court_names_a_week_and_never_a_time(desk):
    make_contact_point(desk.person)
    desk.add(court="superior", when="week", on=date(2026, 3, 5), starts=time(9))
    case = CourtCase.objects.get()
    assert (case.on, case.time) == (date(2026, 3, 2), None)
    appearance = desk.ahead()[0]
    assert appearance.starts_at(desk.program) is None and appearance.last_day == date(2026, 3, 6)
    assert "In the week of" in desk.cards()[0].when and "9:00" not in desk.cards()[0].text
    assert "Call me" in desk.cards()[0].text
    services.record_text_wish(actor=desk.actor, person=desk.person, says="court", at=AT)
    assert "Ask your lawyer which day." in desk.cards()[0].text
    later = AT + timedelta(days=7)
    assert queries.appearances_around(desk.program, desk.user.pk, later).past == [appearance]


def test_a_drop_in_court_has_hours_from_the_court_table(desk):
    make_contact_point(desk.person)
    desk.add(when="drop_in", room="admn", starts=None)
    assert "ask the court for its hours" in desk.cards()[0].when
    manager = make_actor(desk.program, "program_manager")
    room = {"court": "district", "room": "ADMN", "place": "Ground floor", "drop_in": True}
    for opens in (time(8), time(8, 30)):
        saved = services.save_courtroom(
            actor=manager, program=desk.program, opens=opens, closes=time(16), at=AT, **room
        )
    card = desk.cards()[0]
    assert "8:30" in card.when and "4:00" in card.when and card.place == "Ground floor"
    assert "where" in card.text and queries.courtrooms_of(desk.program) == [saved]
    for actor, wrong in (
        (desk.actor, {}),
        (manager, {"room": " "}),
        (manager, {"opens": time(16)}),
    ):
        hours = {"opens": time(8), "closes": time(16), **room, **wrong}
        with pytest.raises(Refused):
            services.save_courtroom(actor=actor, program=desk.program, at=AT, **hours)


def test_a_continued_case_moves_and_no_new_date_is_a_state_of_its_own(desk):
    one, two = desk.add("1"), desk.add("2")
    assert queries.beside(one) == [one, two]
    desk.change("moved", one, to=CHANGED)
    one.refresh_from_db()
    assert (one.on, one.time, one.room) == (CHANGED.on, time(14), "002B") and queries.beside(one) == [one]
    desk.change("moved", one, to=CHANGED)
    assert [each.what for each in one.events.all()] == ["added", "moved"]
    desk.change("no_date", two)
    two.refresh_from_db()
    assert two.when == "no_date" and two.on is None and queries.beside(two) == [two]
    assert presenters.court_lines(desk.person)[-1] == "No new date yet · District Court · 2"
    desk.change("closed", one, two)
    desk.change("closed", one, two)
    assert queries.open_cases_of(desk.person) == [] and presenters.court_lines(desk.person) == []
    titles = [each.title for each in presenters.case_entries(queries.cases_of(desk.person), {}, {})]
    assert titles.count("Case over") == 2 and "New court date" in titles
    with pytest.raises(Refused, match="over"):
        desk.change("no_date", one)


def test_who_could_not_be_there_waits_for_a_new_date(desk):
    case = desk.add()
    desk.change("missed", case)
    assert CourtCaseEvent.objects.latest("pk").what == "missed"
    case.refresh_from_db()
    assert case.on is None and desk.ahead() == []
    with pytest.raises(Refused, match="no date"):
        services.record_reminder(actor=desk.actor, case=case, at=AT)


@pytest.mark.parametrize(
    ("what", "to", "sentence"),
    [
        ("moved", None, "Choose what happened"),
        ("closed", CHANGED, "Choose what happened"),
        ("added", None, "Choose what happened"),
        ("moved", CourtInput("district", "time", TODAY - timedelta(days=1), time(9)), "has passed"),
        ("moved", CourtInput("district", "time", NEXT), "Enter the time"),
        ("moved", CourtInput("district", "drop_in"), "Enter the day"),
        ("moved", CourtInput("moon", "no_date"), "Choose the court"),
        ("moved", CourtInput("district", "soon"), "how exactly"),
    ],
)
def test_a_change_is_refused_with_a_sentence(desk, what, to, sentence):
    case = desk.add()
    with pytest.raises(Refused, match=sentence):
        desk.change(what, case, to=to)
    assert case.events.count() == 1


def test_a_case_is_added_once_and_by_the_care_team(desk):
    key = str(uuid.uuid4())
    added = {"actor": desk.actor, "person": desk.person, "number": "1", "key": key, "at": AT}
    first = services.add_court_case(court_input=CHANGED, **added)
    assert services.add_court_case(court_input=CHANGED, **added) == first
    with pytest.raises(Refused, match="other answers"):
        services.add_court_case(court_input=CourtInput("district", "no_date"), **added)
    with pytest.raises(Refused, match="already on the list"):
        desk.add("1")
    assert desk.add("").number == "" and desk.add("").number == ""
    for actor in (make_actor(desk.program, "officer"), make_actor(make_program(), "peer_support")):
        with pytest.raises(Refused):
            make_court_case(desk.person, actor, number="2")
    with pytest.raises(Refused, match="at least one"):
        desk.change("closed")
    assert AuditEvent.objects.filter(action="court_date.added").count() == 3


def test_a_week_is_over_after_its_last_day_and_a_number_is_the_same_in_any_case(desk):
    desk.add("26CR1")
    with pytest.raises(Refused, match="already on the list"):
        desk.add("26cr1")
    for number, day in (("w1", TODAY - timedelta(days=4)), ("w2", TODAY - timedelta(days=5))):
        case = desk.add(number)
        CourtCase.objects.filter(pk=case.pk).update(when="week", on=day, time=None)
    past = queries.appearances_around(desk.program, desk.user.pk, AT).past
    assert [each.numbers for each in past] == [["w2"]]


def test_a_reminder_counts_for_the_whole_appearance_until_the_date_moves(desk):
    one, two = desk.add("1"), desk.add("2")
    for _time in range(2):
        services.record_reminder(actor=desk.actor, case=two, at=AT)
    assert desk.ahead()[0].is_reminded
    assert CourtCaseEvent.objects.filter(what="reminded").count() == 2
    desk.change("moved", one, two, to=CourtInput("district", "time", NEXT, time(10), "001A"))
    assert not desk.ahead()[0].is_reminded


def test_reminders_stop_for_whoever_is_inactive_and_come_back(desk):
    """C-F08."""
    desk.add()
    make_court_order(desk.person, actor=desk.actor)
    enrollment = desk.person.enrollments.get()
    make_inactive(actor=desk.actor, enrollment=enrollment, reason="moved", note="", at=AT)
    assert desk.ahead() == [] and queries.orders_of_worker(desk.program, desk.user.pk, AT) == []
    assert len(queries.open_cases_of(desk.person)) == 1


def test_whoever_answers_stop_is_not_texted_on_any_record(desk):
    """C-F40: the number may stand on several records."""
    other = make_person(desk.program)
    elsewhere = make_person(make_program())
    for person in (desk.person, other, elsewhere):
        make_contact_point(person, value="(910) 555-0142")
    make_contact_point(other, value="+19105550199")
    assert services.stop_texts(actor=desk.actor, person=desk.person, at=AT) == 2
    assert services.stop_texts(actor=desk.actor, person=desk.person, at=AT) == 0
    left = ContactPoint.objects.filter(safe_to_text=True)
    assert {each.person_id for each in left} == {other.pk, elsewhere.pk}


def test_a_warrant_is_help_to_get_and_an_order_is_reminded_of_before_it_ends(desk):
    warrant = make_court_order(desk.person, actor=desk.actor)
    soon = make_court_order(desk.person, "stay_away", desk.actor, ends_on=TODAY + timedelta(days=14))
    make_court_order(desk.person, "stay_away", desk.actor, ends_on=TODAY + timedelta(days=15))
    open_ended = make_court_order(desk.person, "stay_away", desk.actor, words="A person")
    assert queries.orders_of_worker(desk.program, desk.user.pk, AT) == [warrant, soon]
    cards = presenters.order_cards([warrant, soon, open_ended])
    assert "cleared" in cards[0].to_do and "extended" in cards[1].to_do and "until when" in cards[2].to_do
    ended = {"actor": desk.actor, "order": warrant, "ended_on": TODAY, "how": "Recalled", "at": AT}
    for _time in range(2):
        warrant = services.end_court_order(**ended)
    assert presenters.order_cards([warrant])[0].to_do == "" and "ended" in presenters.order_days(warrant)
    with pytest.raises(Refused, match="other answers"):
        services.end_court_order(**{**ended, "how": "Served"})
    for wrong, sentence in (({"how": " "}, "how it ended"), ({"ended_on": NEXT}, "to today")):
        with pytest.raises(Refused, match=sentence):
            services.end_court_order(**{**ended, "order": soon, **wrong})


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": "charge"}, "Choose what it is"),
        ({"starts_on": NEXT}, "future"),
        ({"kind": "stay_away", "words": " "}, "to stay away from"),
        ({"ends_on": TODAY - timedelta(days=1)}, "before it starts"),
    ],
)
def test_an_order_is_refused_with_a_sentence(desk, fields, sentence):
    with pytest.raises(Refused, match=sentence):
        make_court_order(desk.person, actor=desk.actor, **fields)
    assert not CourtOrder.objects.exists()


def test_an_order_is_recorded_once(desk):
    wanted = {
        "actor": desk.actor,
        "person": desk.person,
        "order_input": OrderInput("warrant", TODAY, ends_on=TODAY),
        "key": str(uuid.uuid4()),
        "at": AT,
    }
    assert services.record_court_order(**wanted) == services.record_court_order(**wanted)
    with pytest.raises(Refused, match="other answers"):
        services.record_court_order(**{**wanted, "order_input": OrderInput("warrant", TODAY, number="1")})
