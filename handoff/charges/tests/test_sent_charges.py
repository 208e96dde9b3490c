"""N2: a charge that the officer chose to pursue is on the DA's list, without a name, until the DA's office has it."""

from datetime import timedelta

import pytest

from handoff.audit.models import AuditEvent
from handoff.charges.sent.queries import has_da_reader, sent_encounters
from handoff.charges.sent.services import receive_charges
from handoff.charges.services import drop_charges, refer_to_da
from handoff.core.refusals import Refused
from handoff.notifications.models import Notice
from handoff.programs.models import Agency
from handoff.programs.queries import local_date
from handoff.testing.charges import make_encounter
from handoff.testing.programs import AT, PASSWORD, actor_of, make_actor, make_agency, make_member, make_person
from handoff.testing.programs import make_program as program_of

pytestmark = pytest.mark.django_db
PAST = AT + timedelta(days=20)


@pytest.fixture
def program():
    return program_of()


@pytest.fixture
def da(program):
    return make_member(program, "district_attorney", make_agency(program, "district_attorney"))


@pytest.fixture
def officer(program):
    return make_actor(program, "officer")


@pytest.fixture
def encounter(program, officer):
    person = make_person(program, first_name="Rowan", last_name="Tidewater")
    return make_encounter(person, officer)


def test_a_pursued_charge_is_on_the_das_list_with_a_notice(program, officer, encounter, da):
    refer_to_da(actor=officer, encounter=encounter, at=PAST)
    assert list(sent_encounters(program)) == [encounter]
    notice = Notice.objects.get(kind="charge_sent")
    assert (notice.recipient_user_id, notice.path) == (da.pk, f"/p/{program.slug}/charges/sent/")


def test_a_dropped_charge_never_reaches_the_da(program, officer, encounter, da):
    drop_charges(actor=officer, encounter=encounter, at=PAST)
    assert not sent_encounters(program)
    assert not Notice.objects.exists()


def test_without_a_da_no_one_is_notified(program, officer, encounter):
    refer_to_da(actor=officer, encounter=encounter, at=PAST)
    assert not Notice.objects.exists()


def test_the_da_reads_only_as_an_active_partner(program, da):
    today = local_date(program, AT)
    assert has_da_reader(program, today)
    Agency.objects.filter(program=program, kind="district_attorney").update(is_active=False)
    assert not has_da_reader(program, today)


def test_the_list_shows_what_the_officer_recorded_and_no_name(client, program, officer, encounter, da):
    refer_to_da(actor=officer, encounter=encounter, at=PAST)
    client.login(username=da.username, password=PASSWORD)
    page = client.get(f"/p/{program.slug}/charges/sent/").content.decode()
    assert "Second-degree trespass" in page
    assert "26-000123" in page
    assert "Tidewater" not in page
    assert "Rowan" not in page


def test_the_da_marks_a_charge_as_received_once(client, program, officer, encounter, da):
    refer_to_da(actor=officer, encounter=encounter, at=PAST)
    client.login(username=da.username, password=PASSWORD)
    client.post(f"/p/{program.slug}/charges/sent/{encounter.public_id}/received/")
    assert sent_encounters(program).get().received_at is not None  # type: ignore[misc]
    assert AuditEvent.objects.filter(
        subject=str(encounter.public_id), action="charge.received_by_da"
    ).exists()
    with pytest.raises(Refused, match="already marked"):
        receive_charges(actor=actor_of(da, program), encounter=encounter, at=PAST)


def test_an_encounter_that_was_not_sent_answers_as_an_unknown_one(client, program, encounter, da):
    client.login(username=da.username, password=PASSWORD)
    url = f"/p/{program.slug}/charges/sent/{encounter.public_id}/received/"
    assert client.post(url).status_code == 404


@pytest.mark.parametrize("case", ["another program", "an officer", "not sent"])
def test_receiving_is_for_the_da_and_for_a_sent_charge(case, program, officer, encounter, da):
    actor = {"another program": make_actor(program_of(), "district_attorney"), "an officer": officer}
    sentence = {
        "another program": "in your program",
        "an officer": "Only the DA",
        "not sent": "hasn't chosen",
    }
    with pytest.raises(Refused, match=sentence[case]):
        receive_charges(actor=actor.get(case, actor_of(da, program)), encounter=encounter, at=PAST)
