"""The gate under chance: anything may happen to consent, roles, accounts, agreements and the clock, in any order.

It begins with the whole county, because from nothing chance hardly ever comes to anything worth hiding. `make machine`
runs it for long; in the suite it takes a few steps.
"""

import os
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from handoff.accounts.models import AgreementSignature, ConfidentialityAgreement, Membership, User
from handoff.charges.models import NewCharge
from handoff.consent.models import Release
from handoff.programs.models import Agency
from handoff.testing.sign_in import stamp_all
from tests.matrix.consent_states import BOTH, MONTH, NO_TIME, TICK, Roi, write_releases
from tests.matrix.county import County, Member
from tests.matrix.oracle import may_open, may_see, unchanged
from tests.matrix.scenario.program import NOW
from tests.matrix.scenario.referrals import divert

FEW = 2
EXAMPLES = int(os.environ.get("MACHINE_EXAMPLES", FEW))
STEPS = int(os.environ.get("MACHINE_STEPS", "5"))
WHO = ("officer", "second_officer", "law_leader", "district_attorney", "program_manager", "evaluator")
KINDS = (BOTH, ("participation",), ("charges",), ("contact",))
LISTS = ("new-charges/", "shared/", "referrals/own/", "people/")
PEOPLE = st.integers(min_value=0, max_value=200)
MEMBERS = st.sampled_from(WHO)


