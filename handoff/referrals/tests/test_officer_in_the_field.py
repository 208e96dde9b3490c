# mypy: disable-error-code="union-attr"
"""What the officer is asked and shown in the field, page by page without JavaScript."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from handoff.audit.models import AuditEvent
from handoff.charges.models import SetAsideCharge
from handoff.core.refusals import Refused
from handoff.eligibility.engine.limits import SupervisionRule
from handoff.participants.models import Person
from handoff.programs.models import OnCallShift
from handoff.referrals import services
from handoff.referrals.models import HandoffRecord, Referral, ReferralDraft
from handoff.referrals.services import HandoffInput
from handoff.testing.programs import AT, PASSWORD, make_actor, make_member
from handoff.testing.referrals import activate_criteria, make_diversion, make_offense, make_ready_program
from handoff.testing.wizard import (
    CHARGES,
    DETAILS,
    FACTS,
    NOT_NOW,
    SCREENING,
    STAFF_SIGN,
    TO_OFFER,
    WHO,
    YES,
    Walk,
)

pytestmark = pytest.mark.django_db

TO_HANDOFF = {**TO_OFFER, "offer": YES, "screening": SCREENING, "roi": STAFF_SIGN}


@pytest.fixture
def program():
    return make_ready_program()


@pytest.fixture
def officer(program, client):
    user = make_member(program, "officer")
    client.login(username=user.username, password=PASSWORD)
    return user


def put_on_call(program, name, phone):
    now = timezone.now()
    return OnCallShift.objects.create(
        program=program,
        user_id=1,
        name=name,
        phone=phone,
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(hours=1),
    )


def test_the_one_who_was_called_is_the_one_the_officer_chose(client, program, officer):
    """finding-N4: not the first name of the list, and no one where no one was called."""
    put_on_call(program, "Leon Batts", "910-555-0177")
    second = put_on_call(program, "Mia Cruz", "910-555-0178")
    walk = Walk(client, program)
    walk.through(TO_HANDOFF)
    page = client.get(walk.url("handoff")).content.decode()
    assert "checked" not in page.split('name="called"')[1].split("name=")[0]
    assert "Choose who you called" in client.post(walk.url("handoff"), {}).content.decode()
    walk.through({"handoff": {"called": f"shift-{second.pk}", "reached": "no", "scene": "5 Main St"}})
    record = HandoffRecord.objects.get()
    assert (record.called_name, record.called_phone, record.reached) == ("Mia Cruz", "910-555-0178", False)
    assert (record.scene, record.answered_at) == ("5 Main St", None)


def test_with_the_card_alone_no_one_is_recorded_as_called(client, program, officer):  # finding-N4
    put_on_call(program, "Leon Batts", "910-555-0177")
    Walk(client, program).through({**TO_HANDOFF, "handoff": {"called": "card"}})
    record = HandoffRecord.objects.get()
    assert (record.kind, record.called_name, record.reached, record.called_at) == ("card", "", None, None)


def test_two_drugs_are_two_charges_each_with_its_own_amount(client, program, officer):
    """finding-N11: cocaine and fentanyl; an amount left blank is unknown and never counts as met."""
    make_offense(program, key="possess-fentanyl", title="Possession of fentanyl")
    walk = Walk(client, program)
    walk.through({"who": WHO, "charges": {**CHARGES, "offenses": ["possess-cocaine", "possess-fentanyl"]}})
    page = client.get(walk.url("details")).content.decode()
    assert "quantity_possess-cocaine" in page and "quantity_possess-fentanyl" in page
    walk.through({"details": {**DETAILS, "quantity_possess-fentanyl": ""}, "facts": FACTS})
    assert "We don&#x27;t know the amount" in client.get(walk.url("decide")).content.decode()
    fentanyl = {"quantity_possess-fentanyl": "0.5", "unit_possess-fentanyl": "g"}
    walk.through({"details": {**DETAILS, **fentanyl}, "offer": YES, "screening": SCREENING})
    walk.through({"roi": STAFF_SIGN, "handoff": {"called": "card"}})
    stored = SetAsideCharge.objects.order_by("offense_key").values_list("drug", "quantity", "unit")
    assert list(stored) == [("cocaine", Decimal(1), "g"), ("fentanyl", Decimal("0.5"), "g")]
    amounts = Referral.objects.get().eligibility.facts["amounts"]
    assert [each["drug"] for each in amounts] == ["cocaine", "fentanyl"]


def test_a_charge_that_names_no_drug_asks_which(client, program, officer):  # finding-N11
    make_offense(program, key="possess-schedule-2", title="Possession of a Schedule II substance")
    walk = Walk(client, program)
    walk.through({"who": WHO, "charges": {**CHARGES, "offenses": ["possess-schedule-2"]}})
    unanswered = client.post(walk.url("details"), {"quantity_possess-schedule-2": "1"}).content.decode()
    assert "Choose a unit" in unanswered and "Which drug?" in unanswered
    assert client.get(walk.url("facts")).url == walk.url("details")


@pytest.mark.parametrize(("victims", "asked"), [("any", False), ("none", False), ("with_agreement", True)])
def test_a_victims_agreement_is_asked_only_if_the_criteria_ask_for_it(
    client, program, officer, victims, asked
):  # finding-N24
    make_offense(
        program,
        key="larceny",
        title="Larceny",
        kind="larceny",
        has_victim=True,
        asks_for_drug=False,
        asks_for_value=True,
    )
    activate_criteria(program, victims=victims, value_limits=[])
    walk = Walk(client, program)
    response = walk.through({"who": WHO, "charges": {**CHARGES, "offenses": ["larceny"]}})
    assert walk.lands_on(response, "details" if asked else "facts")
    assert ("victim_agrees" in client.get(response.url).content.decode()) is asked


def test_the_reason_for_an_arrest_diversion_is_asked_and_kept(client, program, officer):  # finding-N24
    walk = Walk(client, program)
    walk.through({**TO_HANDOFF, "screening": {**SCREENING, "reason": "Asked for help."}})
    walk.through({"handoff": {"called": "card"}})
    assert Referral.objects.get().reason == "Asked for help."


def test_one_answer_confirms_what_is_usual_and_nothing_unknown_counts(client, program, officer):
    """finding-W6: one tap for the usual case; 'not all' asks one by one."""
    walk = Walk(client, program)
    before = {name: TO_OFFER[name] for name in ("who", "charges", "details")}
    usual = {"all_true": "yes", "convictions": "none", "supervision": "none"}
    assert walk.lands_on(walk.through({**before, "facts": usual}), "offer")
    unanswered = client.post(walk.url("facts"), {**usual, "all_true": "no"}).content.decode()
    assert unanswered.count("Answer this one") >= 4
    one_by_one = {**FACTS, "all_true": "no", "resident": "unknown"}
    assert walk.lands_on(walk.through({"facts": one_by_one}), "decide")
    neither = client.post(walk.url("facts"), {"convictions": "none", "supervision": "none"})
    assert "Choose one, or answer the questions" in neither.content.decode()


def test_a_conviction_needs_a_year_and_no_day(client, program, officer):  # finding-W6
    activate_criteria(program, convictions=[{"conviction": "robbery", "years": 5, "source": ""}])
    walk = Walk(client, program)
    walk.through({name: TO_OFFER[name] for name in ("who", "charges", "details")})
    year = timezone.now().year
    answers = {**FACTS, "convictions": "some", "which": ["robbery"]}
    future = client.post(walk.url("facts"), {**answers, "most_recent": str(year + 1)})
    assert "in the future" in future.content.decode()
    assert walk.lands_on(client.post(walk.url("facts"), {**answers, "most_recent": str(year - 4)}), "decide")
    assert walk.lands_on(client.post(walk.url("facts"), {**answers, "most_recent": str(year - 7)}), "offer")


def test_someone_with_one_name_is_referred(client, program, officer):  # finding-F10
    walk = Walk(client, program)
    blank = walk.post("who", {**WHO, "first_name": "", "last_name": ""})
    assert "Enter at least one name" in blank.content.decode()
    walk.through({**TO_HANDOFF, "who": {**WHO, "first_name": "Suharti", "last_name": ""}})
    walk.through({"handoff": {"called": "card"}})
    assert Person.objects.get().full_name == "Suharti"


def test_every_number_and_word_in_the_phone_box_is_kept(client, program, officer):  # finding-F11
    walk = Walk(client, program)
    typed = "910 555 0142 or 9105550143, sister Ana"
    walk.through({**TO_HANDOFF, "screening": {**SCREENING, "phone": typed}})
    walk.through({"handoff": {"called": "card"}})
    points = Person.objects.get().contact_points.order_by("value")
    assert [(each.value, each.safe_to_text) for each in points] == [
        ("+19105550142", True),
        ("+19105550143", False),
    ]
    assert {each.note for each in points} == {typed}


def test_police_time_without_a_colon_is_read(client, program, officer):  # finding-F14
    walk = Walk(client, program)
    day = timezone.localdate() - timedelta(days=2)
    when = {"when": "earlier", "day_month": day.month, "day_day": day.day, "day_year": day.year}
    walk.through({"who": WHO, "charges": {**CHARGES, **when, "time": "1430"}})
    walk.draft.refresh_from_db()
    assert walk.draft.answers["charges"]["time"] == ["1430"]


def test_every_page_says_whose_referral_it_is_and_can_be_left(client, program, officer):
    """finding-W6: the name as it was typed, and a button that saves and leaves, also with an error on the page."""
    walk = Walk(client, program)
    walk.through(TO_HANDOFF)
    for page in ("charges", "details", "facts", "offer", "screening", "roi", "handoff"):
        shown = client.get(walk.url(page)).content.decode()
        assert "Referral of <strong>Jordan Rivers</strong>" in shown, page
        assert 'name="exit"' in shown, page
    left = client.post(walk.url("screening"), {"phone": "12", "exit": "1"})
    assert left.url == reverse("referrals:new", args=[program.slug])
    assert "Draft saved" in client.get(left.url).content.decode()
    walk.draft.refresh_from_db()
    assert walk.draft.answers["screening"]["phone"] == ["12"]


def test_the_kind_of_referral_can_be_changed_both_ways(client, program, officer):
    walk = Walk(client, program)
    walk.through({"who": WHO})
    there = client.post(walk.url("charges"), {**CHARGES, "switch": "officer_social"})
    assert walk.lands_on(there, "facts")
    back = client.post(walk.url("facts"), {**FACTS, "switch": "arrest_diversion"})
    assert walk.lands_on(back, "details")
    walk.draft.refresh_from_db()
    assert walk.draft.answers["charges"]["offenses"] == ["possess-cocaine"]


def test_a_not_now_says_what_happens_to_the_charge_and_the_card(client, program, officer):  # finding-N9
    walk = Walk(client, program)
    response = walk.through({**TO_OFFER, "offer": NOT_NOW, "not_now": {}})
    page = client.get(response.url).content.decode()
    assert "they said “not now”" in page and "sent" not in page.split("<main")[1].split("</h1>")[0]
    assert "Nothing was set aside" in page and "Show the card" in page
    assert "sms:" not in page


def test_the_officers_pages_show_only_what_the_officer_typed(client, program, officer):
    """finding-S5: neither the spelling of a record nor a number it already has shows through."""
    person = Person.objects.create(
        program=program,
        first_name="Jordán",
        last_name="Rívers",
        date_of_birth="1991-06-15",
        added_at=AT,
        added_by_id=None,
    )
    person.contact_points.create(
        kind="phone", value="+19105550142", safe_to_text=True, from_care=True, added_at=AT
    )
    response = Walk(client, program).through({**TO_HANDOFF, "handoff": {"called": "card"}})
    assert Referral.objects.get().person == person
    sent = client.get(response.url).content.decode()
    own = client.get(reverse("referrals:own", args=[program.slug])).content.decode()
    assert "sms:+19105550142" in sent
    assert "Jordan Rivers" in own
    assert "Jordán" not in own + sent and "Rívers" not in own + sent


def test_two_taps_say_when_help_was_called_and_came(client, program, officer):
    """R10: the response time is read from the call and the arrival, and a second tap changes nothing."""
    walk = Walk(client, program)
    shift = put_on_call(program, "Leon Batts", "910-555-0177")
    response = walk.through({**TO_HANDOFF, "handoff": {"called": f"shift-{shift.pk}", "reached": "yes"}})
    assert "You called Leon Batts" in client.get(response.url).content.decode()
    called = timezone.now() - timedelta(minutes=12)
    HandoffRecord.objects.update(called_at=called, answered_at=called, occurred_at=called)
    referral = Referral.objects.get()
    arrived = reverse("referrals:arrived", args=[program.slug, referral.public_id])
    assert client.get(arrived).status_code == 405
    client.post(arrived)
    first = HandoffRecord.objects.get().arrived_at
    client.post(arrived)
    record = HandoffRecord.objects.get()
    assert (record.arrived_at, record.response_minutes) == (first, 12)
    assert AuditEvent.objects.filter(action="referral.help_arrived").count() == 1
    page = client.get(response.url).content.decode()
    assert "12 minutes after your call" in page and "here now" not in page.split("<main")[1]


def test_an_arrival_needs_a_call_of_the_officers_own_within_a_day(program):  # R10
    officer = make_actor(program, "officer")
    carded = make_diversion(program, officer)
    called = make_diversion(
        program, officer, handoff=HandoffInput(kind="warm", called_name="Alex", reached=True)
    )
    for actor, referral, at in (
        (officer, carded, AT),
        (make_actor(program, "officer"), called, AT),
        (officer, called, AT + timedelta(days=2)),
        (officer, called, AT - timedelta(minutes=1)),
    ):
        with pytest.raises(Refused):
            services.record_arrival(actor=actor, referral=referral, at=at)
    assert services.record_arrival(actor=officer, referral=called, at=AT).response_minutes == 0


def test_the_card_says_when_someone_answers(client, program):
    """finding-W9: open hours in both languages, days with the same hours together."""
    program.open_hours.filter(weekday=2).delete()
    page = client.get(reverse("referrals:card", args=[program.slug])).content.decode()
    assert "Mon–Tue 8:00 AM–5:00 PM; Thu–Fri 8:00 AM–5:00 PM" in page
    assert "lun–mar 8:00" in page


def test_only_supervision_that_needs_approval_asks_the_supervising_officer(
    client, program, officer
):  # finding-N24
    activate_criteria(program, supervision={"supervised_probation": str(SupervisionRule.NEEDS_APPROVAL)})
    walk = Walk(client, program)
    walk.through({name: TO_OFFER[name] for name in ("who", "charges", "details")})
    page = client.get(walk.url("facts")).content.decode()
    assert 'data-asked-after="supervision" data-asked-values="supervised_probation"' in page
    assert ReferralDraft.objects.get().sent_at is None
