"""Criteria take effect once each partner that must has approved, and never change after that (E2, P7)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse

from handoff.accounts.models import ConfidentialityAgreement
from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.eligibility import queries, services
from handoff.eligibility.engine.criteria import ChargeClass
from handoff.eligibility.engine.north_carolina import NORTH_CAROLINA
from handoff.eligibility.models import CriteriaApproval
from handoff.notifications.models import Notice
from handoff.programs.models import IntakeQuestion, Program, Script
from handoff.testing.criteria import make_criteria, make_criteria_draft
from handoff.testing.programs import AT, actor_of, make_actor, make_agency, make_member, make_program

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def program():
    program = make_program()
    make_agency(program)
    make_agency(program, "district_attorney")
    return program


@pytest.fixture
def police(program):
    return make_agency(program)


@pytest.fixture
def da(program):
    return make_agency(program, "district_attorney")


@pytest.fixture
def manager(program):
    return make_actor(program, "program_manager")


@pytest.fixture
def sheriff(program):
    return make_actor(program, "law_leader")


@pytest.fixture
def prosecutor(program):
    return make_actor(program, "district_attorney")


@pytest.fixture
def proposed(program, manager):
    return services.propose_criteria(actor=manager, version=make_criteria_draft(program, manager), at=AT)


def test_a_version_takes_effect_with_both_approvals(program, proposed, sheriff, prosecutor, police, da):
    services.approve_criteria(actor=sheriff, version=proposed, agency=police, at=AT)
    assert queries.current_criteria(program, AT) is None
    second = AT + timedelta(hours=1)
    services.approve_criteria(actor=prosecutor, version=proposed, agency=da, at=second)
    assert queries.current_criteria(program, second - timedelta(microseconds=1)) is None
    assert queries.current_criteria(program, second) == proposed
    actions = list(
        AuditEvent.objects.order_by("pk").filter(program_id=program.pk).values_list("action", flat=True)
    )
    assert actions == ["criteria.saved", "criteria.proposed", "criteria.approved", "criteria.approved"]


def test_an_approved_version_waits_for_the_midnight_of_its_day(
    program, manager, sheriff, prosecutor, police, da
):
    make_criteria(program)
    version = make_criteria_draft(program, manager, on=date(2026, 3, 9))
    services.propose_criteria(actor=manager, version=version, at=AT)
    services.approve_criteria(actor=prosecutor, version=version, agency=da, at=AT)
    services.approve_criteria(actor=sheriff, version=version, agency=police, at=AT)
    midnight = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)
    before = queries.current_criteria(program, midnight - timedelta(microseconds=1))
    assert before is not None and before.number == 1
    after = queries.current_criteria(program, midnight)
    assert after is not None and after.number == 2


def test_the_last_version_to_take_effect_is_current_whatever_its_number(program):
    make_criteria(program, effective_on=date(2026, 2, 1))
    late = make_criteria(program, effective_on=date(2026, 1, 1), approved_at=AT)
    assert queries.current_criteria(program, AT - timedelta(seconds=1)) != late
    assert queries.current_criteria(program, AT) == late


def test_one_partner_does_not_approve_twice(proposed, program, sheriff, police):
    services.approve_criteria(actor=sheriff, version=proposed, agency=police, at=AT)
    again = make_actor(program, "law_leader")
    with pytest.raises(Refused, match="This partner has already approved"):
        services.approve_criteria(actor=again, version=proposed, agency=police, at=AT)


def test_one_person_does_not_approve_for_two_partners(proposed, program, police, da):
    user = make_member(program, "law_leader")
    make_member(program, "district_attorney", user=user)
    both = actor_of(user, program)
    services.approve_criteria(actor=both, version=proposed, agency=police, at=AT)
    with pytest.raises(Refused, match="Someone else must approve"):
        services.approve_criteria(actor=both, version=proposed, agency=da, at=AT)


def test_no_one_approves_for_another_partner(proposed, program, sheriff, manager, police, da):
    """N23: neither a leader for the DA, nor anyone from elsewhere."""
    outsider = make_actor(make_program(), "district_attorney")
    for actor, agency in ((sheriff, da), (manager, police), (manager, da), (outsider, da)):
        with pytest.raises(Refused):
            services.approve_criteria(actor=actor, version=proposed, agency=agency, at=AT)
    assert not CriteriaApproval.objects.exists()


def test_each_law_enforcement_agency_approves_by_its_own_leader(program, manager, police, da):
    """N23: one leader approved for three agencies."""
    sheriff = make_agency(program, name="Sheriff")
    leader = make_member(program, "law_leader", police)
    make_member(program, "officer", sheriff, user=leader)
    version = services.propose_criteria(actor=manager, version=make_criteria_draft(program, manager), at=AT)
    assert set(version.approvers) == {police.pk, sheriff.pk, da.pk}
    services.approve_criteria(actor=actor_of(leader, program), version=version, agency=police, at=AT)
    with pytest.raises(Refused, match="Only someone whose role approves"):
        services.approve_criteria(actor=actor_of(leader, program), version=version, agency=sheriff, at=AT)
    prosecutor = make_actor(program, "district_attorney")
    services.approve_criteria(actor=prosecutor, version=version, agency=da, at=AT)
    assert queries.current_criteria(program, AT) is None
    chief = actor_of(make_member(program, "law_leader", sheriff), program)
    services.approve_criteria(actor=chief, version=version, agency=sheriff, at=AT)
    assert queries.current_criteria(program, AT) == version


def test_which_partners_must_approve_is_a_setting(program, manager, police, da):
    """P7: a treatment provider that is asked, a police department that is not."""
    small = make_agency(program, name="Campus police", approval="no")
    clinic = make_agency(program, "treatment", approval="yes")
    version = services.propose_criteria(actor=manager, version=make_criteria_draft(program, manager), at=AT)
    assert set(version.approvers) == {police.pk, da.pk, clinic.pk}
    left_out = actor_of(make_member(program, "law_leader", small), program)
    with pytest.raises(Refused, match="isn't asked to approve"):
        services.approve_criteria(actor=left_out, version=version, agency=small, at=AT)
    provider = actor_of(make_member(program, "treatment_provider", clinic), program)
    assert services.approve_criteria(actor=provider, version=version, agency=clinic, at=AT)


@pytest.mark.parametrize(
    ("charges", "kinds", "sentence"),
    [
        ("all", ["law_enforcement"], "Diverting felonies needs the DA's office"),
        ("all", ["district_attorney"], "needs a law enforcement agency"),
        ("misdemeanors", ["treatment"], "needs a law enforcement agency"),
        ("none", [], "No partner has to approve"),
        ("misdemeanors", ["law_enforcement"], ""),
        ("none", ["law_enforcement"], ""),
        ("none", ["treatment"], ""),
        ("all", ["law_enforcement", "district_attorney"], ""),
    ],
)
def test_a_program_can_start_before_the_da_joins(charges, kinds, sentence):
    """N23, P7: social referrals only, or misdemeanors and social referrals."""
    program = make_program()
    manager = make_actor(program, "program_manager")
    for kind in kinds:
        make_agency(program, kind, approval="yes")
    version = make_criteria_draft(
        program, manager, criteria=replace(NORTH_CAROLINA, charges=ChargeClass(charges))
    )
    if sentence:
        with pytest.raises(Refused, match=sentence):
            services.propose_criteria(actor=manager, version=version, at=AT)
    else:
        assert services.propose_criteria(actor=manager, version=version, at=AT).approvers


def test_a_smaller_start_is_upgraded_by_a_version_that_the_da_approves(program, manager, police, sheriff):
    """P7: stated as such on the criteria page, and upgraded later."""
    make_agency(program, "district_attorney").delete()
    first = make_criteria_draft(program, manager, criteria=replace(NORTH_CAROLINA, charges=ChargeClass.NONE))
    services.propose_criteria(actor=manager, version=first, at=AT)
    services.approve_criteria(actor=sheriff, version=first, agency=police, at=AT)
    assert not queries.diverts_charges(program, AT) and not queries.decides_exceptions(program, AT)
    client = Client()
    client.force_login(make_member(program, "officer"))
    page = client.get(reverse("eligibility:criteria", args=[program.slug])).content.decode()
    assert "Social referrals only: no charge is diverted." in page
    with pytest.raises(Refused, match="needs the DA's office"):
        services.propose_criteria(actor=manager, version=make_criteria_draft(program, manager), at=AT)
    da = make_agency(program, "district_attorney")
    second = queries.open_draft(program)
    services.propose_criteria(actor=manager, version=second, at=AT)
    services.approve_criteria(actor=sheriff, version=second, agency=police, at=AT)
    assert not queries.diverts_charges(program, AT)
    services.approve_criteria(
        actor=make_actor(program, "district_attorney"), version=second, agency=da, at=AT
    )
    assert queries.diverts_charges(program, AT) and queries.decides_exceptions(program, AT)


def test_a_partner_approves_on_the_page_for_itself_alone(program, proposed, police, da):
    client = Client()
    client.force_login(make_member(program, "law_leader", police))
    url = reverse("eligibility:version", args=[program.slug, proposed.public_id])
    page = client.get(url).content.decode()
    assert f"Approve this version for {police.name}" in page
    assert f"Approve this version for {da.name}" not in page and da.name in page
    approve = reverse("eligibility:approve", args=[program.slug, proposed.public_id])
    assert client.post(approve, {"agency": "unknown"}).status_code == 404
    client.post(approve, {"agency": str(da.public_id), "read": "on"})
    assert not proposed.approvals.exists()
    unread = client.post(approve, {"agency": str(police.public_id)}, follow=True).content.decode()
    assert "Read the version, then check the box above the button." in unread
    assert not proposed.approvals.exists()
    client.post(approve, {"agency": str(police.public_id), "read": "on"})
    assert [each.agency for each in proposed.approvals.all()] == [police]
    done = client.get(url).content.decode()
    assert "Approve this version" not in done and "already approved" not in done


def test_the_button_stands_below_all_that_it_approves(client, program, proposed, police):
    """Issue 10, walk: one tap approved what no one had scrolled to yet."""
    client.force_login(make_member(program, "law_leader", police))
    page = client.get(
        reverse("eligibility:version", args=[program.slug, proposed.public_id])
    ).content.decode()
    button = page.index(f"Approve this version for {police.name}")
    assert page.index(">The criteria</h2>") < button
    assert page.index(f"You approve version {proposed.number} for {police.name}") < button
    assert "<h2" not in page[button:].split("</main>")[0]


def test_a_draft_cannot_be_approved(program, manager, sheriff, police):
    with pytest.raises(Refused, match="hasn't been proposed"):
        services.approve_criteria(
            actor=sheriff, version=make_criteria_draft(program, manager), agency=police, at=AT
        )


def test_only_the_manager_writes_proposes_and_withdraws(program, manager, sheriff):
    version = make_criteria_draft(program, manager)
    with pytest.raises(Refused, match="Only a program manager"):
        make_criteria_draft(program, sheriff)
    with pytest.raises(Refused, match="Only a program manager"):
        services.propose_criteria(actor=sheriff, version=version, at=AT)
    with pytest.raises(Refused, match="Only a program manager"):
        services.withdraw_criteria(actor=sheriff, version=version, at=AT)


def test_a_proposed_version_cannot_be_changed(program, manager, proposed):
    with pytest.raises(Refused, match="so it can't be changed"):
        make_criteria_draft(program, manager, version=proposed)
    with pytest.raises(Refused, match="can't be changed"):
        services.propose_criteria(actor=manager, version=proposed, at=AT)


def test_two_versions_do_not_wait_at_once(program, manager, proposed):
    with pytest.raises(Refused, match="waiting for approval"):
        services.propose_criteria(actor=manager, version=make_criteria_draft(program, manager), at=AT)


def test_a_version_does_not_begin_in_the_past(program, manager):
    version = make_criteria_draft(program, manager, on=TODAY - timedelta(days=1))
    with pytest.raises(Refused, match="has passed"):
        services.propose_criteria(actor=manager, version=version, at=AT)


def test_a_withdrawn_version_is_never_approved_and_an_approved_one_never_withdrawn(
    program, manager, proposed, sheriff, police
):
    services.withdraw_criteria(actor=manager, version=proposed, at=AT)
    with pytest.raises(Refused, match="withdrawn"):
        services.approve_criteria(actor=sheriff, version=proposed, agency=police, at=AT)
    with pytest.raises(Refused, match="replace it"):
        services.withdraw_criteria(actor=manager, version=make_criteria(program), at=AT)


def test_approvers_are_notified_by_a_link_alone(program, manager):
    sheriff, prosecutor = make_member(program, "law_leader"), make_member(program, "district_attorney")
    make_member(program, "officer")
    services.propose_criteria(actor=manager, version=make_criteria_draft(program, manager), at=AT)
    notices = Notice.objects.filter(kind="criteria_to_approve")
    assert {notice.recipient_user_id for notice in notices} == {sheriff.pk, prosecutor.pk}
    assert {notice.path for notice in notices} == {f"/p/{program.slug}/criteria/"}


def test_everyone_who_uses_criteria_is_notified_when_they_take_effect(
    program, proposed, sheriff, prosecutor, police, da
):
    officer = make_member(program, "officer")
    services.approve_criteria(actor=sheriff, version=proposed, agency=police, at=AT)
    assert not Notice.objects.filter(kind="criteria_in_force").exists()
    services.approve_criteria(actor=prosecutor, version=proposed, agency=da, at=AT)
    assert Notice.objects.filter(kind="criteria_in_force", recipient_user_id=officer.pk).count() == 1
    services.announce_criteria(program=program, at=AT + timedelta(days=30))
    newcomer = make_member(program, "officer")
    services.announce_criteria(program=program, at=AT + timedelta(days=30))
    assert not Notice.objects.filter(recipient_user_id=newcomer.pk).exists()


def test_nothing_is_approved_when_the_last_write_fails(program, proposed, sheriff, prosecutor, police, da):
    services.approve_criteria(actor=sheriff, version=proposed, agency=police, at=AT)
    make_member(program, "officer")
    failing = patch("handoff.notifications.services.Notice.objects.bulk_create", side_effect=RuntimeError)
    with failing, pytest.raises(RuntimeError):
        services.approve_criteria(actor=prosecutor, version=proposed, agency=da, at=AT)
    proposed.refresh_from_db()
    assert proposed.approved_at is None and proposed.approvals.count() == 1
    assert AuditEvent.objects.filter(action="criteria.approved").count() == 1


def test_both_approvers_read_what_the_program_says(program, proposed):
    """N20."""
    Program.objects.filter(pk=program.pk).update(
        residence_rule="Stays in Orange County.", card_message_es="Llame."
    )
    IntakeQuestion.objects.create(program=program, section="health", text="Do you have a pet?")
    Script.objects.create(program=program, language="es", text="Usted decide.", effective_at=AT)
    ConfidentialityAgreement.objects.filter(program=program).update(text="I keep it to myself.")
    for role in ("law_leader", "district_attorney"):
        client = Client()
        client.force_login(make_member(program, role))
        page = client.get(
            reverse("eligibility:version", args=[program.slug, proposed.public_id])
        ).content.decode()
        for words in (
            "Stays in Orange County.",
            "Llame.",
            "Usted decide.",
            "Do you have a pet?",
            "I keep it to myself.",
        ):
            assert words in page
