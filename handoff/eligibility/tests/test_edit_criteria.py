"""The criteria pages: writing in plain language, reading by every role, approving."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from handoff.access.permissions import Permission
from handoff.access.roles import ROLES
from handoff.eligibility.engine.criteria import Criteria
from handoff.eligibility.engine.facts import Conviction, Supervision
from handoff.eligibility.engine.limits import DisqualifyingConviction
from handoff.eligibility.engine.limits import SupervisionRule as Supervised
from handoff.eligibility.engine.north_carolina import NORTH_CAROLINA
from handoff.eligibility.models import CriteriaVersion
from handoff.eligibility.presenters.criteria import compare_criteria, criteria_sections
from handoff.testing.criteria import make_criteria
from handoff.testing.forms import filled_in
from handoff.testing.programs import make_agency, make_member, make_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return make_program()


def client_of(program, role):
    client = Client()
    client.force_login(make_member(program, role))
    return client


@pytest.fixture
def manager(program):
    return client_of(program, "program_manager")


def sent_from(page, **changes):
    limits = page.context["limits"]
    sent = filled_in(page.context["form"])
    sent |= filled_in(limits.management_form)
    for line in limits:
        sent |= filled_in(line)
    return {key: value for key, value in {**sent, **changes}.items() if value is not None}


def test_the_first_draft_is_the_north_carolina_example(program, manager):
    where = reverse("eligibility:edit_criteria", args=[program.slug])
    page = manager.get(where)
    answer = manager.post(where, sent_from(page))
    version = CriteriaVersion.objects.get()
    assert answer["Location"] == reverse("eligibility:version", args=[program.slug, version.public_id])
    assert Criteria.from_plain(version.criteria) == NORTH_CAROLINA


def test_what_the_partners_agreed_is_saved(program, manager):
    where = reverse("eligibility:edit_criteria", args=[program.slug])
    sent = sent_from(
        manager.get(where),
        minimum_age="21",
        victims="with_agreement",
        conviction_robbery="years",
        years_robbery="5",
        conviction_arson="no",
        supervision_parole="not_allowed",
        no_contact_order_excluded="on",
        value_shoplifting="500",
        **{
            "limits-15-drug": "opioids",
            "limits-15-quantity": "2",
            "limits-15-unit": "g",
            "limits-15-reached_excludes": "no",
            "limits-15-kind": "personal_use",
            "limits-0-quantity": None,
        },
    )
    manager.post(where, sent)
    saved = Criteria.from_plain(CriteriaVersion.objects.get().criteria)
    assert (saved.minimum_age, saved.victims, saved.no_contact_order_excluded) == (21, "with_agreement", True)
    assert (
        DisqualifyingConviction(Conviction.ROBBERY, 5, "Handbook 3a, example criteria") in saved.convictions
    )
    assert Conviction.ARSON not in {row.conviction for row in saved.convictions}
    assert saved.supervision_rule(Supervision.PAROLE) is Supervised.NOT_ALLOWED
    assert ("shoplifting", Decimal(500)) in {(limit.kind, limit.dollars) for limit in saved.value_limits}
    personal = saved.drug_limits[-1]
    assert (personal.drug, personal.quantity, personal.reached_excludes) == ("opioids", Decimal(2), False)
    assert len(saved.drug_limits) == len(NORTH_CAROLINA.drug_limits)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"excluded_offenses": ["possess-fentanyl"]}, "exclude a specific drug"),
        ({"felony_kinds": None}, "Possession of cocaine, fentanyl"),
        ({"note": "Must pass a drug test"}, "The program doesn't use drug tests"),
        ({"eligible_kinds": None}, "Choose at least one kind"),
        ({"limits-3-quantity": "0"}, "exclude a specific drug"),
        ({"conviction_assault": "years"}, "Enter the number of years"),
        ({"limits-15-quantity": "3"}, "Choose the drug"),
    ],
)
def test_impossible_criteria_are_explained_and_nothing_typed_is_lost(program, manager, changes, sentence):
    where = reverse("eligibility:edit_criteria", args=[program.slug])
    sent = sent_from(manager.get(where), name="Ours alone", **changes)
    page = manager.post(where, sent)
    assert page.status_code == 200 and not CriteriaVersion.objects.exists()
    text = page.content.decode().replace("&#x27;", "'")
    assert sentence in text and 'value="Ours alone"' in text


def test_the_examples_name_starts_in_the_language_of_whoever_drafts(program, manager):  # finding-A2
    manager.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"
    page = manager.get(reverse("eligibility:edit_criteria", args=[program.slug]))
    assert 'value="Ejemplo de Carolina del Norte"' in page.content.decode()


def test_a_proposed_version_is_followed_by_a_new_draft(program, manager):
    make_criteria(program)
    where = reverse("eligibility:edit_criteria", args=[program.slug])
    manager.post(where, sent_from(manager.get(where), minimum_age="21"))
    manager.post(where, sent_from(manager.get(where), minimum_age="20"))
    assert CriteriaVersion.objects.count() == 2
    draft = CriteriaVersion.objects.get(number=2)
    manager.post(reverse("eligibility:propose", args=[program.slug, draft.public_id]))
    manager.post(where, sent_from(manager.get(where), minimum_age="19"))
    draft.refresh_from_db()
    assert draft.criteria["minimum_age"] == 20 and CriteriaVersion.objects.count() == 3


def test_each_partner_approves_on_the_page(program, manager):
    where = reverse("eligibility:edit_criteria", args=[program.slug])
    manager.post(where, sent_from(manager.get(where)))
    version = CriteriaVersion.objects.get()
    page = reverse("eligibility:version", args=[program.slug, version.public_id])
    for kind in ("law_enforcement", "district_attorney"):
        make_agency(program, kind)
    sheriff, prosecutor = client_of(program, "law_leader"), client_of(program, "district_attorney")
    assert sheriff.get(page).status_code == 404
    manager.post(reverse("eligibility:propose", args=[program.slug, version.public_id]))
    for client, kind in ((sheriff, "law_enforcement"), (prosecutor, "district_attorney")):
        shown = client.get(page).content
        assert b"Approve this version" in shown and b"or from the last approval" in shown
        agency = str(make_agency(program, kind).public_id)
        client.post(
            reverse("eligibility:approve", args=[program.slug, version.public_id]),
            {"agency": agency, "read": "on"},
        )
    shown = manager.get(page).content
    assert b"Active since" in shown and b"or from the last approval" not in shown


@pytest.mark.parametrize(
    "role", [name for name, role in ROLES.items() if Permission.CRITERIA_READ in role.permissions]
)
def test_every_role_that_works_with_criteria_reads_them(program, role):
    version = make_criteria(program)
    client = client_of(program, role)
    page = client.get(reverse("eligibility:criteria", args=[program.slug]))
    assert b"Cocaine or crack: 28 grams or more is trafficking weight." in page.content
    assert b"Confirm with your attorney" in page.content
    assert (
        client.get(reverse("eligibility:version", args=[program.slug, version.public_id])).status_code == 200
    )


def test_an_approver_sees_why_a_second_yes_is_not_possible(program):
    police = make_agency(program)
    version = make_criteria(program, approved_at=None, approvers=[police.pk, 0])
    sheriff = client_of(program, "law_leader")
    where = reverse("eligibility:approve", args=[program.slug, version.public_id])
    sent = {"agency": str(police.public_id), "read": "on"}
    sheriff.post(where, sent)
    page = sheriff.post(where, sent, follow=True)
    assert page.content.count(b"This partner has already approved this version.") == 1


def test_another_programs_version_does_not_exist(program, manager):
    version = make_criteria(make_program())
    missing = manager.get(f"/p/{program.slug}/never-was-there/")
    page = manager.get(reverse("eligibility:version", args=[program.slug, version.public_id]))
    assert (page.status_code, page.content) == (404, missing.content)


def test_differences_are_described_in_words():
    other = replace(NORTH_CAROLINA, minimum_age=21, drug_limits=NORTH_CAROLINA.drug_limits[1:])
    said = {change.title: (change.gone, change.new) for change in compare_criteria(NORTH_CAROLINA, other)}
    assert said["Who"] == (["The person is at least 18 years old."], ["The person is at least 21 years old."])
    assert (
        said["Amounts"][0][0].startswith("Opioids: 4 grams or more is trafficking weight.")
        and not said["Amounts"][1]
    )
    assert not compare_criteria(NORTH_CAROLINA, NORTH_CAROLINA) and not compare_criteria(None, other)


def test_every_section_has_its_words():
    for section in criteria_sections(NORTH_CAROLINA):
        assert section.lines and all(line.sentence.endswith(".") for line in section.lines)


def test_every_limit_that_cites_a_statute_is_marked_to_confirm():
    lines = [line for section in criteria_sections(NORTH_CAROLINA) for line in section.lines]
    limits = len(NORTH_CAROLINA.drug_limits) + len(NORTH_CAROLINA.value_limits)
    assert sum(line.to_confirm for line in lines) == limits
