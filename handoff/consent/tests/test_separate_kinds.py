"""What the law side never receives (C10), the separate form for counseling notes, and where a renewal starts."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from handoff.consent.forms import ReleaseForm
from handoff.consent.models import InformationKind, Release
from handoff.consent.presenters import blank_release
from handoff.consent.queries import expiring_releases, latest_renewable_release, live_releases, roi_state
from handoff.consent.services import RecipientInput, revoke_release, sign_release
from handoff.core.refusals import Refused
from handoff.programs.models import Agency
from handoff.testing.consent import make_release, make_release_input
from handoff.testing.programs import AT, make_actor, make_agency, make_person, make_program

pytestmark = pytest.mark.django_db
Kind = InformationKind
LAW = (Agency.Kind.LAW_ENFORCEMENT, Agency.Kind.DISTRICT_ATTORNEY, Agency.Kind.COMMUNITY_CORRECTIONS)


@pytest.fixture
def scenario():
    program = make_program()
    return SimpleNamespace(
        program=program,
        person=make_person(program),
        police=make_agency(program),
        clinic=make_agency(program, Agency.Kind.TREATMENT),
        peer=make_actor(program, "peer_support"),
    )


def form(scenario, **fields):
    return ReleaseForm(
        fields.pop("data", None), program=scenario.program, person_name="Jo", language="en", at=AT, **fields
    )


@pytest.mark.parametrize("agency_kind", LAW)
@pytest.mark.parametrize("kind", [Kind.TREATMENT, Kind.HEALTH, Kind.NEEDS, Kind.COUNSELING])
def test_a_kind_meant_for_care_is_refused_for_the_law_side(agency_kind, kind, scenario):
    agency = make_agency(scenario.program, agency_kind)
    with pytest.raises(Refused, match="never goes to police, prosecutors, or probation"):
        make_release(scenario.person, agency, kinds=[Kind.PARTICIPATION, kind])
    assert not Release.objects.exists()


def test_the_form_offers_it_to_the_care_team_only(scenario):
    shown = form(scenario)
    law, clinic = (shown.fields[f"kinds_{each.public_id.hex}"] for each in (scenario.police, scenario.clinic))
    assert {key for key, _ in law.choices} == {"participation", "contact", "charges", "progress"}
    assert "never get what you tell us" in law.help_text
    assert {key for key, _ in clinic.choices} == set(Kind.values) - {"counseling", "intake_done", "summary"}
    sent = form(
        scenario,
        data={
            f"to_{scenario.police.public_id.hex}": "on",
            f"kinds_{scenario.police.public_id.hex}": "treatment",
        },
    )
    assert f"kinds_{scenario.police.public_id.hex}" in sent.errors
    printed = {
        row.name: [text for text, _ in row.kinds] for row in blank_release(scenario.program, "en").recipients
    }
    assert not [text for text in printed[scenario.police.name] if "treatment" in text or "Health" in text]
    assert not [text for texts in printed.values() for text in texts if "Counseling" in text]


def test_counseling_notes_are_not_combined_with_anything(scenario):
    with pytest.raises(Refused, match="a separate form"):
        make_release(scenario.person, scenario.clinic, kinds=[Kind.COUNSELING, Kind.TREATMENT])
    other = make_agency(scenario.program, Agency.Kind.TREATMENT, "Second clinic")
    mixed = make_release_input(scenario.clinic, kinds=[Kind.COUNSELING])
    both = (*mixed.recipients, RecipientInput(other, frozenset({"treatment"})))
    with pytest.raises(Refused, match="a separate form"):
        make_release(scenario.person, scenario.clinic, kinds=[Kind.COUNSELING], recipients=both)


def test_the_form_for_counseling_notes_names_no_law_side_and_ticks_nothing(scenario):
    shown = form(scenario, counseling=True)
    assert f"to_{scenario.police.public_id.hex}" not in shown.fields
    name = f"kinds_{scenario.clinic.public_id.hex}"
    assert [key for key, _ in shown.fields[name].choices] == ["counseling"]
    assert not shown[name].value() and not shown[f"to_{scenario.clinic.public_id.hex}"].value()


def test_a_form_for_counseling_notes_neither_renews_nor_hides_the_general_one(scenario):
    general = make_release(scenario.person, scenario.police, days=20)
    notes = make_release(scenario.person, scenario.clinic, kinds=[Kind.COUNSELING], replaces_earlier=True)
    assert notes.for_counseling and not general.for_counseling
    assert set(live_releases(scenario.person, AT)) == {general, notes}
    assert roi_state(scenario.person.pk, AT).release_id == general.public_id
    assert list(expiring_releases(scenario.program, AT, days=90)) == [general]
    revoke_release(actor=scenario.peer, release=general, at=AT)
    assert roi_state(scenario.person.pk, AT).kind == "revoked"


def test_a_renewal_begins_with_the_last_one_that_was_not_taken_back(scenario):
    first = make_release(
        scenario.person, scenario.police, kinds=[Kind.PARTICIPATION, Kind.CHARGES], purposes=("reach",)
    )
    taken_back = make_release(
        scenario.person, scenario.clinic, kinds=[Kind.TREATMENT], at=AT + timedelta(minutes=1)
    )
    revoke_release(actor=scenario.peer, release=taken_back, at=AT + timedelta(minutes=2))
    assert latest_renewable_release(scenario.person) == first
    shown = form(scenario, earlier=first)
    assert shown[f"to_{scenario.police.public_id.hex}"].value()
    assert shown[f"kinds_{scenario.police.public_id.hex}"].value() == ["charges", "participation"]
    assert shown["purposes"].value() == ["reach"]
    assert not shown[f"to_{scenario.clinic.public_id.hex}"].value()
    assert not shown["signature"].value()


@pytest.mark.parametrize(
    "change", [{"form_version": ""}, {"language": ""}, {"discloser": ""}, {"signer_name": ""}]
)
def test_the_database_refuses_a_row_without_an_element(change, scenario):
    release = make_release(scenario.person, scenario.police)
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(**change)


def test_no_renewal_happens_by_itself(scenario):
    release = make_release(scenario.person, scenario.police, days=1)
    assert roi_state(scenario.person.pk, release.ends_at).kind == "expired"
    assert Release.objects.count() == 1
    again = sign_release(
        actor=scenario.peer,
        person=scenario.person,
        release_input=make_release_input(scenario.police),
        key="renewed",
        at=release.ends_at,
    )
    assert again.pk != release.pk and roi_state(scenario.person.pk, release.ends_at).kind == "live"
