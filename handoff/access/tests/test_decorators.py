"""An access rule opens a view to holders of any, or of all, of its permissions; others get a 404."""

import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from handoff.access.actor import Actor
from handoff.access.decorators import access_rule_of, requires_all, requires_any, requires_sign_in
from handoff.access.permissions import Permission
from handoff.access.roles import RoleName

MAKES, READS_ALL, READS_OWN = (
    Permission.REFERRAL_MAKE,
    Permission.REFERRAL_READ_ALL,
    Permission.REFERRAL_READ_OWN,
)


def request_of(role: RoleName, *, agreement_signed: bool = True):
    request = RequestFactory().get("/")
    request.actor = Actor(
        user_id=1,
        program_id=1,
        username="u",
        roles=frozenset({role}),
        agreement_signed=agreement_signed,
    )
    return request


@requires_any(READS_ALL, READS_OWN)
def list_referrals(request):
    return HttpResponse("list")


@requires_all(READS_ALL, MAKES)
def accept_referral(request):
    return HttpResponse("accept")


@pytest.mark.parametrize("role", [RoleName.OFFICER, RoleName.DATA_MANAGER, RoleName.CASE_MANAGER])
def test_any_of_the_permissions_opens_a_view(role):
    assert list_referrals(request_of(role)).content == b"list"


def test_all_of_the_permissions_are_needed():
    assert accept_referral(request_of(RoleName.CASE_MANAGER)).content == b"accept"
    for role in (RoleName.OFFICER, RoleName.DATA_MANAGER):
        with pytest.raises(Http404):
            accept_referral(request_of(role))


def test_without_a_permission_or_an_actor_there_is_no_page():
    with pytest.raises(Http404):
        list_referrals(request_of(RoleName.EVALUATOR))
    with pytest.raises(Http404):
        list_referrals(RequestFactory().get("/"))


def test_participant_data_needs_the_signed_agreement():
    with pytest.raises(Http404):
        accept_referral(request_of(RoleName.CASE_MANAGER, agreement_signed=False))


def test_a_second_rule_on_one_view_is_refused():
    with pytest.raises(TypeError, match="requires_all"):
        requires_any(MAKES)(list_referrals)


def test_a_rule_without_permissions_is_met_by_everyone():
    rule = access_rule_of(requires_sign_in("every member may read it")(lambda request: HttpResponse()))
    assert rule is not None and rule.is_met_by(frozenset())
