"""Scenario 3's deeds: a charge is brought, the team is heard, the DA decides; nobody's status changes by it (G7)."""

from datetime import date, timedelta

import pytest

from handoff.access.roles import RoleName
from handoff.accounts.models import User
from handoff.audit.models import AuditEvent
from handoff.charges.models import NewCharge
from handoff.charges.services import ChargeGiven
from handoff.consent.models import Disclosure, InformationKind, Release, ReleaseRecipient
from handoff.core.refusals import Refused
from handoff.enrollment.models import Enrollment, Intake, StatusPeriod
from handoff.notifications.models import Notice
from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.participants.lookup.services import rebuild_keys
from handoff.referrals.models import Referral
from handoff.staffing import queries, services
from handoff.staffing.models import ChargeDecision, ChargeView
from handoff.testing.worlds import AT, actor_of, make_agency, make_member, make_person, make_program

pytestmark = pytest.mark.django_db

PARAPHERNALIA = ChargeGiven(offense_key="drug_paraphernalia", title="Drug paraphernalia", statute="90-113.22")
KINDS = [InformationKind.PARTICIPATION, InformationKind.CHARGES]


class World:
    """A participant, everybody at the table, and an ROI that names police and prosecutor."""

    def __init__(self, *, roi: bool = True) -> None:
        self.program = make_program()
        self.users = {role: make_member(self.program, role) for role in RoleName}
        self.police = make_agency(self.program, "law_enforcement")
        self.da = make_agency(self.program, "district_attorney")
        self.person = make_person(
            self.program, first_name="Rowan", last_name="Tidewater", date_of_birth=date(1990, 5, 4)
        )
        rebuild_keys(self.person)
        self.enrollment = enrol(self)
        if roi:
            self.release = sign_for(self, self.police, self.da)

    def actor(self, role: RoleName):
        return actor_of(self.users[role], self.program)

    def user(self, role: RoleName) -> User:
        return self.users[role]


def enrol(world: World) -> Enrollment:
    referral = Referral.objects.create(
        program=world.program,
        number=1,
        door="officer_social",
        referrer_kind="officer",
        person=world.person,
        policy=world.program.policies.get(),
        state="accepted",
        occurred_at=AT,
        submitted_at=AT,
        contact_due_at=AT,
        key="referral",
    )
    intake = Intake.objects.create(
        program=world.program,
        referral=referral,
        person=world.person,
        started_at=AT,
        saved_at=AT,
        completed_at=AT,
    )
    enrollment = Enrollment.objects.create(
        program=world.program, person=world.person, intake=intake, enrolled_at=AT, enrolled_on=AT.date()
    )
    StatusPeriod.objects.create(enrollment=enrollment, status="active", starts_at=AT, recorded_at=AT)
    return enrollment


def sign_for(world: World, *agencies) -> Release:
    release = Release.objects.create(
        program=world.program,
        person=world.person,
        form_version="2026-11",
        language="en",
        discloser="The program",
        purposes=["services"],
        starts_at=AT - timedelta(days=1),
        ends_at=AT + timedelta(days=364),
        days=365,
        signer_name="Rowan Tidewater",
        means="drawn",
        signature=[[[1, 1], [2, 2]]],
        signed_at=AT - timedelta(days=1),
        recorded_at=AT - timedelta(days=1),
        key="release",
    )
    for agency in agencies:
        ReleaseRecipient.objects.create(release=release, agency=agency, kinds=KINDS)
    return release


def bring(
    world: World, role: RoleName = RoleName.OFFICER, key: str = "once", born: date = date(1990, 5, 4)
) -> None:
    services.bring_if_participant(
        actor=world.actor(role),
        program=world.program,
        query=LookupQuery(first="Rowan", last="Tidewater", dob=born),
        charge=PARAPHERNALIA,
        how="citation",
        incident_number="26-1",
        occurred_on=AT.date(),
        key=key,
        at=AT,
    )


def brought(world: World) -> NewCharge:
    bring(world)
    return NewCharge.objects.get()


def test_a_new_charge_alerts_the_da_and_the_team_without_a_name():
    world = World()
    bring(world)
    alerted = set(Notice.objects.filter(kind="new_charge").values_list("recipient_user_id", flat=True))
    for role in (
        RoleName.DISTRICT_ATTORNEY,
        RoleName.PEER_SUPPORT,
        RoleName.CASE_MANAGER,
        RoleName.PROGRAM_MANAGER,
    ):
        assert world.user(role).pk in alerted
    assert world.user(RoleName.OFFICER).pk not in alerted
    assert world.user(RoleName.EVALUATOR).pk not in alerted
    assert not any("Rowan" in notice.path or "Tidewater" in notice.path for notice in Notice.objects.all())


def test_the_same_form_sent_twice_is_one_charge():
    world = World()
    bring(world)
    bring(world)
    assert NewCharge.objects.count() == 1


def test_a_stranger_is_not_linked_and_the_question_is_logged():
    world = World()
    bring(world, born=date(1971, 1, 1))
    assert not NewCharge.objects.exists()
    assert AuditEvent.objects.filter(action="new_charge.brought", details__matched=False).exists()


