"""Who says something about themselves, and who records a participant's wish for a worker (K11)."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.casework.models.matching import LivedExperience, WorkerGender
from handoff.casework.policies import check_is_care_team
from handoff.core.refusals import Refused
from handoff.directory.wording import LANGUAGE_LABELS
from handoff.participants.models import Person
from handoff.programs.models import Program


def check_lists(gender: str, experiences: Collection[str], languages: Collection[str] = ()) -> None:
    known = not gender or gender in WorkerGender.values
    if not known or not {*experiences} <= {*LivedExperience.values} or not {*languages} <= {*LANGUAGE_LABELS}:
        raise Refused(_("Choose from the lists."))


def check_is_own(actor: Actor, program: Program) -> None:
    """Staff say it themselves or not at all: an actor writes about no one else."""
    if actor.program_id != program.pk or not actor.can(Permission.OUTREACH_DO):
        raise Refused(_("Only people on the care team say something about themselves here."))


def check_wish(actor: Actor, person: Person, worker_id: int | None, team: Collection[int]) -> None:
    """The care team records what the person wishes; a worker they name is on the team."""
    check_is_care_team(actor, person)
    if worker_id is not None and worker_id not in team:
        raise Refused(_("Choose someone from the care team."))
