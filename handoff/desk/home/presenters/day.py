"""What several worklists of one home page need, read once for that page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from handoff.access.actor import Actor
from handoff.casework.appointments.queries import AppointmentsAround, appointments_around, care_team_ids
from handoff.casework.court.queries import AppearancesAround, appearances_around
from handoff.casework.queries import OutreachPlace, outreach_places
from handoff.desk.home.queries import intake_appointments_today, outreach_rows, own_unreported_intakes
from handoff.enrollment.models import Intake
from handoff.programs.models import Program
from handoff.referrals.models import Referral


@dataclass(frozen=True)
class Day:
    """A reader's day in a program at one instant. Each part is read when a worklist first asks for it.

    It lives as long as the page is built. What a release allows is no part of it: that is computed at each question.
    """

    actor: Actor
    program: Program
    at: datetime

    @property
    def user_id(self) -> int:
        return self.actor.user_id or 0

    @cached_property
    def team(self) -> set[int]:
        """The users who are on the care team today."""
        return care_team_ids(self.program, self.at)

    @cached_property
    def appointments(self) -> AppointmentsAround:
        return appointments_around(self.program, self.user_id, self.at, self.team)

    @cached_property
    def court(self) -> AppearancesAround:
        return appearances_around(self.program, self.user_id, self.at, self.team)

    @cached_property
    def intakes_today(self) -> list[Intake]:
        return list(intake_appointments_today(self.actor, self.program, self.at))

    @cached_property
    def unreported_intakes(self) -> list[Intake]:
        return own_unreported_intakes(self.actor, self.program)

    @cached_property
    def outreach(self) -> list[OutreachPlace]:
        """Where everyone on the outreach list stands, most urgent first."""
        return outreach_places(self.program, self.actor, self.at)

    def rows_of(self, places: Iterable[OutreachPlace]) -> list[tuple[OutreachPlace, Referral]]:
        """Some places of the outreach list with what a row shows of each."""
        places = list(places)
        rows = outreach_rows([each.referral_id for each in places])
        return [(each, rows[each.referral_id]) for each in places if each.referral_id in rows]
