"""The consent gate: every condition counts, at every instant; adding or revoking a grant never leaks."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handoff.access.permissions import Permission
from handoff.access.roles import RoleName
from handoff.accounts.models import KINDS_OF_ROLE, AgreementSignature, Membership, User
from handoff.accounts.queries import actor_for
from handoff.consent import rules
from handoff.consent.gate import KIND_LABELS, SHARED_PAGES, decide, decide_about, requester_status
from handoff.consent.models import InformationKind, ReleaseRecipient
from handoff.consent.rules import Grant, RequesterStatus, allowed_kinds
from handoff.consent.services import revoke_release
from handoff.core.labels import Label
from handoff.programs.models import Agency
from handoff.testing.consent import make_release
from handoff.testing.programs import AT, actor_of, make_agency, make_member, make_person, make_program

Kind = InformationKind
TICK = timedelta(microseconds=1)
START = datetime(2026, 1, 1, tzinfo=UTC)
EVERY = [kind.value for kind in Kind]
STATUS = RequesterStatus(True, True, True, True, program_id=1, agency_ids=frozenset({1, 2}))


def grant(**changes):
    fields = {
        "release_id": 1,
        "person_id": 1,
        "program_id": 1,
        "agency_id": 1,
        "law_side": True,
        "kinds": frozenset({"participation"}),
        "starts_at": START,
        "ends_at": START + timedelta(days=30),
    }
    return Grant(**{**fields, **changes})


steady = settings(suppress_health_check=[HealthCheck.too_slow])
instants = st.integers(-3, 33).map(lambda days: START + timedelta(days=days)) | st.sampled_from(
    [START - TICK, START, START + TICK, START + timedelta(days=30) - TICK, START + timedelta(days=30)]
)
grants = st.builds(
    grant,
    person_id=st.integers(1, 3),
    program_id=st.integers(1, 2),
    agency_id=st.integers(1, 3),
    law_side=st.booleans(),
    kinds=st.frozensets(st.sampled_from(EVERY), min_size=1),
    starts_at=st.just(START) | st.just(START + timedelta(days=5)),
    revoked_at=st.none() | instants,
)


@pytest.mark.parametrize(
    ("at", "allowed"),
    [
        (START - TICK, False),
        (START, True),
        (START + timedelta(days=30) - TICK, True),
        (START + timedelta(days=30), False),
    ],
)
def test_the_interval_is_half_open(at, allowed):
    assert bool(allowed_kinds(STATUS, [grant()], at)) is allowed


@pytest.mark.parametrize(("late", "allowed"), [(-TICK, True), (timedelta(0), False), (TICK, False)])
def test_revoking_counts_from_its_own_instant(late, allowed):
    revoked = START + timedelta(days=3)
    assert bool(allowed_kinds(STATUS, [grant(revoked_at=revoked)], revoked + late)) is allowed


@pytest.mark.parametrize("condition", ["is_active", "is_member", "has_signed", "has_permission"])
def test_each_condition_of_the_requester_status_counts(condition):
    assert allowed_kinds(STATUS, [grant()], START)
    assert not allowed_kinds(replace(STATUS, **{condition: False}), [grant()], START)


@pytest.mark.parametrize("change", [{"program_id": 2}, {"agency_id": 9}, {"kinds": frozenset({"treatment"})}])
def test_another_program_another_agency_and_a_kind_of_care_open_nothing(change):
    assert not allowed_kinds(STATUS, [grant(**change)], START)


@steady
@given(st.lists(grants, max_size=6), instants)
def test_exactly_what_live_releases_name_is_allowed(lines, at):
    found = allowed_kinds(STATUS, lines, at)
    for person in (1, 2, 3):
        expected = set()
        for line in lines:
            live = line.starts_at <= at < line.ends_at and not (line.revoked_at and line.revoked_at <= at)
            if live and line.person_id == person and line.program_id == 1 and line.agency_id in {1, 2}:
                expected |= line.kinds - (
                    {"needs", "treatment", "health", "counseling"} if line.law_side else set()
                )
        assert found.get(person, frozenset()) == expected


@steady
@given(st.lists(grants, min_size=1, max_size=6), instants, instants)
def test_revoking_a_grant_never_opens_anything(lines, at, revoked):
    before = allowed_kinds(STATUS, lines, at)
    after = allowed_kinds(STATUS, [replace(lines[0], revoked_at=revoked), *lines[1:]], max(at, revoked))
    still = allowed_kinds(STATUS, lines, max(at, revoked))
    assert all(after[person] <= still[person] for person in after)
    assert all(kinds <= frozenset(EVERY) for kinds in before.values())


@steady
@given(st.lists(grants, max_size=5), grants, instants)
def test_adding_a_grant_opens_nothing_about_other_people(lines, added, at):
    before, after = allowed_kinds(STATUS, lines, at), allowed_kinds(STATUS, [*lines, added], at)
    for person in (1, 2, 3):
        new = after.get(person, frozenset()) - before.get(person, frozenset())
        assert not new or (person == added.person_id and new <= added.kinds)


def test_the_table_knows_every_kind_and_the_law_side_gets_no_health():
    assert set(KIND_LABELS) == set(Kind.values)
    law = rules.receivable_kinds(EVERY, law_side=True)
    assert law == {"participation", "intake_done", "contact", "charges", "progress", "summary"}
    assert not frozenset().union(*(KIND_LABELS[kind] for kind in law)) & {
        Label.HEALTH,
        Label.PART2,
        Label.COUNSELING,
    }


@pytest.fixture
def scenario(db):
    program = make_program()
    police, da = make_agency(program), make_agency(program, "district_attorney")
    leader = make_member(program, RoleName.LAW_LEADER, police)
    person = make_person(program)
    release = make_release(person, police, kinds=[Kind.PARTICIPATION, Kind.CHARGES], days=30)
    return SimpleNamespace(**{k: v for k, v in locals().items() if k != "db"})


def decide_for_leader(scenario, at=AT, user=None):
    user = user or scenario.leader
    return decide(actor_of(user, scenario.program, AT), None, at)


def test_the_gate_answers_with_kinds_labels_and_grants(scenario):
    allowed = decide_for_leader(scenario)[scenario.person.pk]
    assert allowed.kinds == {"participation", "charges"}
    assert allowed.labels == {Label.PLAIN, Label.IDENTITY, Label.JUSTICE}
    assert [each.release_id for each in allowed.grants] == [scenario.release.pk]
    assert allowed.kinds_by_agency() == {scenario.police.pk: allowed.kinds}


def test_the_gate_at_the_exact_instants(scenario):
    ends = scenario.release.ends_at
    assert not decide_for_leader(scenario, AT - TICK)
    assert decide_for_leader(scenario, ends - TICK) and not decide_for_leader(scenario, ends)
    revoke_release(
        actor=actor_of(make_member(scenario.program, "peer_support"), scenario.program),
        release=scenario.release,
        at=AT + timedelta(hours=1),
    )
    assert decide_for_leader(scenario, AT + timedelta(hours=1) - TICK)
    assert not decide_for_leader(scenario, AT + timedelta(hours=1))


def test_the_gate_reads_the_requester_status_again(scenario):
    actor = actor_of(scenario.leader, scenario.program, AT)
    for undo in (
        lambda: User.objects.filter(pk=scenario.leader.pk).update(is_active=False),
        lambda: Membership.objects.filter(user=scenario.leader).update(ends_on=date(2026, 1, 1)),
        lambda: AgreementSignature.objects.filter(user=scenario.leader).delete(),
    ):
        assert decide(actor, None, AT)
        undo()
        assert not decide(actor, None, AT)
        User.objects.filter(pk=scenario.leader.pk).update(is_active=True)
        Membership.objects.filter(user=scenario.leader).update(ends_on=None)


def test_the_gate_counts_only_what_the_actor_had_when_the_request_began(scenario):
    """An agreement signed since, or a partner added since, belongs to the next request."""
    began = actor_of(scenario.leader, scenario.program, AT)
    assert not decide(replace(began, agreement_signed=False), None, AT)
    sheriff = make_agency(scenario.program, name="Juniper Sheriff")
    make_release(scenario.person, sheriff, kinds=[Kind.PARTICIPATION], days=30)
    Membership.objects.filter(user=scenario.leader).update(agency=sheriff)
    assert not decide(began, None, AT)
    assert decide(actor_of(scenario.leader, scenario.program, AT), None, AT)


def test_the_agreement_counts_if_it_did_when_the_request_began_and_still_does(scenario):
    """For any permission, also one that needs no agreement by itself."""
    began = actor_of(scenario.leader, scenario.program, AT)
    unsigned = replace(began, agreement_signed=False)
    assert requester_status(began, SHARED_PAGES, AT).has_signed
    assert not requester_status(unsigned, SHARED_PAGES, AT).has_signed
    AgreementSignature.objects.filter(user=scenario.leader).delete()
    assert not requester_status(began, SHARED_PAGES, AT).has_signed


def test_no_one_in_another_role_agency_or_program_is_answered(scenario):
    program = scenario.program
    for role in RoleName:
        user = make_member(program, role, scenario.police)
        if actor_for(user, program, AT) is None:
            # P8: a role that police can't hold counts for nothing.
            assert KINDS_OF_ROLE[role] != {Agency.Kind.LAW_ENFORCEMENT}
        elif role != RoleName.LAW_LEADER:
            assert not decide_for_leader(scenario, user=user), role
    assert not decide_for_leader(scenario, user=make_member(program, RoleName.DISTRICT_ATTORNEY, scenario.da))
    elsewhere = make_program()
    outsider = make_member(elsewhere, RoleName.LAW_LEADER)
    assert not decide(actor_of(outsider, elsewhere), None, AT)
    assert decide(actor_of(scenario.leader, program), [scenario.person.pk], AT)
    assert not decide(actor_of(scenario.leader, program), [], AT)


def test_a_role_at_another_agency_opens_nothing_of_that_agency(scenario):
    """An evaluator's role may name any agency; what is shared with it is for the role that reads what is shared."""
    clinic = make_agency(scenario.program, Agency.Kind.TREATMENT)
    provider = make_member(scenario.program, RoleName.TREATMENT_PROVIDER, clinic)
    make_member(scenario.program, RoleName.EVALUATOR, scenario.police, user=provider)
    both = actor_of(provider, scenario.program)
    assert scenario.police.pk in both.agency_ids and both.can(Permission.SHARED_READ)
    assert not decide(both, None, AT)
    assert decide(actor_of(scenario.leader, scenario.program), None, AT)


def test_an_agency_that_left_the_program_is_shown_nothing(scenario):  # finding-C2
    scenario.police.is_active = False
    scenario.police.save()
    assert not decide_for_leader(scenario)


def test_a_care_kind_checked_for_the_law_side_is_dropped_everywhere(scenario):
    """Whatever wrote the row: an older form, an import, or someone in the database."""
    ReleaseRecipient.objects.update(kinds=["participation", "treatment", "health", "needs", "counseling"])
    assert decide_for_leader(scenario)[scenario.person.pk].kinds == {"participation"}
    assert decide_about(scenario.police, scenario.person.pk, AT).kinds == {"participation"}
