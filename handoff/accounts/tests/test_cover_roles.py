"""K5: a role is covered on the days its holder is away, and given back by itself."""

from datetime import timedelta

import pytest
from django.urls import reverse

from handoff.access.permissions import Permission
from handoff.access.roles import RoleName
from handoff.accounts import queries, services
from handoff.accounts.models import Membership
from handoff.accounts.presenters import roles_not_on_call_yet
from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.testing.programs import (
    AT,
    PASSWORD,
    actor_of,
    make_actor,
    make_agency,
    make_member,
    make_program,
)

pytestmark = pytest.mark.django_db
TODAY, DAY = AT.date(), timedelta(days=1)
DAYS = (TODAY + 5 * DAY, TODAY + 12 * DAY)


class Team:
    """A manager who goes away, a peer who covers, and a site administrator who confirms."""

    def __init__(self):
        self.program = make_program()
        self.away = make_member(self.program, RoleName.PROGRAM_MANAGER)
        self.peer = make_member(self.program, RoleName.PEER_SUPPORT)
        self.held = Membership.objects.get(user=self.away)
        self.manager = actor_of(self.away, self.program)

    def cover(self, user=None, days=DAYS, on=TODAY):
        return services.cover_role(
            actor=self.manager, user=user or self.peer, covered=self.held, days=days, on=on, at=AT
        )

    def confirm(self, membership, on=TODAY):
        admin = make_actor(self.program, RoleName.SITE_ADMINISTRATOR)
        return services.confirm_role(actor=admin, membership=membership, on=on, at=AT)

    def supervises(self, day):
        actor = queries.actor_for(self.peer, self.program, AT + (day - TODAY))
        return actor is not None and actor.can(Permission.CASELOADS_MANAGE)


@pytest.fixture
def team(db):
    return Team()


def test_a_covered_role_is_held_from_the_first_to_the_last_day_and_no_longer(team):
    made = team.cover()
    assert (made.starts_on, made.ends_on, made.covers_id) == (*DAYS, team.away.pk)
    held = [team.supervises(day) for day in (DAYS[0] - DAY, DAYS[0], DAYS[1] - DAY, DAYS[1])]
    assert held == [False, True, True, False]
    assert AuditEvent.objects.filter(action="role.granted", subject=str(team.peer.public_id)).exists()


def test_a_second_manager_confirms_a_cover_too(team, client, clock):
    """ADR 0037: a leave is no shorter way to a role that opens people's records."""
    admin = make_member(team.program, RoleName.SITE_ADMINISTRATOR)
    made = team.cover()
    assert made.waits_for_confirmation and not team.supervises(DAYS[0])
    assert made in roles_not_on_call_yet(team.program, TODAY)
    client.login(username=admin.username, password=PASSWORD)
    page = reverse("accounts:member", args=[team.program.slug, team.peer.public_id])
    assert "covers for a colleague until" in client.get(page).content.decode()
    client.post(reverse("accounts:confirm_role", args=[team.program.slug, team.peer.public_id, made.role]))
    assert team.supervises(DAYS[0])


def test_a_cover_whose_days_are_over_is_not_confirmed_any_more(team):
    make_member(team.program, RoleName.SITE_ADMINISTRATOR)
    with pytest.raises(Refused, match="isn't waiting"):
        team.confirm(team.cover(), on=DAYS[1])


def test_without_a_second_manager_a_short_leave_is_planned_earlier(team):
    with pytest.raises(Refused, match="starts in three days"):
        team.cover(days=(TODAY, TODAY + 2 * DAY))
    assert not Membership.objects.filter(covers_id=team.away.pk).exists()


