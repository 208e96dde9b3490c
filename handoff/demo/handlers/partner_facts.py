"""What probation and the jail of the fictional county add before the next meeting, under a release that names them."""

from dataclasses import replace
from datetime import timedelta

from handoff.access.roles import RoleName
from handoff.consent.models import InformationKind
from handoff.consent.services import RecipientInput, sign_release
from handoff.demo.dates import local_day
from handoff.demo.handlers.good_news import release_of
from handoff.demo.program import DemoProgram
from handoff.enrollment.models import StatusPeriod
from handoff.programs.models import Agency
from handoff.referrals.models import Referral
from handoff.staffing.partners.services import FactInput, add_fact

FACTS = (
    (RoleName.PROBATION_OFFICER, Agency.Kind.COMMUNITY_CORRECTIONS, "supervision_ends", 20),
    (RoleName.JAIL_STAFF, Agency.Kind.JAIL, "release_due", 3),
)
"""Who adds what, and how many days from today it is."""


def add_partner_facts(demo: DemoProgram) -> None:
    """Two participants let probation and the jail know that they are in the program; each adds one fact."""
    at = demo.days.ends - timedelta(days=1, hours=5)
    worker = demo.actor(demo.staff.first_with_role(RoleName.CASE_MANAGER), at)
    found = Referral.objects.filter(
        program=demo.program,
        agency__isnull=False,
        person__enrollments__status_periods__ends_at__isnull=True,
        person__enrollments__status_periods__status=StatusPeriod.Status.ACTIVE,
    ).select_related("agency", "person__program", "program")
    for referral, (role, kind, fact, days) in zip(found.order_by("pk"), FACTS, strict=False):
        agency = Agency.objects.get(program=demo.program, kind=kind)
        assert referral.person is not None
        named = RecipientInput(agency, frozenset({InformationKind.PARTICIPATION.value}))
        key = demo.key(f"partner-fact-{role}")
        sign_release(
            actor=worker,
            person=referral.person,
            release_input=replace(release_of(referral), recipients=(named,)),
            key=f"{key}r"[:64],
            at=at,
        )
        later = at + timedelta(hours=2)
        add_fact(
            actor=demo.actor(demo.staff.first_with_role(role), later),
            person=referral.person,
            fact_input=FactInput(agency.pk, fact, local_day(demo.days.ends) + timedelta(days=days)),
            key=key,
            at=later,
        )
