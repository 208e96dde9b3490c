"""The officer's lookup says whether a person is a participant and whom to call, and nothing more (J3)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from handoff.access.roles import RoleName
from handoff.audit.models import AuditEvent
from handoff.consent.models import Disclosure
from handoff.core.refusals import Refused
from handoff.desk.lookup.services import LookupOutcome, answer_lookup
from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.participants.lookup.services import rebuild_keys
from handoff.participants.models import Person
from handoff.testing.programs import AT, PASSWORD, actor_of, make_member
from handoff.testing.staffing import ChargeScenario

pytestmark = pytest.mark.django_db


def ask_lookup(
    scenario: ChargeScenario,
    first: str = "Rowan",
    last: str = "Tidewater",
    dob: date | None = date(1990, 5, 4),
    at=AT,
):
    return answer_lookup(
        actor=scenario.actor(RoleName.OFFICER),
        program=scenario.program,
        query=LookupQuery(first=first, last=last, dob=dob),
        reason="stop",
        at=at,
    )


def test_a_certain_match_gets_a_number_to_call_and_logs_the_disclosure():
    scenario = ChargeScenario()
    answer = ask_lookup(scenario)
    assert (answer.outcome, answer.call_phone) == (LookupOutcome.PARTICIPANT, scenario.program.phone)
    disclosure = Disclosure.objects.get()
    assert (disclosure.person, disclosure.agency, disclosure.kinds) == (
        scenario.person,
        scenario.police,
        ["participation"],
    )
    event = AuditEvent.objects.get(action="lookup.asked")
    assert (event.reason, event.subject) == ("stop", str(scenario.person.public_id))


def test_the_worker_is_named_if_they_have_a_phone():
    scenario = ChargeScenario()
    worker = make_member(scenario.program, RoleName.PEER_SUPPORT, phone="910-555-0111")
    scenario.enrollment.primary_worker_id = worker.pk
    scenario.enrollment.save()
    assert ask_lookup(scenario).call_phone == "910-555-0111"


@pytest.mark.parametrize(
    ("first", "last", "born"),
    [
        ("Tidewater", "Rowan", date(1990, 5, 4)),
        ("Rowen", "Tidewatter", date(1990, 5, 4)),
        ("Rowan", "Tidewater", date(1990, 4, 5)),
    ],
)
def test_misspelled_or_swapped_names_and_dates_still_find_the_participant(first, last, born):
    assert ask_lookup(ChargeScenario(), first, last, born).outcome in {
        LookupOutcome.PARTICIPANT,
        LookupOutcome.PERHAPS,
    }


def test_the_same_name_with_another_date_of_birth_answers_nothing_and_discloses_nothing():
    answer = ask_lookup(ChargeScenario(), dob=date(1961, 9, 30))
    assert answer.outcome is LookupOutcome.NOTHING and not Disclosure.objects.exists()


@pytest.mark.parametrize(
    ("first", "born"), [("Rowan", date(1990, 4, 5)), ("Rowan", None), ("Rowam", date(1990, 5, 4))]
)
def test_a_typo_or_a_wrong_or_missing_date_is_never_certain(first, born):
    assert ask_lookup(ChargeScenario(), first=first, dob=born).outcome is not LookupOutcome.PARTICIPANT


def test_without_a_birth_date_the_officer_is_asked_to_call():
    """finding-F01: the page says to leave it blank."""
    assert ask_lookup(ChargeScenario(), dob=None).outcome is LookupOutcome.PERHAPS


def test_a_twin_who_shares_nothing_does_not_show_in_the_answer_about_the_other():
    scenario = ChargeScenario()
    before = ask_lookup(scenario)
    twin = Person.objects.create(
        program=scenario.program,
        first_name="Rowana",
        last_name="Tidewater",
        date_of_birth=date(1990, 5, 4),
        added_at=AT,
    )
    rebuild_keys(twin)
    assert ask_lookup(scenario) == before
    assert before.outcome is LookupOutcome.PARTICIPANT


def test_swapped_names_with_the_right_date_are_certain():
    assert ask_lookup(ChargeScenario(), first="Tidewater", last="Rowan").outcome is LookupOutcome.PARTICIPANT


def test_a_participant_without_a_live_roi_gets_the_answer_of_an_unknown_person():
    scenario = ChargeScenario(roi=False)
    known, unknown = ask_lookup(scenario), ask_lookup(scenario, "No one", "Whatsoever", date(1950, 1, 1))
    assert known == unknown
    assert known.outcome is LookupOutcome.NOTHING
    assert not Disclosure.objects.exists()
    assert list(
        AuditEvent.objects.order_by("pk").filter(action="lookup.asked").values_list("subject", flat=True)
    ) == [
        "",
        "",
    ]


def test_an_roi_that_ends_at_this_instant_answers_nothing():
    scenario = ChargeScenario()
    assert (
        ask_lookup(scenario, at=scenario.release.ends_at - timedelta(microseconds=1)).outcome
        is LookupOutcome.PARTICIPANT
    )
    assert ask_lookup(scenario, at=scenario.release.ends_at).outcome is LookupOutcome.NOTHING


def test_a_person_referred_but_not_enrolled_is_not_a_participant():
    scenario = ChargeScenario()
    scenario.enrollment.status_periods.all().delete()
    scenario.enrollment.delete()
    assert ask_lookup(scenario).outcome is LookupOutcome.NOTHING


def test_a_reason_is_required():
    scenario = ChargeScenario()
    with pytest.raises(Refused):
        answer_lookup(
            actor=scenario.actor(RoleName.OFFICER),
            program=scenario.program,
            query=LookupQuery(first="Rowan", last="Tidewater", dob=None),
            reason="",
            at=AT,
        )


def test_a_role_without_the_lookup_is_refused():
    scenario = ChargeScenario()
    with pytest.raises(Refused):
        answer_lookup(
            actor=scenario.actor(RoleName.EVALUATOR),
            program=scenario.program,
            query=LookupQuery(first="Rowan", last="Tidewater", dob=None),
            reason="stop",
            at=AT,
        )


def test_the_page_keeps_what_was_typed_and_asks_for_a_reason(client):
    scenario = ChargeScenario()
    client.login(username=scenario.user(RoleName.OFFICER).username, password=PASSWORD)
    page = client.post(
        f"/p/{scenario.program.slug}/lookup/", {"first_name": "Rowan", "last_name": "Tidewater"}
    )
    assert page.status_code == 200
    assert b'value="Tidewater"' in page.content
    assert not AuditEvent.objects.filter(action="lookup.asked").exists()


def test_the_audit_row_holds_no_name():
    scenario = ChargeScenario()
    ask_lookup(scenario)
    row = AuditEvent.objects.get(action="lookup.asked")
    assert (
        "tidewater"
        not in str({field.name: getattr(row, field.name) for field in row._meta.fields}).casefold()
    )


def test_nothing_is_answered_when_the_audit_row_cannot_be_written(monkeypatch):
    from handoff.desk.lookup import services as lookup

    def fail(**_values: object) -> None:
        raise RuntimeError("no audit row")

    scenario = ChargeScenario()
    monkeypatch.setattr(lookup.audit, "record_read", fail)
    with pytest.raises(RuntimeError):
        ask_lookup(scenario)
    assert not Disclosure.objects.exists()


def test_an_officer_of_another_agency_learns_nothing():
    from handoff.testing.programs import make_agency

    scenario = ChargeScenario()
    other = make_agency(scenario.program, name="Other Police")
    officer = make_member(scenario.program, RoleName.OFFICER, agency=other)
    answer = answer_lookup(
        actor=actor_of(officer, scenario.program),
        program=scenario.program,
        query=LookupQuery(first="Rowan", last="Tidewater", dob=date(1990, 5, 4)),
        reason="stop",
        at=AT,
    )
    assert answer.outcome is LookupOutcome.NOTHING


@pytest.mark.parametrize("last", ["Tidewater", "Unknown-Here"])
def test_whatever_the_answer_the_officer_can_refer_or_report_next(client, last):
    """Handbook 5d: how to proceed is theirs. The links are the same whether they are a participant or not."""
    scenario = ChargeScenario()
    client.login(username=scenario.user(RoleName.OFFICER).username, password=PASSWORD)
    born = {"born_on_month": "5", "born_on_day": "4", "born_on_year": "1990"}
    asked = {"first_name": "Rowan", "last_name": last, "reason": "stop", **born}
    page = client.post(f"/p/{scenario.program.slug}/lookup/", asked).content.decode()
    for name in ("referrals:new", "staffing:bring"):
        assert f'href="{reverse(name, args=[scenario.program.slug])}"' in page.split('role="status"')[1]