def test_only_what_someone_holds_is_covered_by_someone_else_and_once(team):
    team.cover()
    with pytest.raises(Refused, match="already have this role on some of these days"):
        team.cover(days=(DAYS[0] + DAY, DAYS[1] + DAY))
    team.cover(days=(DAYS[1], DAYS[1] + DAY))
    for faulty in ({"user": team.away}, {"days": (DAYS[1], DAYS[1])}):
        with pytest.raises(Refused, match="Choose a colleague"):
            team.cover(**faulty)
    Membership.objects.filter(pk=team.held.pk).update(ends_on=TODAY)
    with pytest.raises(Refused, match="Choose a colleague"):
        team.cover(days=(DAYS[1] + 5 * DAY, DAYS[1] + 6 * DAY))


def test_whoever_covers_gives_the_role_back_at_once(team):
    made = team.cover()
    on = DAYS[0] + DAY
    covering = queries.actor_for(team.peer, team.program, AT + (on - TODAY))
    services.end_cover(actor=covering, membership=made, on=on, at=AT + (on - TODAY))
    assert team.supervises(DAYS[0]) and not team.supervises(on)


def test_a_cover_given_back_before_its_first_day_never_starts(team):
    services.end_cover(actor=team.manager, membership=team.cover(), on=TODAY, at=AT)
    assert not any(team.supervises(TODAY + each * DAY) for each in range(13))


def test_a_cover_given_back_before_it_was_confirmed_waits_no_longer(team):
    make_member(team.program, RoleName.SITE_ADMINISTRATOR)
    made = services.end_cover(actor=team.manager, membership=team.cover(), on=DAYS[0] + DAY, at=AT)
    assert not made.waits_for_confirmation and made.ends_on == made.starts_on


def test_nothing_else_is_ended_as_a_cover(team):
    with pytest.raises(Refused, match="another program"):
        services.end_cover(actor=team.manager, membership=team.held, on=TODAY, at=AT)
    there = make_actor(make_program(), RoleName.PROGRAM_MANAGER)
    with pytest.raises(Refused, match="another program"):
        services.end_cover(actor=there, membership=team.cover(), on=TODAY, at=AT)


def test_a_second_manager_removes_a_covered_role_before_its_last_day(team, client, clock):
    """A cover has its last day from the start, and can still be removed until then."""
    other = make_member(team.program, RoleName.PROGRAM_MANAGER)
    made = team.cover()
    team.confirm(made)
    clock.at = AT + 6 * DAY
    client.force_login(other)
    member = reverse("accounts:member", args=[team.program.slug, team.peer.public_id])
    assert client.get(member).content.decode().count("Remove this role") == 2
    url = reverse(
        "accounts:end_role", args=[team.program.slug, team.peer.public_id, RoleName.PROGRAM_MANAGER]
    )
    assert "Role removed." in client.post(url, follow=True).content.decode()
    assert not team.supervises(TODAY + 6 * DAY)
    made.refresh_from_db()
    with pytest.raises(Refused, match="already removed"):
        services.end_membership(
            actor=actor_of(other, team.program), membership=made, on=TODAY + 6 * DAY, at=clock.at
        )


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_cover_ends_with_the_role_that_it_covers(team, confirmed):
    other = make_actor(team.program, RoleName.PROGRAM_MANAGER)
    made = team.cover()
    if confirmed:
        team.confirm(made)
    services.end_membership(actor=other, membership=team.held, on=TODAY, at=AT)
    made.refresh_from_db()
    assert made.ends_on == made.starts_on and not made.waits_for_confirmation
    assert not any(team.supervises(day) for day in DAYS)


def test_a_cover_counts_where_police_and_care_are_kept_apart(team):
    """P8: with the own role removed, the covered one still opens records."""
    other = make_actor(team.program, RoleName.PROGRAM_MANAGER)
    team.confirm(team.cover())
    own = Membership.objects.get(user=team.peer, covers_id__isnull=True)
    services.end_membership(actor=other, membership=own, on=TODAY, at=AT)
    police = make_agency(team.program, "law_enforcement", "Alder Police")
    with pytest.raises(Refused, match="Remove the other role first"):
        services.grant_role(
            actor=other,
            user=team.peer,
            program=team.program,
            agency=police,
            role=RoleName.OFFICER,
            on=TODAY,
            at=AT,
        )
