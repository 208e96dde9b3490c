"""A new charge is reported, the team makes recommendations, the DA decides; no one's status changes by it (G7)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handoff.access.roles import RoleName
from handoff.accounts.queries import actor_for
from handoff.audit.models import AuditEvent
from handoff.charges.models import NewCharge
from handoff.consent.models import Disclosure
from handoff.core.refusals import Refused
from handoff.enrollment.queries import roster
from handoff.notifications.models import Notice
from handoff.staffing import policies, queries, services
from handoff.staffing.models import ChargeDecision, TeamRecommendation
from handoff.testing.programs import AT, actor_of, make_member, make_person
from handoff.testing.staffing import ChargeScenario, make_new_charge, report_charge, reported_charge

pytestmark = pytest.mark.django_db


def test_new_charge_alerts_the_da_and_the_team_without_a_name():
    scenario = ChargeScenario()
    report_charge(scenario)
    alerted = set(Notice.objects.filter(kind="new_charge").values_list("recipient_user_id", flat=True))
    for role in (
        RoleName.DISTRICT_ATTORNEY,
        RoleName.PEER_SUPPORT,
        RoleName.CASE_MANAGER,
        RoleName.PROGRAM_MANAGER,
    ):
        assert scenario.user(role).pk in alerted
    assert scenario.user(RoleName.OFFICER).pk not in alerted
    assert scenario.user(RoleName.EVALUATOR).pk not in alerted
    assert not any("Rowan" in notice.path or "Tidewater" in notice.path for notice in Notice.objects.all())


def test_the_same_form_sent_twice_makes_one_charge():
    scenario = ChargeScenario()
    report_charge(scenario)
    report_charge(scenario)
    assert NewCharge.objects.count() == 1


def test_unknown_person_is_not_linked_and_the_report_is_logged():
    scenario = ChargeScenario()
    report_charge(scenario, born=date(1971, 1, 1))
    assert not NewCharge.objects.exists()
    assert AuditEvent.objects.filter(action="new_charge.brought", details__matched=False).exists()


def test_a_new_charge_ends_no_ones_participation():
    scenario = ChargeScenario()
    charge = reported_charge(scenario)
    services.decide_new_charge(
        actor=scenario.actor(RoleName.DISTRICT_ATTORNEY), charge=charge, outcome="pursue", reason="", at=AT
    )
    period = scenario.enrollment.status_periods.get()
    assert (period.status, period.ends_at) == ("active", None)


def test_without_a_live_roi_the_da_is_neither_notified_of_the_charge_nor_sees_it():
    scenario = ChargeScenario(roi=False)
    charge = reported_charge(scenario)
    da = scenario.actor(RoleName.DISTRICT_ATTORNEY)
    assert queries.find_charge(scenario.program, da, charge.public_id, AT) is None
    assert not Notice.objects.filter(recipient_user_id=scenario.user(RoleName.DISTRICT_ATTORNEY).pk).exists()
    assert (
        queries.find_charge(scenario.program, scenario.actor(RoleName.CASE_MANAGER), charge.public_id, AT)
        == charge
    )


def test_a_revoked_roi_hides_the_charge_from_partners_at_once():
    scenario = ChargeScenario()
    charge = reported_charge(scenario)
    scenario.release.revoked_at = AT + timedelta(hours=1)
    scenario.release.save()
    da = scenario.actor(RoleName.DISTRICT_ATTORNEY)
    just_before = AT + timedelta(minutes=59)
    assert queries.find_charge(scenario.program, da, charge.public_id, just_before) == charge
    assert queries.find_charge(scenario.program, da, charge.public_id, AT + timedelta(hours=1)) is None


@pytest.mark.parametrize("role", [RoleName.PEER_SUPPORT, RoleName.CASE_MANAGER, RoleName.OFFICER])
def test_the_team_and_the_arresting_officer_make_recommendations(role):
    scenario = ChargeScenario()
    charge = reported_charge(scenario)
    services.record_recommendation(
        actor=scenario.actor(role), charge=charge, advice="dismiss", comment=" Doing well. ", at=AT
    )
    recommendation = TeamRecommendation.objects.get()
    assert (recommendation.advice, recommendation.comment, recommendation.written_by_id) == (
        "dismiss",
        "Doing well.",
        scenario.user(role).pk,
    )
    assert AuditEvent.objects.filter(action="new_charge.view_given").exists()


@pytest.mark.parametrize(
    ("roles", "kept"),
    [
        ({RoleName.CASE_MANAGER, RoleName.CRIME_ANALYST}, RoleName.CASE_MANAGER),
        ({RoleName.OFFICER, RoleName.LAW_LEADER}, RoleName.OFFICER),
    ],
)
def test_a_recommendation_is_made_in_the_role_whose_work_it_is(roles, kept):
    actor = replace(ChargeScenario().actor(RoleName.CASE_MANAGER), roles=frozenset(roles))
    assert policies.recommending_role(actor) == kept


@pytest.mark.parametrize("role", [RoleName.CRIME_ANALYST, RoleName.EVALUATOR, RoleName.LAW_LEADER])
def test_other_roles_make_no_recommendation(role):
    scenario = ChargeScenario()
    charge = reported_charge(scenario)
    with pytest.raises(Refused):
        services.record_recommendation(
            actor=scenario.actor(role), charge=charge, advice="dismiss", comment="", at=AT
        )


def test_another_officer_makes_no_recommendation():
    scenario = ChargeScenario()
    charge = reported_charge(scenario)
    other = make_member(scenario.program, RoleName.OFFICER)
    with pytest.raises(Refused):
        services.record_recommendation(
            actor=actor_of(other, scenario.program), charge=charge, advice="dismiss", comment="", at=AT
        )


def test_the_das_decision_notifies_the_team_and_the_arresting_officer():
    scenario = ChargeScenario()
    charge = reported_charge(scenario)
    services.record_recommendation(
        actor=scenario.actor(RoleName.PEER_SUPPORT), charge=charge, advice="dismiss", comment="", at=AT
    )
    services.decide_new_charge(
        actor=scenario.actor(RoleName.DISTRICT_ATTORNEY),
        charge=charge,
        outcome="dismiss",
        reason="In touch.",
        at=AT,
    )
    assert ChargeDecision.objects.get().outcome == "dismiss"
    notified = set(Notice.objects.filter(kind="charge_decided").values_list("recipient_user_id", flat=True))
    team = (RoleName.PEER_SUPPORT, RoleName.CASE_MANAGER, RoleName.PROGRAM_MANAGER, RoleName.OFFICER)
    assert notified == {scenario.user(role).pk for role in team}
    with pytest.raises(Refused):
        services.record_recommendation(
            actor=scenario.actor(RoleName.PEER_SUPPORT), charge=charge, advice="pursue", comment="", at=AT
        )


def test_the_decision_reaches_no_officer_after_the_release_ended():
    scenario = ChargeScenario()
    charge = reported_charge(scenario)
    scenario.release.revoked_at = AT
    scenario.release.save()
    da = scenario.actor(RoleName.DISTRICT_ATTORNEY)
    services.decide_new_charge(actor=da, charge=charge, outcome="dismiss", reason="", at=AT)
    officer = scenario.user(RoleName.OFFICER).pk
    assert not Notice.objects.filter(kind="charge_decided", recipient_user_id=officer).exists()


def test_the_team_is_heard_again_about_a_charge_that_was_continued():
    scenario = ChargeScenario()
    charge = reported_charge(scenario)
    services.decide_new_charge(
        actor=scenario.actor(RoleName.DISTRICT_ATTORNEY), charge=charge, outcome="continue", reason="", at=AT
    )
    services.record_recommendation(
        actor=scenario.actor(RoleName.PEER_SUPPORT), charge=charge, advice="dismiss", comment="", at=AT
    )
    assert TeamRecommendation.objects.count() == 1


@pytest.mark.parametrize("role", [RoleName.PROGRAM_MANAGER, RoleName.OFFICER, RoleName.CASE_MANAGER])
def test_only_the_da_decides(role):
    scenario = ChargeScenario()
    charge = reported_charge(scenario)
    with pytest.raises(Refused):
        services.decide_new_charge(
            actor=scenario.actor(role), charge=charge, outcome="dismiss", reason="", at=AT
        )


def test_nothing_is_decided_when_the_last_write_fails(monkeypatch):
    scenario = ChargeScenario()
    charge = reported_charge(scenario)
    services.record_recommendation(
        actor=scenario.actor(RoleName.PEER_SUPPORT), charge=charge, advice="dismiss", comment="", at=AT
    )

    def fail(**_values: object) -> None:
        raise RuntimeError("the outbox is broken")

    monkeypatch.setattr(services, "queue_notices", fail)
    with pytest.raises(RuntimeError):
        services.decide_new_charge(
            actor=scenario.actor(RoleName.DISTRICT_ATTORNEY),
            charge=charge,
            outcome="dismiss",
            reason="",
            at=AT,
        )
    assert not ChargeDecision.objects.exists()
    assert not AuditEvent.objects.filter(action="new_charge.decided").exists()


def test_a_list_that_names_participants_to_a_partner_is_logged_once_a_day():
    scenario = ChargeScenario()
    charge = reported_charge(scenario)
    da = scenario.actor(RoleName.DISTRICT_ATTORNEY)
    for _ in range(2):
        services.record_list_disclosures(
            actor=da, charges_shown=[charge], decisions=queries.charge_decisions(da, AT), at=AT
        )
    row = Disclosure.objects.get()
    assert (row.person, row.agency, row.what, row.kinds) == (
        scenario.person,
        scenario.da,
        "new charges listed",
        ["participation"],
    )
    services.record_list_disclosures(
        actor=scenario.actor(RoleName.CASE_MANAGER), charges_shown=[charge], decisions={}, at=AT
    )
    assert Disclosure.objects.count() == 1


@pytest.mark.parametrize("born", [date(1990, 5, 4), date(1971, 1, 1)])
def test_a_charge_from_tomorrow_is_refused_whoever_the_person_is(born):
    scenario = ChargeScenario()
    with pytest.raises(Refused, match="can't be in the future"):
        report_charge(scenario, born=born, occurred_on=AT.date() + timedelta(days=1))


def test_someone_with_a_new_charge_stays_on_every_list_of_participants():
    scenario = ChargeScenario()
    reported_charge(scenario)
    assert list(roster(scenario.program)) == [scenario.enrollment]
    assert roster(scenario.program).get().status == "active"


def test_the_notices_of_a_decision_take_the_same_number_of_queries_for_few_and_many_readers():
    scenario = ChargeScenario()
    charge = make_new_charge(scenario.person)
    counts = []
    for more in (1, 12):
        for _number in range(more):
            make_member(scenario.program, RoleName.CASE_MANAGER)
            make_member(scenario.program, RoleName.DISTRICT_ATTORNEY, agency=scenario.da)
        decision = charge.decisions.create(
            outcome="dismiss", decided_at=AT, decided_by_id=scenario.user(RoleName.DISTRICT_ATTORNEY).pk
        )
        with CaptureQueriesContext(connection) as asked:
            services.notify_of_decision(charge, decision, AT)
        counts.append(len(asked))
    assert counts[0] == counts[1] == 12, counts
    last = Notice.objects.filter(key__contains=f":{decision.pk}:")
    assert last.count() >= 26, "the new members are notified too"


@pytest.mark.parametrize("released", [True, False])
def test_the_readers_of_a_charge_are_those_who_find_it_one_by_one(released):
    scenario = ChargeScenario()
    person = scenario.person if released else make_person(scenario.program, last_name="Unreleased")
    arresting = scenario.user(RoleName.OFFICER)
    charge = make_new_charge(person)
    charge.officer_id = arresting.pk
    charge.save()
    users = [scenario.user(role) for role in RoleName]
    users.append(make_member(scenario.program, RoleName.DISTRICT_ATTORNEY, agency=scenario.da, signed=False))
    users.append(make_member(scenario.program, RoleName.CASE_MANAGER, is_active=False))
    one_by_one = {
        each.pk
        for each in users
        if (actor := actor_for(each, scenario.program, AT))
        and queries.find_charge(scenario.program, actor, charge.public_id, AT)
    }
    assert {each.pk for each in queries.readers_of(charge, users, AT)} == one_by_one
    assert (scenario.user(RoleName.DISTRICT_ATTORNEY).pk in one_by_one) is released
