"""What an ROI allows: to whom, which kinds, and until when, at every instant."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handoff.audit.models import AuditEvent
from handoff.consent.gate import decide, decide_about
from handoff.consent.models import Disclosure, InformationKind, Release, ReleaseEvent, ReleaseRecipient
from handoff.consent.queries import (
    disclosures_of,
    expiring_releases,
    live_releases,
    roi_state,
    roi_states,
)
from handoff.consent.services import (
    ConsentChanged,
    disclose,
    record_outside_disclosure,
    revoke_release,
)
from handoff.core.refusals import Refused
from handoff.testing.consent import make_release
from handoff.testing.programs import AT, make_actor, make_agency, make_person, make_program

pytestmark = pytest.mark.django_db
Kind = InformationKind
TICK = timedelta(microseconds=1)


@pytest.fixture
def scenario():
    program = make_program()
    return SimpleNamespace(
        program=program,
        person=make_person(program),
        police=make_agency(program),
        da=make_agency(program, "district_attorney"),
        clinic=make_agency(program, "treatment"),
        peer=make_actor(program, "peer_support"),
        officer=make_actor(program, "officer"),
    )


def allowed(person, agency, kind, at=AT) -> bool:
    return decide_about(agency, person.pk, at).covers(Kind(kind))


def disclose_to_police(scenario, at=AT, kinds=frozenset({Kind.PARTICIPATION}), **changes):
    """Disclose under what the gate decides for the agency and person at that instant."""
    fields = {
        "actor": scenario.peer,
        "person": scenario.person,
        "agency": scenario.police,
        "kinds": set(kinds),
        "what": "intake completed",
        "purpose": "end the officer's responsibility",
        "to_user_id": scenario.officer.user_id,
        "at": at,
    }
    fields |= changes
    fields.setdefault("decision", decide_about(fields["agency"], fields["person"].pk, at))
    return disclose(**fields)


def test_a_disclosure_holds_what_an_accounting_needs(scenario):
    release = make_release(scenario.person, scenario.police)
    row = disclose_to_police(scenario)
    assert (row.agency, row.to_user_id, row.release) == (scenario.police, scenario.officer.user_id, release)
    assert (row.kinds, row.what, row.disclosed_at) == (["participation"], "intake completed", AT)
    assert list(disclosures_of(scenario.person)) == [row]
    assert not disclosures_of(make_person(scenario.person.program)).exists()
    assert AuditEvent.objects.get(action="roi.disclosed").subject == str(scenario.person.public_id)


def test_a_disclosure_is_refused_without_a_covering_release(scenario):
    with pytest.raises(Refused, match="Nothing was shared"):
        disclose_to_police(scenario)
    make_release(scenario.person, scenario.police)
    changes: list[dict[str, Any]] = [
        {"agency": scenario.da},
        {"kinds": {Kind.TREATMENT}},
        {"kinds": set()},
    ]
    for change in changes:
        with pytest.raises(Refused, match="Nothing was shared"):
            disclose_to_police(scenario, **change)
    with pytest.raises(Refused, match="Nothing was shared"):
        disclose_to_police(scenario, kinds={Kind.PARTICIPATION, Kind.HEALTH})
    assert not Disclosure.objects.exists()


def test_it_is_refused_across_programs(scenario):
    elsewhere = make_program()
    make_release(scenario.person, scenario.police)
    with pytest.raises(Refused, match="isn't in your program"):
        disclose_to_police(scenario, person=make_person(elsewhere))
    with pytest.raises(Refused, match="isn't in your program"):
        disclose_to_police(scenario, agency=make_agency(elsewhere))


def test_a_release_is_live_from_its_start_up_to_but_not_including_its_end(scenario):
    release = make_release(scenario.person, scenario.police, days=30)

    def is_disclosed(at):
        return allowed(scenario.person, scenario.police, Kind.PARTICIPATION, at)

    assert not is_disclosed(release.starts_at - TICK)
    assert is_disclosed(release.starts_at)
    assert is_disclosed(release.ends_at - TICK)
    assert not is_disclosed(release.ends_at)
    assert disclose_to_police(scenario, at=release.ends_at - TICK)
    with pytest.raises(Refused):
        disclose_to_police(scenario, at=release.ends_at)


def test_a_decision_about_another_person_discloses_nothing(scenario):
    other = make_person(scenario.program)
    make_release(other, scenario.police)
    with pytest.raises(Refused, match="Nothing was shared"):
        disclose_to_police(scenario, decision=decide_about(scenario.police, other.pk, AT))
    assert not Disclosure.objects.exists()


def test_a_revocation_after_the_decision_stops_the_disclosure(scenario):
    release = make_release(scenario.person, scenario.police)
    decision = decide_about(scenario.police, scenario.person.pk, AT)
    revoke_release(actor=scenario.peer, release=release, at=AT)
    with pytest.raises(ConsentChanged, match="Nothing was shared"):
        disclose_to_police(scenario, decision=decision)
    assert not Disclosure.objects.exists()


def test_an_agency_that_left_the_program_is_sent_nothing(scenario):  # finding-C2
    make_release(scenario.person, scenario.police)
    decision = decide_about(scenario.police, scenario.person.pk, AT)
    scenario.police.is_active = False
    scenario.police.save()
    assert not allowed(scenario.person, scenario.police, Kind.PARTICIPATION)
    with pytest.raises(Refused, match="Nothing was shared"):
        disclose_to_police(scenario)
    with pytest.raises(ConsentChanged):
        disclose_to_police(scenario, decision=decision)


def test_revoking_works_at_once_and_needs_no_reason(scenario):
    release = make_release(scenario.person, scenario.police)
    noon = AT + timedelta(hours=2)
    revoke_release(actor=scenario.peer, release=release, at=noon)
    assert allowed(scenario.person, scenario.police, Kind.PARTICIPATION, noon - TICK)
    assert not allowed(scenario.person, scenario.police, Kind.PARTICIPATION, noon)
    with pytest.raises(Refused):
        disclose_to_police(scenario, at=noon)
    assert list(release.events.values_list("what", flat=True)) == ["signed", "revoked"]
    assert AuditEvent.objects.get(action="roi.revoked").reason == ""


def test_revoking_twice_is_revoking_once(scenario):
    release = make_release(scenario.person, scenario.police)
    revoke_release(actor=scenario.peer, release=release, at=AT)
    again = revoke_release(actor=scenario.peer, release=release, at=AT + timedelta(days=1))
    assert again.revoked_at == AT
    assert ReleaseEvent.objects.filter(what="revoked").count() == 1


def test_who_may_revoke(scenario):
    release = make_release(scenario.person, scenario.police)
    for role, sentence in (
        ("officer", "care team"),
        ("data_manager", "Your role"),
        ("evaluator", "Your role"),
    ):
        with pytest.raises(Refused, match=sentence):
            revoke_release(actor=make_actor(scenario.program, role), release=release, at=AT)
    with pytest.raises(Refused, match="isn't in your program"):
        revoke_release(actor=make_actor(make_program(), "peer_support"), release=release, at=AT)
    for role in ("case_manager", "program_manager"):
        ended = revoke_release(actor=make_actor(scenario.program, role), release=release, at=AT)
        assert ended.revoked_at == AT


def test_an_ended_release_needs_no_revoking(scenario):
    release = make_release(scenario.person, scenario.police, days=1)
    with pytest.raises(Refused, match="no longer active"):
        revoke_release(actor=scenario.peer, release=release, at=release.ends_at)


def test_nothing_is_disclosed_or_revoked_when_the_last_write_fails(scenario, monkeypatch):
    release = make_release(scenario.person, scenario.police)

    def fail(**_):
        raise RuntimeError

    monkeypatch.setattr("handoff.audit.services.record", fail)
    with pytest.raises(RuntimeError):
        disclose_to_police(scenario)
    with pytest.raises(RuntimeError):
        revoke_release(actor=scenario.peer, release=release, at=AT)
    assert not Disclosure.objects.exists()
    release.refresh_from_db()
    assert release.revoked_at is None


def test_several_releases_add_up(scenario):
    make_release(scenario.person, scenario.police, days=10)
    longer = make_release(scenario.person, scenario.police, scenario.da, kinds=[Kind.CHARGES], days=20)
    assert decide_about(scenario.police, scenario.person.pk, AT).kinds == {"participation", "charges"}
    assert decide_about(scenario.da, scenario.person.pk, AT).kinds == {"charges"}
    assert live_releases(scenario.person, AT).first() == longer
    assert disclose_to_police(scenario, kinds={Kind.CHARGES}).release == longer
    assert [pk for pk, each in decide(scenario.da, None, AT).items() if each.covers(Kind.CHARGES)] == [
        scenario.person.pk
    ]


def test_the_state_of_rois_in_words(scenario):
    person = scenario.person

    def kind(at):
        return roi_state(person.pk, at).kind

    assert kind(AT) == "none"
    release = make_release(person, scenario.police, days=100)
    assert kind(AT) == "live" and roi_state(person.pk, AT).ends_at == release.ends_at
    assert kind(release.ends_at - timedelta(days=30) - TICK) == "live"
    assert kind(release.ends_at - timedelta(days=30)) == "expiring"
    assert kind(release.ends_at - TICK) == "expiring"
    assert kind(release.ends_at) == "expired"
    revoke_release(actor=scenario.peer, release=release, at=AT + timedelta(days=1))
    assert kind(AT + timedelta(days=1) - TICK) == "live"
    assert kind(AT + timedelta(days=1)) == "revoked"
    for state in (roi_state(person.pk, AT), roi_state(person.pk, AT + timedelta(days=2))):
        assert state.words and state.tag in {"info", "soon", "overdue", "done"}


def test_many_states_are_read_in_one_query(scenario, django_assert_num_queries):
    people = [make_person(scenario.program) for _ in range(5)]
    for person in people[:3]:
        make_release(person, scenario.police)
    with django_assert_num_queries(1):
        states = roi_states([person.pk for person in people], AT)
    assert [states[person.pk].kind for person in people] == ["live"] * 3 + ["none"] * 2
    assert all(states[person.pk] == roi_state(person.pk, AT) for person in people)


def test_expiring_releases_are_those_that_no_later_one_follows(scenario):
    other = make_person(scenario.program)
    make_release(scenario.person, scenario.police, days=20)
    soon = make_release(other, scenario.police, days=40)
    make_release(make_person(scenario.program), scenario.police, days=200)
    elsewhere = make_program()
    make_release(make_person(elsewhere), make_agency(elsewhere), days=10)
    renewed = make_release(scenario.person, scenario.police, days=60)
    assert list(expiring_releases(scenario.program, AT, days=90)) == [soon, renewed]
    assert list(expiring_releases(scenario.program, AT, days=50)) == [soon]


HOURS = st.integers(min_value=-50, max_value=50)


def moment(hours) -> datetime:
    return AT + timedelta(hours=hours)


FOR_CARE_ONLY = {"needs", "treatment", "health", "counseling"}


def expected_disclosure(rows, agency, kind, at):
    if agency == 0 and kind in FOR_CARE_ONLY:  # the police never, whatever the form says
        return False
    for starts, ends, revoked, recipients in rows:
        over = revoked is not None and at >= revoked
        if starts <= at and at < ends and not over and kind in recipients.get(agency, ()):
            return True
    return False


ROWS = st.lists(
    st.tuples(
        HOURS,
        st.integers(min_value=1, max_value=60),
        st.none() | HOURS,
        st.dictionaries(st.integers(0, 1), st.sets(st.sampled_from(Kind.values), max_size=3)),
    ),
    max_size=4,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, at=HOURS, agency=st.integers(0, 1), kind=st.sampled_from(Kind.values))
def test_the_gate_agrees_with_a_second_reading_of_the_rule(scenario, rows, at, agency, kind):
    person, agencies = make_person(scenario.program), [scenario.police, scenario.clinic]
    known = []
    for number, (starts, length, revoked, recipients) in enumerate(rows):
        begin, end = moment(starts), moment(starts + length)
        revoked_at = None if revoked is None else moment(revoked)
        release = Release.objects.create(
            program=scenario.program, person=person, form_version="2026-11", language="en", discloser="Staff",
            purposes=["services"], starts_at=begin, ends_at=end, days=3, signer_name="J", means="drawn",
            signature=[[[0, 0], [9, 9]]], signed_at=begin, recorded_at=begin, revoked_at=revoked_at,
            key=f"{person.pk}-{number}",
        )  # fmt: skip
        for index, kinds in recipients.items():
            ReleaseRecipient.objects.create(release=release, agency=agencies[index], kinds=sorted(kinds))
        known.append((begin, end, revoked_at, recipients))
    expected = expected_disclosure(known, agency, kind, moment(at))
    assert allowed(person, agencies[agency], kind, moment(at)) is expected


def test_nothing_is_disclosed_outside_about_another_programs_person():
    actor, outsider = make_actor(make_program(), "program_manager"), make_person(make_program())
    with pytest.raises(Refused, match="isn't in your program"):
        record_outside_disclosure(
            actor=actor,
            person=outsider,
            recipient_name="A court",
            kinds={"name"},
            what="order",
            purpose="",
            at=AT,
        )
    assert not Disclosure.objects.exists()
