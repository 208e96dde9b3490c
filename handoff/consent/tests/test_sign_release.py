"""Signing an ROI: what makes it complete, how long it may last, and what is written with it."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image

from handoff.audit.models import AuditEvent
from handoff.consent.gate import decide_about
from handoff.consent.models import InformationKind, Release, ReleaseEvent, ReleaseRecipient
from handoff.consent.services import RecipientInput, record_copy_given, sign_release
from handoff.core.refusals import Refused
from handoff.documents.models import StoredFile
from handoff.documents.services import store_scan
from handoff.testing.consent import make_release, make_release_input
from handoff.testing.programs import AT, make_actor, make_agency, make_person, make_program

pytestmark = pytest.mark.django_db
NEW_YORK = ZoneInfo("America/New_York")
TODAY = date(2026, 3, 2)


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def person(program):
    return make_person(program)


@pytest.fixture
def police(program):
    return make_agency(program)


@pytest.fixture
def peer(program):
    return make_actor(program, "peer_support")


def sign(actor, person, release_input, key="one", at=AT):
    return sign_release(actor=actor, person=person, release_input=release_input, key=key, at=at)


def photo():
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "JPEG")
    return SimpleUploadedFile("roi.jpg", out.getvalue())


def test_signing_writes_release_recipients_event_and_audit_row(peer, person, police):
    release = sign(peer, person, make_release_input(police, copy_given=True))
    assert release.means == Release.Means.DRAWN and release.signed_at == AT == release.starts_at
    assert release.form_version and release.discloser and release.signer_name == "Jordan Rivers"
    assert list(release.recipients.values_list("agency", "kinds")) == [(police.pk, ["participation"])]
    assert list(release.events.values_list("what", flat=True)) == ["signed", "copy_given"]
    row = AuditEvent.objects.get(action="roi.signed")
    assert (row.subject, row.user_id) == (str(release.public_id), peer.user_id)
    assert person.last_name not in str(row.details)


def test_signing_twice_with_one_key_is_one_release(peer, person, police):
    first = sign(peer, person, make_release_input(police))
    assert sign(peer, person, make_release_input(police)) == first
    assert Release.objects.count() == 1
    assert ReleaseEvent.objects.filter(what="signed").count() == 1


def test_a_key_used_for_one_person_is_refused_for_another(peer, person, police, program):
    sign(peer, person, make_release_input(police))
    with pytest.raises(Refused, match="already used for someone else"):
        sign(peer, make_person(program), make_release_input(police))


MISSING: dict[str, tuple[dict[str, Any], str]] = {
    "who may disclose": ({"discloser": " "}, "must say who can share"),
    "recipients": ({"recipients": ()}, "at least one agency"),
    "purpose": ({"purposes": ()}, "at least one purpose"),
    "a purpose of its own making": ({"purposes": ("court",)}, "at least one purpose"),
    "term": ({"days": 0}, "lasts at least one day"),
    "signature": ({"signature": None}, "isn't signed yet"),
    "an empty signature": ({"signature": []}, "isn't signed yet"),
    "signer": ({"signer_name": " "}, "signer's name"),
    "signer's role": ({"signer": "officer"}, "Choose who is signing"),
    "language": ({"language": "xx"}, "language the person will read"),
    "form version": ({"form_version": ""}, "language the person will read"),
    "a date that is not in the future": ({"signed_on": date(2026, 3, 3)}, "can't be in the future"),
    "today's date on the screen": ({"signed_on": date(2026, 3, 1)}, "must have today's date"),
}


@pytest.mark.parametrize("element", MISSING)
def test_signing_is_refused_without(element, peer, person, police):
    change, sentence = MISSING[element]
    with pytest.raises(Refused, match=sentence):
        sign(peer, person, replace(make_release_input(police), **change))
    assert not Release.objects.exists()
    assert not AuditEvent.objects.filter(action__startswith="roi").exists()


def test_signing_is_refused_without_the_name_of_the_person(peer, program, police):
    with pytest.raises(Refused, match="name of the person"):
        sign(peer, make_person(program, last_name=" "), make_release_input(police))


def test_signing_is_refused_when_an_agency_may_learn_nothing_named(peer, person, police):
    with pytest.raises(Refused, match="Choose what"):
        sign(peer, person, make_release_input(police, kinds=()))
    with pytest.raises(Refused, match="Choose what"):
        sign(peer, person, make_release_input(police, kinds=("everything",)))


def test_only_the_programs_own_active_agencies_can_be_named_and_each_once(peer, person, police, program):
    elsewhere = make_agency(make_program())
    gone = make_agency(program, name="Gone", is_active=False)
    for agency in (elsewhere, gone):
        with pytest.raises(Refused, match="only the program's partner agencies"):
            sign(peer, person, make_release_input(agency))
    with pytest.raises(Refused, match="each agency only once"):
        sign(peer, person, make_release_input(police, police))


@pytest.mark.parametrize("days", [1, 365])
def test_an_roi_lasts_from_one_day_to_365(days, peer, person, police):
    release = sign(peer, person, make_release_input(police, days=days))
    assert release.ends_at == datetime(2026, 3, 2, tzinfo=NEW_YORK) + timedelta(days=days)
    assert release.last_on == TODAY + timedelta(days=days - 1)


@pytest.mark.parametrize("days", [-1, 0, 366, 10_000])
def test_an_roi_of_366_days_is_refused(days, peer, person, police):
    with pytest.raises(Refused, match="at most 365 days"):
        sign(peer, person, make_release_input(police, days=days))


def test_the_programs_policy_may_ask_for_less_than_a_year():
    program = make_program(policy={"roi_days": 180})
    person, peer = make_person(program), make_actor(program, "peer_support")
    with pytest.raises(Refused, match="at most 180 days"):
        sign(peer, person, make_release_input(make_agency(program), days=181))
    assert sign(peer, person, make_release_input(make_agency(program), days=180)).days == 180


def test_a_paper_form_counts_from_the_day_it_was_signed(peer, person, police):
    release_input = make_release_input(
        police, signature=None, scan=photo(), signed_on=date(2026, 2, 20), days=30
    )
    release = sign(peer, person, release_input)
    assert release.means == Release.Means.SCANNED and release.signature is None
    assert release.starts_at == datetime(2026, 2, 20, tzinfo=NEW_YORK)
    assert release.ends_at == datetime(2026, 3, 22, tzinfo=NEW_YORK)
    assert release.recorded_at == AT


@pytest.mark.parametrize(("days", "allowed"), [(10, False), (11, True)])
def test_a_paper_form_that_has_already_ended_is_refused(days, allowed, peer, person, police):
    release_input = make_release_input(
        police, signature=None, scan=photo(), signed_on=date(2026, 2, 20), days=days
    )
    if allowed:
        assert sign(peer, person, release_input).is_live(AT)
    else:
        with pytest.raises(Refused, match="already expired"):
            sign(peer, person, release_input)


def test_a_scan_stored_before_is_used_once_and_only_by_who_stored_it(peer, person, police, program):
    stored = store_scan(
        actor=peer, program_id=program.pk, upload=photo(), kind=StoredFile.Kind.ROI_SCAN, at=AT
    )
    release_input = make_release_input(police, signature=None, scan_id=stored.public_id)
    with pytest.raises(Refused, match="no longer here"):
        sign(make_actor(program, "case_manager"), person, release_input, key="other")
    assert sign(peer, person, release_input).scan == stored
    with pytest.raises(Refused, match="no longer here"):
        sign(peer, person, release_input, key="again")


def test_an_officer_may_record_an_roi_and_an_analyst_may_not(person, police, program):
    assert sign(make_actor(program, "officer"), person, make_release_input(police))
    with pytest.raises(Refused, match="Your role"):
        sign(make_actor(program, "crime_analyst"), person, make_release_input(police), key="two")


def test_an_roi_of_another_programs_person_is_refused(peer, police):
    with pytest.raises(Refused, match="isn't in your program"):
        sign(peer, make_person(make_program()), make_release_input(police))


def test_nothing_is_saved_when_the_last_write_fails(peer, person, police, monkeypatch):
    def fail(**_):
        raise RuntimeError

    monkeypatch.setattr("handoff.audit.services.record", fail)
    with pytest.raises(RuntimeError):
        sign(peer, person, make_release_input(police, replaces_earlier=True))
    assert not Release.objects.exists() and not ReleaseRecipient.objects.exists()
    assert not ReleaseEvent.objects.exists()


def test_a_new_roi_is_added_to_the_earlier_one_unless_it_replaces_it(peer, person, police, program):
    da = make_agency(program, "district_attorney")
    first = make_release(person, da, actor=peer)
    later = AT + timedelta(days=1)
    sign(peer, person, make_release_input(police), key="beside", at=later)
    assert decide_about(da, person.pk, later).covers(InformationKind.PARTICIPATION)
    sign(peer, person, make_release_input(police, replaces_earlier=True), key="instead", at=later)
    assert not decide_about(da, person.pk, later).covers(InformationKind.PARTICIPATION)
    first.refresh_from_db()
    assert first.revoked_at == later
    assert list(first.events.values_list("what", flat=True)) == ["signed", "replaced"]
    assert AuditEvent.objects.filter(action="roi.replaced").count() == 2


def test_a_copy_given_is_recorded_once(peer, person):
    release = make_release(person, actor=peer)
    for _ in range(2):
        assert record_copy_given(actor=peer, release=release, at=AT).copy_given
    assert release.events.filter(what="copy_given").count() == 1
    assert AuditEvent.objects.filter(action="roi.copy_given").count() == 1


def lawful_row(person, **changes):
    return Release(
        **{
            "program": person.program,
            "person": person,
            "form_version": "2026-11",
            "language": "en",
            "discloser": "Staff",
            "purposes": ["services"],
            "starts_at": AT,
            "ends_at": AT + timedelta(days=1),
            "days": 1,
            "signer_name": "Jordan",
            "means": "drawn",
            "signature": [[[0, 0], [99, 99]]],
            "signed_at": AT,
            "recorded_at": AT,
            "key": "k",
            **changes,
        }
    )


IMPOSSIBLE: dict[str, dict[str, Any]] = {
    "of 366 days": {"days": 366},
    "of no days": {"days": 0},
    "that ends before it starts": {"ends_at": AT},
    "that nobody signed": {"signature": None},
    "on paper without its scan": {"means": "scanned"},
    "that names no discloser": {"discloser": ""},
    "without a signer": {"signer_name": ""},
    "revoked by somebody at no time": {"revoked_by_id": 1},
    "signed after it was recorded": {"signed_at": AT + timedelta(seconds=1)},
    "without a key": {"key": ""},
}


@pytest.mark.parametrize("what", IMPOSSIBLE)
def test_the_database_takes_no_release(what, person):
    lawful_row(person, key="lawful").save()
    with pytest.raises(IntegrityError), transaction.atomic():
        lawful_row(person, **IMPOSSIBLE[what]).save()


def test_the_database_takes_an_agency_once_a_release(person, police):
    release = make_release(person, police)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReleaseRecipient.objects.create(release=release, agency=police, kinds=["health"])


def test_the_last_day_is_counted_in_the_programs_own_zone(person, police, peer):
    late_evening = datetime(2026, 3, 3, 4, 30, tzinfo=UTC)
    release = sign(peer, person, make_release_input(police, days=1), at=late_evening)
    assert release.last_on == TODAY
    assert release.ends_at == datetime(2026, 3, 3, 5, 0, tzinfo=UTC)


def test_kinds_are_kept_per_agency(peer, person, police, program):
    da = make_agency(program, "district_attorney")
    recipients = (
        RecipientInput(police, frozenset({"participation"})),
        RecipientInput(da, frozenset({"participation", "charges"})),
    )
    release = sign(peer, person, replace(make_release_input(police), recipients=recipients))
    kinds = {row.agency_id: row.kinds for row in release.recipients.all()}
    assert kinds == {police.pk: ["participation"], da.pk: ["charges", "participation"]}


def test_a_release_without_a_submission_key_is_not_recorded(peer, person, police):
    with pytest.raises(ValueError, match="needs a key"):
        sign(peer, person, make_release_input(police), key="")
    assert not Release.objects.exists()