def test_a_new_charge_ends_nobodys_participation():
    world = World()
    charge = brought(world)
    services.decide_new_charge(
        actor=world.actor(RoleName.DISTRICT_ATTORNEY), charge=charge, outcome="pursue", reason="", at=AT
    )
    period = world.enrollment.status_periods.get()
    assert (period.status, period.ends_at) == ("active", None)


def test_without_a_live_roi_the_da_neither_hears_of_the_charge_nor_sees_it():
    world = World(roi=False)
    charge = brought(world)
    da = world.actor(RoleName.DISTRICT_ATTORNEY)
    assert queries.find_charge(world.program, da, charge.public_id, AT) is None
    assert not Notice.objects.filter(recipient_user_id=world.user(RoleName.DISTRICT_ATTORNEY).pk).exists()
    assert (
        queries.find_charge(world.program, world.actor(RoleName.CASE_MANAGER), charge.public_id, AT) == charge
    )


def test_a_revoked_roi_hides_the_charge_from_the_law_side_at_that_very_instant():
    world = World()
    charge = brought(world)
    world.release.revoked_at = AT + timedelta(hours=1)
    world.release.save()
    da = world.actor(RoleName.DISTRICT_ATTORNEY)
    just_before = AT + timedelta(minutes=59)
    assert queries.find_charge(world.program, da, charge.public_id, just_before) == charge
    assert queries.find_charge(world.program, da, charge.public_id, AT + timedelta(hours=1)) is None


@pytest.mark.parametrize("role", [RoleName.PEER_SUPPORT, RoleName.CASE_MANAGER, RoleName.OFFICER])
def test_the_team_and_the_arresting_officer_are_heard(role):
    world = World()
    charge = brought(world)
    services.give_view(actor=world.actor(role), charge=charge, advice="dismiss", words=" Doing well. ", at=AT)
    view = ChargeView.objects.get()
    assert (view.advice, view.words, view.written_by_id) == ("dismiss", "Doing well.", world.user(role).pk)
    assert AuditEvent.objects.filter(action="new_charge.view_given").exists()


@pytest.mark.parametrize("role", [RoleName.CRIME_ANALYST, RoleName.EVALUATOR, RoleName.LAW_LEADER])
def test_who_is_not_asked_gives_no_view(role):
    world = World()
    charge = brought(world)
    with pytest.raises(Refused):
        services.give_view(actor=world.actor(role), charge=charge, advice="dismiss", words="", at=AT)


def test_another_officer_gives_no_view():
    world = World()
    charge = brought(world)
    other = make_member(world.program, RoleName.OFFICER)
    with pytest.raises(Refused):
        services.give_view(
            actor=actor_of(other, world.program), charge=charge, advice="dismiss", words="", at=AT
        )


def test_the_das_decision_is_recorded_and_told_to_who_was_heard():
    world = World()
    charge = brought(world)
    services.give_view(
        actor=world.actor(RoleName.PEER_SUPPORT), charge=charge, advice="dismiss", words="", at=AT
    )
    services.decide_new_charge(
        actor=world.actor(RoleName.DISTRICT_ATTORNEY),
        charge=charge,
        outcome="dismiss",
        reason="In touch.",
        at=AT,
    )
    assert ChargeDecision.objects.get().outcome == "dismiss"
    told = set(Notice.objects.filter(kind="charge_decided").values_list("recipient_user_id", flat=True))
    assert told == {world.user(RoleName.PEER_SUPPORT).pk, world.user(RoleName.OFFICER).pk}
    with pytest.raises(Refused):
        services.give_view(
            actor=world.actor(RoleName.PEER_SUPPORT), charge=charge, advice="pursue", words="", at=AT
        )


@pytest.mark.parametrize("role", [RoleName.PROGRAM_MANAGER, RoleName.OFFICER, RoleName.CASE_MANAGER])
def test_only_the_da_decides(role):
    world = World()
    charge = brought(world)
    with pytest.raises(Refused):
        services.decide_new_charge(
            actor=world.actor(role), charge=charge, outcome="dismiss", reason="", at=AT
        )


def test_nothing_is_decided_when_the_last_write_fails(monkeypatch):
    world = World()
    charge = brought(world)
    services.give_view(
        actor=world.actor(RoleName.PEER_SUPPORT), charge=charge, advice="dismiss", words="", at=AT
    )

    def broken(**_values: object) -> None:
        raise RuntimeError("the outbox is broken")

    monkeypatch.setattr(services, "queue", broken)
    with pytest.raises(RuntimeError):
        services.decide_new_charge(
            actor=world.actor(RoleName.DISTRICT_ATTORNEY), charge=charge, outcome="dismiss", reason="", at=AT
        )
    assert not ChargeDecision.objects.exists()
    assert not AuditEvent.objects.filter(action="new_charge.decided").exists()


def test_a_list_that_names_participants_to_the_law_side_is_in_the_register_once_a_day():
    world = World()
    charge = brought(world)
    da = world.actor(RoleName.DISTRICT_ATTORNEY)
    for _ in range(2):
        services.register_listed(actor=da, charges_shown=[charge], at=AT)
    row = Disclosure.objects.get()
    assert (row.person, row.agency, row.what, row.kinds) == (
        world.person,
        world.da,
        "new charges listed",
        ["participation"],
    )
    services.register_listed(actor=world.actor(RoleName.CASE_MANAGER), charges_shown=[charge], at=AT)
    assert Disclosure.objects.count() == 1
