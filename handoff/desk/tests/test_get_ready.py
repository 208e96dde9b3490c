"""The first-run guide leads a new program's manager to the first referral (finding-I6, P3, P6)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone, translation

from handoff.accounts.models import ConfidentialityAgreement, CredentialIssue
from handoff.core.tenancy import tenant_context
from handoff.desk.launch.queries import STEP_OF_PAGE, STEPS, launch_steps
from handoff.eligibility.engine.north_carolina import NORTH_CAROLINA
from handoff.eligibility.models import CriteriaVersion
from handoff.eligibility.services import propose_criteria, save_criteria_draft
from handoff.programs.inputs import ProgramInput
from handoff.programs.models import OpenHours, PolicyVersion, Program, Script
from handoff.programs.rules.texts import object_to_text
from handoff.programs.services import create_program
from handoff.referrals.services import submit_social_referral
from handoff.testing.criteria import make_criteria
from handoff.testing.forms import filled_in
from handoff.testing.launch import make_program_ready
from handoff.testing.programs import AT, actor_of, make_agency, make_member, make_program, make_user
from handoff.testing.referrals import make_social_referral_input

pytestmark = pytest.mark.django_db


@pytest.fixture
def new_program() -> Program:
    """As `handoff setup` leaves it."""
    program_input = ProgramInput(name="Maple Bridge", jurisdiction="Maple County", phone="910-555-0142")
    with tenant_context(None):
        return create_program(slug="maple", program_input=program_input, at=AT)


def client_of(program: Program, role: str, **more: object) -> Client:
    client = Client()
    client.force_login(make_member(program, role, **more))
    return client


@pytest.fixture
def manager(new_program) -> Client:
    client = Client()
    client.force_login(make_member_unsigned(new_program, "program_manager"))
    return client


def make_member_unsigned(program: Program, role: str):
    return make_member(program, role, signed=False)


def with_first_referral(program: Program) -> None:
    submit_social_referral(
        actor=actor_of(make_member(program, "officer"), program, AT),
        program=program,
        referral_input=make_social_referral_input(),
        key="a-first-one",
        at=AT,
    )


def read(client: Client, name: str, program: Program) -> str:
    return client.get(reverse(name, args=[program.slug])).content.decode()


def missing(program: Program, key: str) -> list[str]:
    found = {each.definition.key: each for each in launch_steps(program, AT)}
    return [each.sentence for each in found[key].missing]


def test_the_managers_home_is_the_guide_until_the_first_referral(new_program, manager):  # finding-I6
    home = read(manager, "home:home", new_program)
    assert "Get your program ready" in home and "Next: Program details and policy" in home
    assert "Nothing is waiting for you now" not in home
    assert "No law enforcement partner yet." in home
    ConfidentialityAgreement.objects.create(program=new_program, number=1, text="Mine", effective_at=AT)
    make_criteria(new_program)
    with_first_referral(new_program)
    assert "Get your program ready" not in read(manager, "home:home", new_program)
    assert "Get your program ready" in read(manager, "launch:guide", new_program)


@pytest.mark.parametrize("role", ["officer", "case_manager", "evaluator", "site_administrator"])
def test_only_who_sets_the_program_up_sees_the_guide(new_program, role):
    client = client_of(new_program, role, signed=False)
    assert client.get(reverse("launch:guide", args=["maple"])).status_code == 404
    assert "Get your program ready" not in read(client, "home:home", new_program)


def test_every_step_leads_to_a_page_that_leads_back_and_on(new_program, manager):  # finding-I6
    for step in STEPS:
        page = read(manager, step.page, new_program)
        assert reverse("launch:guide", args=["maple"]) in page, step.key
        own = next(each for each in STEPS if each.key == STEP_OF_PAGE[step.page])
        assert f": {own.title}" in page
    hours = read(manager, "programs:hours", new_program)
    assert "Step 5 of 8: Hours and on-call" in hours and "Next: Officer script" in hours
    assert "No business hours yet." in hours


def test_every_page_of_a_step_exists():
    """A page that is renamed would lose its strip without a sound."""
    known = {
        f"{namespace}:{name}"
        for namespace, (_prefix, inside) in get_resolver().url_patterns[-1].namespace_dict.items()
        for name in inside.reverse_dict
        if isinstance(name, str)
    }
    known |= {f"accounts:{name}" for name in get_resolver().namespace_dict["accounts"][1].reverse_dict}
    assert STEP_OF_PAGE.keys() <= known


def test_a_program_with_a_referral_shows_no_strip():
    program = make_program()
    make_program_ready(program)
    client = client_of(program, "program_manager")
    assert "Step 5 of 8" in read(client, "programs:hours", program)
    with_first_referral(program)
    assert "Step 5 of 8" not in read(client, "programs:hours", program)


def test_a_ready_program_is_led_to_its_first_referral():
    program = make_program()
    make_program_ready(program)
    page = read(client_of(program, "program_manager"), "home:home", program)
    assert "Your program can take its first referral." in page
    assert reverse("referrals:new", args=[program.slug]) in page
    with_first_referral(program)  # and it really can


def test_what_is_only_recommended_does_not_block():
    program = make_program()
    make_program_ready(program)
    steps = launch_steps(program, AT)
    assert [each.definition.key for each in steps if each.missing] == ["agreements"]
    assert not any(each.blocks for each in steps)


def test_each_partner_that_must_approve_needs_an_account_that_can(new_program):  # N23
    police = make_agency(new_program, name="Maple Police")
    sentence = "No one can approve criteria for Maple Police yet. Add its leader's account."
    assert sentence in missing(new_program, "accounts")
    make_member(new_program, "officer", police)
    assert sentence in missing(new_program, "accounts")
    make_member(new_program, "law_leader", police, signed=False)
    assert sentence not in missing(new_program, "accounts")


def test_a_care_role_that_waits_for_a_second_manager_is_named(new_program):  # S2
    care = make_agency(new_program, "case_management")
    user = make_user()
    user.memberships.create(
        program=new_program, agency=care, role="case_manager", starts_on=AT.date(), needs_confirmation=True
    )
    found = missing(new_program, "accounts")
    assert "The care team's roles are waiting. A second manager confirms them under Accounts." in found
    assert not any("No peer support" in each for each in found)


def test_the_agreement_counts_once_officers_and_the_care_team_have_signed(new_program):
    assert missing(new_program, "confidentiality") == [
        "No confidentiality agreement yet. Publish one, so that people can sign it."
    ]
    ConfidentialityAgreement.objects.create(program=new_program, number=1, text="Mine", effective_at=AT)
    make_member(new_program, "officer", signed=False)
    assert len(missing(new_program, "confidentiality")) == 2
    make_member(new_program, "officer")
    make_member(new_program, "peer_support")
    assert missing(new_program, "confidentiality") == []


def test_the_criteria_step_says_what_they_wait_for():
    program = make_program()
    manager = actor_of(make_member(program, "program_manager"), program, AT)
    police, da = make_agency(program, name="Police"), make_agency(program, "district_attorney", "DA")
    assert "No eligibility criteria yet. Start from the handbook's example." in missing(program, "criteria")
    version = save_criteria_draft(
        actor=manager,
        program=program,
        plain=NORTH_CAROLINA.to_plain(),
        effective_on=AT.date(),
        note="",
        at=AT,
    )
    assert any("are a draft. Propose them" in each for each in missing(program, "criteria"))
    propose_criteria(actor=manager, version=version, at=AT)
    assert "The criteria are waiting for approval: DA, Police." in missing(program, "criteria")
    version.refresh_from_db()
    version.approvals.create(agency=police, approved_at=AT, approved_by_id=1)
    assert "The criteria are waiting for approval: DA." in missing(program, "criteria")
    version.approvals.create(agency=da, approved_at=AT, approved_by_id=2)
    CriteriaVersion.objects.update(approved_at=AT, effective_on=(AT + timedelta(days=3)).date())
    assert any("They become active on" in each for each in missing(program, "criteria"))


def test_a_program_for_social_referrals_needs_no_offense_list():  # P7
    program = make_program()
    make_criteria(program)
    assert len(missing(program, "criteria")) == 1
    version = CriteriaVersion.objects.get()
    version.criteria["charges"] = "none"
    version.save()
    assert missing(program, "criteria") == []


def test_what_setup_filled_in_counts_only_once_someone_has_saved_it(new_program, manager):
    """Issue 10, walk: step 1 stood done before anyone had opened it."""
    assert missing(new_program, "details") == [
        "No one has checked the starting values yet. Open the details, correct them, and save."
    ]
    where = reverse("programs:edit_program", args=["maple"])
    manager.post(where, filled_in(manager.get(where).context["form"]))
    assert missing(new_program, "details") == []


def test_policy_hours_and_scripts_are_asked_for():
    program = make_program()
    PolicyVersion.objects.all().delete()
    OpenHours.objects.all().delete()
    assert missing(program, "details")[0] == "No policy is active yet. Add a policy version."
    assert len(missing(program, "hours")) == 2
    Script.objects.create(program=program, language="en", text="Hello", effective_at=AT)
    assert missing(program, "script") == ["No officer script in Spanish yet. Publish one."]
    Program.objects.update(languages=["en"])
    program.refresh_from_db()
    assert missing(program, "script") == []


def test_starting_texts_are_offered_and_can_be_published_as_they_are(new_program, manager):  # finding-I6
    where = reverse("accounts:publish_agreement", args=["maple"])
    page = manager.get(where)
    form = page.context["form"]
    assert "Maple Bridge" in form["text"].value() and "Maple Bridge" in form["text_es"].value()
    assert "confirm it with your attorney" in page.content.decode()
    manager.post(where, filled_in(form))
    agreement = ConfidentialityAgreement.objects.get()
    assert agreement.text.startswith("I work with Maple Bridge") and "Trabajo con" in agreement.text_es
    assert "confirm it with your attorney" not in manager.get(where).content.decode()

    where = reverse("programs:script", args=["maple"])
    for _code, _name, versions, form in manager.get(where).context["parts"]:
        assert not versions and "Maple Bridge" in form["text"].value()
        assert object_to_text(form["text"].value()) is None
        manager.post(where, filled_in(form))
    assert {each.language for each in Script.objects.all()} == {"en", "es"}
    assert "starting text" not in manager.get(where).content.decode()


def test_the_guide_speaks_spanish(new_program, manager):
    with translation.override("es"):
        manager.cookies["django_language"] = "es"
        page = read(manager, "launch:guide", new_program)
    assert "Prepare su programa" in page and "Missing" not in page


def test_today_is_the_programs_own_day():
    """A shift or a role of the future is no reason to wait longer; all dates are read at the request."""
    program = make_program()
    make_program_ready(program)
    assert not any(each.blocks for each in launch_steps(program, timezone.now()))


def test_accounts_of_one_hand_that_approve_criteria_wait_for_a_second_manager(new_program):  # S2, ADR 0037
    step = "criteria"

    def sentences() -> list[str]:
        found = next(each for each in launch_steps(new_program, AT) if each.definition.key == step)
        return [each.sentence for each in found.missing if "second manager" in each.sentence]

    manager = make_member(new_program, "program_manager")
    for role in ("law_leader", "district_attorney"):
        assert not sentences()
        user = make_member(new_program, role)
        CredentialIssue.objects.create(user=user, what="made", issued_at=AT, issued_by_id=manager.pk)
    assert len(sentences()) == 1
    CredentialIssue.objects.filter(user=user).update(vouched_at=AT, vouched_by_id=user.pk)
    assert not sentences()


def test_the_administrators_home_lists_the_accounts_that_wait_for_confirmation(new_program):  # S2
    manager = make_member(new_program, "program_manager")
    administrator = client_of(new_program, "site_administrator")
    leaders = [make_member(new_program, role) for role in ("law_leader", "district_attorney")]
    for user in leaders:
        CredentialIssue.objects.create(user=user, what="made", issued_at=AT, issued_by_id=manager.pk)
    home = read(administrator, "home:home", new_program)
    for user in leaders:
        assert f"Confirm the account of {user.full_name}" in home
        assert reverse("accounts:member", args=["maple", user.public_id]) in home
    # Whoever made them can't confirm them.
    maker = Client()
    maker.force_login(manager)
    assert "Confirm the account of" not in read(maker, "home:home", new_program)
    CredentialIssue.objects.update(vouched_at=AT, vouched_by_id=leaders[0].pk)
    assert "Confirm the account of" not in read(administrator, "home:home", new_program)
