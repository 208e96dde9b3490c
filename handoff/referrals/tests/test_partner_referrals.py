"""Partners refer people and follow what their own organization referred (P8)."""

import pytest
from django.test import Client
from django.urls import reverse

from handoff.accounts.models import Membership
from handoff.referrals.models import Pathway, Referral, ReferralDraft
from handoff.referrals.queries import find_sent_referral, made_by
from handoff.testing.programs import AT, actor_of, make_agency, make_member
from handoff.testing.referrals import make_ready_program

pytestmark = pytest.mark.django_db
PARTNERS = [
    "treatment_provider", "lme_mco", "community_partner", "hospital_ems", "probation_officer", "jail_staff",
]  # fmt: skip
WHO = {"first_name": "Jordan", "last_name": "Rivers", "date_of_birth_month": "6", "date_of_birth_day": "15",
       "date_of_birth_year": "1991"}  # fmt: skip


@pytest.fixture
def program():
    return make_ready_program(slug="here")


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def refer(client: Client) -> Referral:
    """Walk the pages of a referral with the fewest answers they take."""
    client.post(reverse("referrals:new", args=["here"]))
    draft = ReferralDraft.objects.latest("pk")
    url = reverse("referrals:resume", args=["here", draft.public_id])
    answers = {
        "who": WHO,
        "reach": {},
        "reason": {"reason": "Asked for a bed.", "place": "Shelter desk", "language": "en"},
    }
    for _each in range(12):
        page = client.get(url, follow=True)
        here = page.redirect_chain[-1][0] if page.redirect_chain else url
        name = here.rstrip("/").rpartition("/")[2]
        response = client.post(here, answers.get(name, {}))
        assert response.status_code == 302, (
            name,
            response.content.decode(),
        )
        sent = find_sent_referral(draft.program, draft)
        if sent is not None:
            return sent
        url = response.url
    raise AssertionError("the referral was never sent")


@pytest.mark.parametrize("role", PARTNERS)
def test_a_partner_refers_and_the_agency_is_kept(program, role):
    user = make_member(program, role)
    referral = refer(browser(user))
    assert (referral.pathway, referral.referrer_kind) == (Pathway.COMMUNITY, "partner")
    assert referral.agency == user.memberships.get().agency and referral.encounter is None


def test_colleagues_follow_it_and_no_other_organization_does(program):
    clinic = make_agency(program, "treatment")
    author = make_member(program, "treatment_provider", clinic)
    referral = refer(browser(author))
    listed = reverse("referrals:own", args=["here"])
    colleague = make_member(program, "treatment_provider", clinic)
    other = make_member(program, "treatment_provider", make_agency(program, "treatment", "Another clinic"))
    officer = make_member(program, "officer")
    mark = f"referral-{referral.public_id}"
    assert mark in browser(author).get(listed).content.decode()
    assert mark in browser(colleague).get(listed).content.decode()
    assert mark not in browser(other).get(listed).content.decode()
    assert mark not in browser(officer).get(listed).content.decode()
    for name in ("sent", "take_back"):
        url = reverse(f"referrals:{name}", args=["here", referral.public_id])
        assert browser(colleague).get(url).status_code == 404
    Membership.objects.filter(user=colleague).update(ends_on=AT.date())
    assert browser(colleague).get(listed).status_code == 404


def test_an_officers_referral_stays_the_officers_own(program):
    """What colleagues at a police agency referred is not theirs to follow."""
    first, second = make_member(program, "officer"), make_member(program, "officer")
    referral = refer(browser(make_member(program, "treatment_provider")))
    Referral.objects.filter(pk=referral.pk).update(
        referrer_kind="officer", referrer_user_id=first.pk, agency=first.memberships.get().agency
    )
    listed = reverse("referrals:own", args=["here"])
    assert str(referral.public_id) in browser(first).get(listed).content.decode()
    assert str(referral.public_id) not in browser(second).get(listed).content.decode()


def test_a_second_role_at_another_partner_shows_none_of_its_referrals(program):
    clinic, shelter = (make_agency(program, kind, kind) for kind in ("treatment", "community"))
    theirs = refer(browser(make_member(program, "treatment_provider", clinic)))
    both = make_member(program, "community_partner", shelter)
    make_member(program, "evaluator", clinic, user=both)
    actor = actor_of(both, program)
    assert clinic.pk in actor.agency_ids
    assert not Referral.objects.filter(made_by(actor, AT), pk=theirs.pk).exists()
    colleague = actor_of(make_member(program, "treatment_provider", clinic), program)
    assert Referral.objects.filter(made_by(colleague, AT), pk=theirs.pk).exists()
