"""What someone who leaves hands over, computed from records: each duty is done or still open (P9)."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handoff.access.roles import RoleName
from handoff.accounts.models import Departure, Membership
from handoff.accounts.presenters import role_title
from handoff.charges.models import SetAsideCharge
from handoff.enrollment.models import Enrollment
from handoff.programs.models import AgencyAgreement, OnCallShift, Program
from handoff.referrals.models import ReferralDraft

SIGNS_FOR_AGENCY = {RoleName.LAW_LEADER, RoleName.DISTRICT_ATTORNEY, RoleName.PROGRAM_MANAGER}
"""Roles whose holder speaks for their organization: its agreements are signed again when they leave (handbook 7b)."""


@dataclass(frozen=True)
class Duty:
    """One thing to hand over: what it is, whether it is done, and the page on which to do it."""

    title: str
    done: bool
    url: str
    action: str


def planned_departures(program: Program) -> QuerySet[Departure]:
    return (
        Departure.objects.filter(program=program)
        .select_related("user", "successor", "program")
        .order_by("leaves_on", "pk")
    )


def duties_of(departure: Departure) -> list[Duty]:
    """Roles and their stand-ins, agreements, shifts, participants, drafts, and charges set aside; open ones first."""
    roles = list(
        Membership.objects.filter(program=departure.program, user=departure.user).select_related("agency")
    )
    duties = [
        *role_duties(departure, roles),
        *agreement_duties(departure, roles),
        *work_duties(departure),
    ]
    return sorted(duties, key=lambda duty: duty.done)


def role_duties(departure: Departure, roles: list[Membership]) -> list[Duty]:
    """Each role is removed from who leaves, and held by someone else in the same organization."""
    slug, user = departure.program.slug, departure.user
    account = reverse("accounts:member", args=[slug, user.public_id])
    taking_over = departure.successor or user
    successor = reverse("accounts:member", args=[slug, taking_over.public_id])
    duties = []
    for row in roles:
        named = {"role": role_title(row.role), "agency": row.agency.name if row.agency else _("the program")}
        others = Membership.objects.filter(
            program=departure.program,
            role=row.role,
            agency=row.agency,
            ends_on__isnull=True,
            user__is_active=True,
        ).exclude(user=user)
        gone = row.ends_on is not None or not user.is_active
        duties += [
            Duty(_("Remove the role %(role)s for %(agency)s") % named, gone, account, _("Open account")),
            Duty(
                _("Someone else has the role %(role)s for %(agency)s") % named,
                others.exists(),
                successor,
                _("Assign role"),
            ),
        ]
    return duties


def agreement_duties(departure: Departure, roles: list[Membership]) -> list[Duty]:
    """Agreements of the organization that were signed before the day of leaving, and not since."""
    agencies = {row.agency for row in roles if row.agency and row.role in SIGNS_FOR_AGENCY}
    duties = []
    for agency in sorted(agencies, key=lambda each: each.name):
        for kind in AgencyAgreement.Kind:
            signed = AgencyAgreement.objects.filter(agency=agency, kind=kind)
            if signed.exists():
                duties.append(
                    Duty(
                        _("Sign again with %(agency)s: %(what)s")
                        % {"agency": agency.name, "what": kind.label},
                        signed.filter(signed_on__gte=departure.leaves_on).exists(),
                        reverse("programs:partner", args=[departure.program.slug, agency.public_id]),
                        _("Open partner"),
                    )
                )
    return duties


def work_duties(departure: Departure) -> list[Duty]:
    """On-call shifts, participants, drafts, and charges that wait for who leaves. Counts only, never a name."""
    program, user = departure.program, departure.user
    here = [program.slug]
    shifts = OnCallShift.objects.filter(
        program=program, user_id=user.pk, ends_at__date__gte=departure.leaves_on
    ).count()
    people = Enrollment.objects.filter(program=program, primary_worker_id=user.pk).count()
    drafts = ReferralDraft.objects.filter(
        program=program, owner_id=user.pk, sent_at__isnull=True, discarded_at__isnull=True
    ).count()
    charges = SetAsideCharge.objects.filter(
        encounter__program=program, encounter__officer_id=user.pk, state=SetAsideCharge.State.HELD
    ).count()
    account = reverse("accounts:member", args=[program.slug, user.public_id])
    plan = reverse("succession:plan", args=[program.slug, user.public_id])
    return [
        Duty(
            ngettext(
                "%(count)d on-call shift after they leave",
                "%(count)d on-call shifts after they leave",
                shifts,
            )
            % {"count": shifts},
            not shifts,
            reverse("accounts:on_call", args=here),
            _("Open roster"),
        ),
        Duty(
            ngettext(
                "%(count)d participant has them as worker",
                "%(count)d participants have them as worker",
                people,
            )
            % {"count": people},
            not people,
            reverse("people:people", args=here),
            _("Open participants"),
        ),
        Duty(
            ngettext(
                "%(count)d draft referral that only they can send",
                "%(count)d draft referrals that only they can send",
                drafts,
            )
            % {"count": drafts},
            not drafts,
            account,
            _("Open account"),
        ),
        Duty(
            ngettext(
                "%(count)d charge they set aside: someone has to decide it after the deadline",
                "%(count)d charges they set aside: someone has to decide them after the deadline",
                charges,
            )
            % {"count": charges},
            not charges or departure.successor is not None,
            plan,
            _("Choose who takes over"),
        ),
    ]
