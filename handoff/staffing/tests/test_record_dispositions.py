"""J5: the page of a disposition, for the DA's office under a release and for the data manager."""

import pytest
from django.urls import reverse

from handoff.access.roles import RoleName
from handoff.charges.dispositions.inputs import DispositionInput
from handoff.charges.dispositions.services import record_disposition
from handoff.charges.models import Disposition
from handoff.consent.models import ReleaseRecipient
from handoff.participants.models import RecordOpening
from handoff.staffing.services import decide_new_charge
from handoff.testing.programs import AT
from handoff.testing.staffing import ChargeScenario, make_new_charge

pytestmark = pytest.mark.django_db
SENT = {"code": "VD", "disposed_on_month": AT.month, "disposed_on_day": AT.day, "disposed_on_year": AT.year}


@pytest.mark.parametrize("role", [RoleName.DISTRICT_ATTORNEY, RoleName.DATA_MANAGER])
def test_a_disposition_follows_the_decision_and_shows_on_the_charge(client, clock, role):
    scenario = ChargeScenario()
    charge = make_new_charge(scenario.person)
    client.force_login(scenario.user(role))
    if role is RoleName.DATA_MANAGER:
        reason = {"reason": RecordOpening.Reason.CORRECTION, "note": ""}
        client.post(reverse("people:open", args=[scenario.program.slug, scenario.person.public_id]), reason)
    url = reverse("staffing:disposition", args=[scenario.program.slug, charge.public_id])
    page = reverse("staffing:new_charge", args=[scenario.program.slug, charge.public_id])
    assert "hasn&#x27;t decided yet" in client.get(url).content.decode()
    assert "Record the disposition" not in client.get(page).content.decode()
    da = scenario.actor(RoleName.DISTRICT_ATTORNEY)
    decide_new_charge(actor=da, charge=charge, outcome="pursue", reason="", at=AT)
    assert "Record the disposition" in client.get(page).content.decode()
    assert "Choose a verdict" in client.post(url, {**SENT, "code": "JU"}).content.decode()
    html = client.post(url, SENT, follow=True).content.decode()
    assert "Disposition saved" in html and "Dismissed without leave (VD) · " in html
    assert "Correct the disposition" in html and Disposition.objects.count() == 1


def test_without_a_release_there_is_no_such_charge_for_the_da(client, clock):
    scenario = ChargeScenario(roi=False)
    charge = make_new_charge(scenario.person)
    client.force_login(scenario.user(RoleName.DISTRICT_ATTORNEY))
    url = reverse("staffing:disposition", args=[scenario.program.slug, charge.public_id])
    assert client.get(url).status_code == 404 and client.post(url, SENT).status_code == 404


def test_a_release_for_participation_alone_shows_no_disposition_to_the_da(client, clock):
    """The data manager's entry is more than that someone is in the program; it shows under a release for charges."""
    scenario = ChargeScenario()
    charge = make_new_charge(scenario.person)
    actor = scenario.actor(RoleName.DATA_MANAGER)
    wanted = DispositionInput("VD", AT.date())
    record_disposition(actor=actor, charge=charge, decided=True, wanted=wanted, at=AT)
    client.force_login(scenario.user(RoleName.DISTRICT_ATTORNEY))
    page = reverse("staffing:new_charge", args=[scenario.program.slug, charge.public_id])
    assert "Dismissed without leave" in client.get(page).content.decode()
    ReleaseRecipient.objects.update(kinds=["participation"])
    html = client.get(page).content.decode()
    assert "Dismissed without leave" not in html and charge.title in html
    form = client.get(reverse("staffing:disposition", args=[scenario.program.slug, charge.public_id]))
    assert form.context["form"]["code"].value() is None
