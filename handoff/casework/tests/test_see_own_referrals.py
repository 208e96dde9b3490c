"""An agency sees the referrals to it as far as live ROIs name it, and each look is logged (P8, ADR 0056)."""

from datetime import date, timedelta

import pytest

from handoff.access.permissions import Permission
from handoff.access.roles import ROLES, Side
from handoff.audit.models import AuditEvent
from handoff.casework.definitions import SHARED_AS
from handoff.casework.needs.queries import shown_to_providers
from handoff.casework.providers import queries, services
from handoff.consent.models import Disclosure
from handoff.consent.services import ConsentChanged
from handoff.directory.definitions import NEED_CODES
from handoff.notifications.models import Notice
from handoff.testing.casework import (
    make_contact_point,
    make_service_referral,
)
from handoff.testing.consent import make_release
from handoff.testing.directory import make_service
from handoff.testing.programs import (
    AT,
    actor_of,
    make_agency,
    make_member,
)
from handoff.testing.providers import LATER, NEEDS, Shelter

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
SOON = AT + timedelta(days=2)


@pytest.fixture
def shelter():
    return Shelter()


def test_every_kind_of_need_is_shared_as_some_kind_of_information():
    assert set(SHARED_AS) == NEED_CODES


@pytest.mark.parametrize(
    ("kind", "kinds", "seen"),
    [
        ("housing", NEEDS, True),
        ("housing", ("participation",), False),
        ("housing", ("needs",), False),
        ("housing", ("participation", "treatment"), False),
        ("medication", ("participation", "treatment"), True),
        ("medication", NEEDS, False),
        ("mental_health", ("participation", "health"), True),
        ("mental_health", ("participation", "needs", "treatment"), False),
        ("housing", None, False),
    ],
)
def test_an_agency_knows_of_a_referral_only_under_an_roi_that_covers_this_need(kind, kinds, seen):
    shelter = Shelter(kinds, kind)
    assert bool(shelter.asked()) is seen
    assert shown_to_providers([shelter.referral], LATER) == {shelter.referral.pk: seen}
    # The notice is a link, and only where there is something to see.
    sent = Notice.objects.filter(kind="service_asked", recipient_user_id=shelter.user.pk)
    assert sent.exists() is seen


def test_only_the_agency_that_a_referral_is_addressed_to_sees_it(shelter):
    other = make_agency(shelter.program, "community", "Pantry")
    make_release(shelter.person, other, kinds=NEEDS)
    someone_else = actor_of(make_member(shelter.program, "community_partner", other), shelter.program)
    shelter.answer("message", words="Ask for Dee.")
    assert queries.asked_of(someone_else, LATER) == [] and not queries.own_answers(someone_else)
    law = [role for role in ROLES.values() if role.side == Side.LAW]
    assert not any(Permission.SERVICES_ANSWER in role.permissions for role in law)
    # A provider by name, and one that is no partner, belong to no agency.
    named = make_service_referral(shelter.need, provider="A church")
    unlinked = make_service_referral(shelter.need, service=make_service(shelter.program, name="Cots"))
    assert shown_to_providers([named, unlinked], LATER) == {}


def test_the_page_shows_what_the_roi_covers_and_nothing_more(shelter, clock):
    make_contact_point(shelter.person, value="+19105550177")
    html = shelter.browser().get(shelter.path()).content.decode()
    assert shelter.person.recorded_name in html and "A place to stay" in html and "Wren Worker" in html
    assert "Somewhere quiet." not in html, "their words are for the care team"
    assert "555-0177" not in html and "1991" not in html
    make_release(shelter.person, shelter.agency, kinds=(*NEEDS, "contact"))
    make_contact_point(shelter.person, value="+19105550178", safe_to_text=False, safe_to_leave_word=True)
    make_contact_point(shelter.person, value="+19105550179", ended_at=AT)
    make_contact_point(shelter.person, kind="place", value="Behind the old mill")
    html = shelter.browser().get(shelter.path()).content.decode()
    assert "(910) 555-0177 · OK to text · Don&#x27;t leave a message" in html
    assert "(910) 555-0178 · Don&#x27;t text · OK to leave a message" in html
    assert "1991" in html and "old mill" not in html and "555-0179" not in html
    shelter.person.date_of_birth = None
    shelter.person.save()
    assert "Not on record" in shelter.browser().get(shelter.path()).content.decode()


def test_no_one_is_sent_to_a_worker_whose_account_is_closed(shelter, clock):
    shelter.worker.is_active = False
    shelter.worker.save()
    html = shelter.browser().get(shelter.path()).content.decode()
    assert "Wren Worker" not in html and "Who to call" in html


def test_the_log_says_what_the_page_showed_and_not_all_that_is_allowed(clock):
    """An accounting that names treatment where a shelter saw none of it frightens, and is false."""
    shelter = Shelter((*NEEDS, "treatment"))
    assert shelter.browser().get(shelter.path()).status_code == 200
    assert Disclosure.objects.get().kinds == ["needs", "participation"]


def test_each_look_is_audited_and_in_the_disclosure_log(shelter, clock):
    browser = shelter.browser()
    for _look in range(2):
        assert browser.get(shelter.path("providers:list")).status_code == 200
        assert browser.get(shelter.path()).status_code == 200
    rows = Disclosure.objects.filter(person=shelter.person, to_user_id=shelter.user.pk)
    assert {(each.what, tuple(each.kinds), each.release_id) for each in rows} == {
        ("service referrals listed", ("needs", "participation"), shelter.release.pk),
        ("service referral opened", ("needs", "participation"), shelter.release.pk),
    }
    assert rows.count() == 2, "one row a day"
    seen = AuditEvent.objects.filter(action="service_referral.opened")
    assert [each.subject for each in seen] == [str(shelter.person.public_id)] * 2
    assert AuditEvent.objects.filter(action="service_referrals.listed").count() == 2


def test_opening_is_read_again_if_the_roi_ended_meanwhile(shelter, monkeypatch):
    calls = []

    def changed(**kwargs):
        calls.append(kwargs)
        if len(calls) == 1:
            raise ConsentChanged("ended")

    monkeypatch.setattr(services, "record_daily_disclosures", changed)
    services.open_list(actor=shelter.actor, at=LATER)
    assert len(calls) == 2