class Gate(RuleBasedStateMachine):
    """Things happen one by one; after each, every user looks, and the oracle says what they may have seen."""

    county: ClassVar[County]
    patch: ClassVar[pytest.MonkeyPatch]

    def __init__(self) -> None:
        super().__init__()
        self.all = transaction.atomic()
        self.all.__enter__()
        self.people = list(self.county.states.values())
        self.turn = 0
        self.set_clock(NOW)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.all.__exit__(None, None, None)

    def set_clock(self, at: Any) -> None:
        self.at = at
        clock = SimpleNamespace(now=lambda: self.at)
        self.patch.setattr("handoff.accounts.middleware.access.timezone", clock)
        stamp_all(at)

    def person(self, number: int) -> Any:
        return self.people[number % len(self.people)]

    @rule(by=st.sampled_from([TICK, timedelta(hours=9), timedelta(days=1), MONTH]))
    def time_passes(self, by: timedelta) -> None:
        self.set_clock(self.at + by)

    @rule(number=PEOPLE)
    def a_release_reaches_its_last_instant(self, number: int) -> None:
        later = (
            Release.objects.filter(person=self.person(number), ends_at__gt=self.at)
            .order_by("ends_at")
            .first()
        )
        if later is not None:
            self.set_clock(later.ends_at)

    @rule(
        number=PEOPLE,
        kinds=st.sampled_from(KINDS),
        to=st.sampled_from(["partners", "others", "agency that left"]),
    )
    def signs(self, number: int, kinds: tuple[str, ...], to: str) -> None:
        write_releases(self.person(number), (Roi(starts=NO_TIME, kinds=kinds, to=to),), self.at)

    @rule(number=PEOPLE)
    def renews(self, number: int) -> None:
        ending = Release.objects.filter(person=self.person(number)).order_by("-ends_at").first()
        if ending is not None and ending.ends_at > self.at:
            after = ending.ends_at - self.at
            write_releases(self.person(number), (Roi(starts=after, ends=after + MONTH),), self.at)

    @rule(number=PEOPLE)
    def revokes(self, number: int) -> None:
        Release.objects.filter(person=self.person(number), revoked_at=None).update(revoked_at=self.at)

    @rule(name=MEMBERS)
    def role_ends(self, name: str) -> None:
        user = self.county.member(name).user
        Membership.objects.filter(user=user).exclude(ends_on__lt=self.today()).update(ends_on=self.today())

    @rule(name=MEMBERS)
    def role_is_given_again(self, name: str) -> None:
        own = self.county.member(name).user.memberships.earliest("pk")
        Membership.objects.filter(pk=own.pk).update(ends_on=None)

    @rule(is_active=st.booleans())
    def agency_leaves_or_returns(self, is_active: bool) -> None:
        Agency.objects.filter(program=self.county.here.program, name="Own police").update(is_active=is_active)

    @rule(name=MEMBERS, active=st.booleans())
    def account_is_switched(self, name: str, active: bool) -> None:
        User.objects.filter(pk=self.county.member(name).user.pk).update(is_active=active)

    @rule(name=MEMBERS)
    def agreement_is_published_and_one_signs(self, name: str) -> None:
        newest = ConfidentialityAgreement.objects.filter(program=self.county.here.program).latest("number")
        made = ConfidentialityAgreement.objects.create(
            program=self.county.here.program, number=newest.number + 1, text="Again.", effective_at=self.at
        )
        self.sign(made, name)

    @rule(name=MEMBERS)
    def signs_the_agreement(self, name: str) -> None:
        newest = ConfidentialityAgreement.objects.filter(program=self.county.here.program).latest("number")
        self.sign(newest, name)

    def sign(self, agreement: ConfidentialityAgreement, name: str) -> None:
        user = self.county.member(name).user
        AgreementSignature.objects.get_or_create(
            agreement=agreement, user=user, defaults={"typed_name": "x", "signed_at": self.at}
        )

    @precondition(lambda self: self.standing(self.county.member("other_officer")))
    @rule()
    def a_person_is_referred(self) -> None:
        divert(self.county.here, "other_officer", self.at)

    def today(self) -> Any:
        return self.at.astimezone(ZoneInfo(self.county.here.program.time_zone)).date()

    def standing(self, member: Member) -> bool:
        """Say whether a member is in the program now and signed its newest agreement."""
        user = User.objects.get(pk=member.user.pk)
        held = user.memberships.earliest("pk")
        current = held.starts_on <= self.today() and (held.ends_on is None or self.today() < held.ends_on)
        newest = ConfidentialityAgreement.objects.filter(
            program=self.county.here.program, effective_at__lte=self.at
        ).latest("number")
        return user.is_active and current and newest.signatures.filter(user=user).exists()

    @invariant()
    def no_one_sees_what_they_must_not(self) -> None:
        self.turn += 1
        with unchanged():
            self.everyone_looks()

    def everyone_looks(self) -> None:
        for place, name in enumerate(WHO):
            member = self.county.member(name)
            stands = self.standing(member)
            # In a few steps, half of the lists at each, the other half at the next.
            for path in LISTS if EXAMPLES > FEW else LISTS[(self.turn + place) % 2 :: 2]:
                self.looks(member, f"/p/here/{path}", stands=stands)
            for person in (self.person(3 * self.turn), self.person(3 * self.turn + 1)):
                charge = NewCharge.objects.get(person=person)
                self.looks(member, f"/p/here/new-charges/{charge.public_id}/", stands=stands, row=charge)
                self.looks(member, f"/p/here/shared/{person.public_id}/", stands=stands, row=person)

    def looks(self, member: Member, path: str, *, stands: bool, row: Any = None) -> None:
        """Open a page and compare it with what the oracle says at this instant."""
        seen = member.browser.look(path)
        context = f"{member.name} at {path} at {self.at}"
        assert stands or not seen.words, f"{context}: has no standing and sees {len(seen.words)} facts"
        for word in seen.words:
            fact = self.county.facts[word]
            assert may_see(member.user, member.role, member.agencies, fact, self.at), (
                f"{context}: sees {fact}"
            )
        if row is not None and seen.status == 200:
            assert may_open(member.user, member.role, member.agencies, row, self.at), f"{context}: opens it"
        if row is not None and stands and isinstance(row, NewCharge) and member.name == "district_attorney":
            opened = may_open(member.user, member.role, member.agencies, row, self.at)
            assert opened == (seen.status == 200), f"{context}: {seen.status} although it is shared"


@pytest.mark.once
@pytest.mark.slow
def test_whatever_happens_no_one_sees_what_they_must_not(county, monkeypatch):
    Gate.county, Gate.patch = county, monkeypatch
    run_state_machine_as_test(
        Gate,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            derandomize="MACHINE_EXAMPLES" not in os.environ,
            suppress_health_check=list(HealthCheck),
        ),
    )
