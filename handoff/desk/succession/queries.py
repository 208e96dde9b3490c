"""What someone who leaves hands over, computed from records: each duty is done or still open (P9)."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.access.roles import ROLES, RoleName
from handoff.accounts.models import Departure, Membership, User
from handoff.accounts.presenters import role_title
from handoff.accounts.queries import current_memberships
from handoff.charges.models import SetAsideCharge
from handoff.core.sorting import by_name, sort_key
from handoff.enrollment.models import Enrollment
from handoff.programs.models import AgencyAgreement, OnCallShift, Program
from handoff.programs.queries import time_zone_of
from handoff.referrals.models import ReferralDraft

SIGNS_FOR_AGENCY = {RoleName.LAW_LEADER, RoleName.DISTRICT_ATTORNEY, RoleName.PROGRAM_MANAGER}
"""Roles whose holder speaks for their organization: its agreements are signed again when they leave (handbook 7b)."""


@dataclass(frozen=True)
class Duty:
    """One thing to hand over: what it is, whether it is done, and the page on which to do it, if others can.

    `counts` is the permission it takes to see even the number, `opens` the one that the page behind `url` requires.
    """

    title: str
    done: bool
    url: str = ""
    action: str = ""
    counts: Permission = Permission.ACCOUNTS_MANAGE
    opens: Permission = Permission.ACCOUNTS_MANAGE


def planned_departures(program: Program) -> QuerySet[Departure]:
    return (
        Departure.objects.filter(program=program)
        .select_related("user", "stand_in", "program")
        .order_by("leaves_on", "pk")
    )


def duties_of(departure: Departure, actor: Actor) -> list[Duty]:
    """Roles and their stand-ins, agreements, shifts, participants, drafts, and charges set aside; open ones first.

    A site administrator learns nothing about participants and referrals, and gets no link to a page closed to them.
    """
    roles = list(
        Membership.objects.filter(program=departure.program, user=departure.user).select_related("agency")
    )
    duties = [
        *role_duties(departure, roles),
        *agreement_duties(departure, roles),
        *work_duties(departure),
    ]
    shown = [
        duty if actor.can(duty.opens) else replace(duty, url="", action="")
        for duty in duties
        if actor.can(duty.counts)
    ]
    return sorted(shown, key=lambda duty: duty.done)


def sees_every_duty(actor: Actor) -> bool:
    """True if no duty is left out of what the actor is shown."""
    return actor.can(Permission.PARTICIPANT_READ) and actor.can(Permission.REFERRAL_READ_ALL)


def role_duties(departure: Departure, roles: list[Membership]) -> list[Duty]:
    """Each role must be removed from the departing user and held by someone else in the same organization."""
    slug, user = departure.program.slug, departure.user
    account = reverse("accounts:member", args=[slug, user.public_id])
    taking_over = departure.stand_in or user
    stand_in = reverse("accounts:member", args=[slug, taking_over.public_id])
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
                stand_in,
                _("Assign role"),
            ),
        ]
    return duties


def agreement_duties(departure: Departure, roles: list[Membership]) -> list[Duty]:
    """Agreements of the organization that were signed before the day of leaving, and not since."""
    agencies = {row.agency for row in roles if row.agency and row.role in SIGNS_FOR_AGENCY}
    duties = []
    for agency in sorted(agencies, key=lambda each: sort_key(each.name)):
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
                        opens=Permission.AGENCIES_MANAGE,
                    )
                )
    return duties


def work_duties(departure: Departure) -> list[Duty]:
    """On-call shifts, participants, drafts, and charges still with the departing user. Counts only, never a name."""
    return [
        shift_duty(departure),
        participant_duty(departure),
        draft_duty(departure),
        charge_duty(departure),
    ]


def shift_duty(departure: Departure) -> Duty:
    # In the program's own time zone: at 9 PM the UTC day is already the next one.
    gone_from = datetime.combine(departure.leaves_on, time.min, time_zone_of(departure.program))
    ahead = OnCallShift.objects.filter(
        program=departure.program, user_id=departure.user_id, ends_at__gt=gone_from
    ).count()
    words = ngettext(
        "%(count)d on-call shift after they leave", "%(count)d on-call shifts after they leave", ahead
    )
    url = reverse("accounts:on_call", args=[departure.program.slug])
    return Duty(words % {"count": ahead}, not ahead, url, _("Open roster"), opens=Permission.PROGRAM_SETUP)


def participant_duty(departure: Departure) -> Duty:
    own = Enrollment.objects.filter(program=departure.program, primary_worker_id=departure.user_id).count()
    words = ngettext(
        "%(count)d participant has them as worker", "%(count)d participants have them as worker", own
    )
    url = reverse("turnover:list", args=[departure.program.slug])
    return Duty(
        words % {"count": own},
        not own,
        url,
        _("Plan a handover"),
        counts=Permission.PARTICIPANT_READ,
        opens=Permission.PARTICIPANT_READ,
    )


def draft_duty(departure: Departure) -> Duty:
    own = ReferralDraft.objects.filter(
        program=departure.program, owner_id=departure.user_id, sent_at__isnull=True, discarded_at__isnull=True
    ).count()
    words = ngettext(
        "%(count)d draft referral: only they can send or delete it, before they leave",
        "%(count)d draft referrals: only they can send or delete them, before they leave",
        own,
    )
    return Duty(words % {"count": own}, not own, counts=Permission.REFERRAL_READ_ALL)


def charge_duty(departure: Departure) -> Duty:
    held = SetAsideCharge.objects.filter(
        encounter__program=departure.program,
        encounter__officer_id=departure.user_id,
        state=SetAsideCharge.State.HELD,
    )
    agencies = set(held.values_list("encounter__agency_id", flat=True))
    count = held.count()
    words = ngettext(
        "%(count)d charge they set aside: someone has to decide it after the deadline",
        "%(count)d charges they set aside: someone has to decide them after the deadline",
        count,
    )
    url = reverse("succession:plan", args=[departure.program.slug, departure.user.public_id])
    done = agencies <= agencies_decided_for(departure)
    return Duty(
        words % {"count": count}, done, url, _("Choose who takes over"), counts=Permission.REFERRAL_READ_ALL
    )


def agencies_decided_for(departure: Departure) -> set[int | None]:
    """The agencies whose set-aside charges the stand-in may decide on, as one of their officers."""
    deciding = [name for name, role in ROLES.items() if Permission.CHARGES_DECIDE_OWN in role.permissions]
    held = Membership.objects.filter(
        program=departure.program, user=departure.stand_in, role__in=deciding, ends_on__isnull=True
    )
    return set(held.values_list("agency_id", flat=True)) if departure.stand_in is not None else set()


def possible_stand_ins(departing: User, program: Program, on: date) -> QuerySet[User]:
    """The other members with a role on a day, by name."""
    held = current_memberships(on).filter(program=program)
    return (
        User.objects.filter(memberships__in=held)
        .exclude(pk=departing.pk)
        .distinct()
        .order_by(*by_name("full_name"))
    )
