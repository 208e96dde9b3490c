"""Who may change the provider directory, and which entries make sense."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.core.refusals import Refused
from handoff.directory.definitions import ANSWERING_KINDS
from handoff.directory.facts import HoursFacts, ServiceFacts
from handoff.directory.models import DirectoryImport, Organization, Service
from handoff.programs.models import Agency


def check_can_edit(actor: Actor, program_id: int) -> None:
    """Case managers and program managers keep the directory of their own program."""
    if actor.program_id != program_id:
        raise Refused(_("This directory belongs to another program."))
    if not actor.can(Permission.DIRECTORY_EDIT):
        raise Refused(_("Only case managers and program managers can change the directory."))


def check_service(facts: ServiceFacts) -> None:
    """A service has a name, and its ages are in order."""
    if not facts.name.strip():
        raise Refused(_("Enter the service's name."))
    if (
        facts.minimum_age is not None
        and facts.maximum_age is not None
        and facts.maximum_age < facts.minimum_age
    ):
        raise Refused(_("The oldest age can't be less than the youngest age."))


def check_organization(organization: Organization | None, program_id: int, name: str) -> None:
    """An organization has a name of its own in the directory."""
    if not name.strip():
        raise Refused(_("Enter the organization's name."))
    others = Organization.objects.filter(program_id=program_id, name__iexact=name.strip())
    if organization is not None:
        others = others.exclude(pk=organization.pk)
    if others.exists():
        raise Refused(_("The directory already has an organization with this name. Choose it from the list."))


def check_agency(program_id: int, agency: Agency | None) -> None:
    """An organization of the directory may be one of the program's own active partners that offer services."""
    if agency is None:
        return
    if agency.program_id != program_id or not agency.is_active or agency.kind not in ANSWERING_KINDS:
        raise Refused(_("Choose one of the partners that offer services."))


def check_hours(facts: HoursFacts) -> None:
    """Hours name days and both times, or say in words what is known."""
    if (facts.opens_at is None) != (facts.closes_at is None):
        raise Refused(_("Enter both times, or leave both blank."))
    if facts.opens_at is not None and not facts.weekdays:
        raise Refused(_("Choose the days these hours are for."))
    if facts.opens_at is None and not facts.description.strip():
        raise Refused(_("Enter the times, or describe the hours in words."))
    if facts.valid_from and facts.valid_to and facts.valid_to < facts.valid_from:
        raise Refused(_("The last day can't be before the first day."))


def check_are_two(one: Service, other: Service) -> None:
    """Two services of one directory."""
    if one.pk == other.pk or one.program_id != other.program_id:
        raise Refused(_("Choose two services of your directory."))


def check_is_listed(service: Service) -> None:
    """A service is checked by calling it, so one that is closed for good isn't checked."""
    if service.status == Service.Status.DEFUNCT:
        raise Refused(_("This service is closed for good, so there's nothing to check."))


def check_can_import(batch: DirectoryImport) -> None:
    """A file is imported once, and its columns are chosen before."""
    if batch.imported_at is not None:
        raise Refused(_("This file has already been imported."))


def check_has_entries(batch: DirectoryImport) -> None:
    if not batch.entries:
        raise Refused(_("Choose the columns of this file first."))


def check_can_undo(batch: DirectoryImport) -> None:
    """The latest import can be undone while no one has changed what it wrote."""
    if batch.imported_at is None or batch.undone_at is not None:
        raise Refused(_("There's nothing to undo."))
    later = DirectoryImport.objects.filter(program=batch.program, imported_at__gt=batch.imported_at)
    if later.filter(undone_at__isnull=True).exists():
        raise Refused(_("Another file was imported after this one. Undo that one first."))
    touched = [each["service"] for each in batch.before["changed"] if each["is_changed"]]
    written = Service.objects.filter(public_id__in=[*touched, *batch.before["created"]])
    changed = written.exclude(changed_at=batch.imported_at).count()
    if changed:
        raise Refused(
            ngettext(
                "%(count)d service was changed after the import, so it can't be undone.",
                "%(count)d services were changed after the import, so it can't be undone.",
                changed,
            )
            % {"count": changed}
        )
