"""A partner that a participant is referred to, under a release that lets it know."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from handoff.accounts.models import User
from handoff.casework.models import ProviderAnswer, ServiceReferral, ServiceReferralEvent
from handoff.casework.needs.queries import find_service_referral
from handoff.casework.providers import queries, services
from handoff.casework.providers.queries import AskedReferral
from handoff.casework.providers.services import AnswerInput
from handoff.consent.services import revoke_release
from handoff.testing.casework import make_need, make_service_referral
from handoff.testing.consent import make_release
from handoff.testing.directory import make_organization, make_service
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import AT, PASSWORD, actor_of, make_agency, make_member, make_program

LATER = AT + timedelta(minutes=5)
NEEDS = ("participation", "needs")


class Shelter:
    """A shelter that is a partner, one participant referred to it, and its user."""

    def __init__(self, kinds: Any = NEEDS, kind: str = "housing") -> None:
        self.program = make_program()
        self.agency = make_agency(self.program, "community", "Harbor Light")
        organization = make_organization(self.program, name="Harbor Light", agency=self.agency)
        self.service = make_service(self.program, name="Beds", organization=organization, needs=(kind,))
        self.worker = make_member(
            self.program,
            "peer_support",
            email="worker@example.org",
            full_name="Wren Worker",
            phone="9105550101",
        )
        enrollment = make_participant(self.program, actor=actor_of(self.worker, self.program))
        enrollment.primary_worker_id = self.worker.pk
        enrollment.save()
        self.person = enrollment.person
        self.user = make_member(self.program, "community_partner", self.agency, email="front@example.org")
        self.actor = actor_of(self.user, self.program)
        self.release = make_release(self.person, self.agency, kinds=kinds) if kinds else None
        self.need = make_need(self.person, actor_of(self.worker, self.program), kind=kind)
        self.referral = self.refer()

    def refer(self) -> ServiceReferral:
        actor = actor_of(self.worker, self.program)
        return make_service_referral(self.need, actor, service=self.service, provider="")

    def answer(self, what: str, at: datetime = LATER, key: str = "", **fields: Any) -> ProviderAnswer:
        return services.answer_referral(
            actor=self.actor,
            referral=self.referral,
            answer_input=AnswerInput(what, **{"occurred_on": AT.date(), **fields}),
            key=key or str(uuid.uuid4()),
            at=at,
        )

    def state(self) -> ServiceReferralEvent:
        found = find_service_referral(self.program, self.referral.public_id)
        assert found is not None
        return found.current

    def asked(self, at: datetime = LATER) -> list[AskedReferral]:
        return queries.asked_of(self.actor, at)

    def revoke(self, at: datetime = LATER) -> None:
        assert self.release is not None
        revoke_release(actor=actor_of(self.worker, self.program), release=self.release, at=at)

    def browser(self, user: User | None = None) -> Client:
        client = Client()
        client.login(username=(user or self.user).username, password=PASSWORD)
        return client

    def path(self, name: str = "providers:show") -> str:
        args: list[object] = [self.program.slug]
        lists = name in {"providers:list", "home:home"}
        return reverse(name, args=args if lists else [*args, self.referral.public_id])
