"""What the reader typed about a person and hasn't saved yet, on the person's page (D7)."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handoff.accounts.models import User
from handoff.accounts.services.typed import drafts_on
from handoff.participants.models import Person
from handoff.programs.models import Program

FORMS: dict[str, Promise] = {
    "notes:add": _("Write a note"),
    "casework:log_contact": _("Log a contact"),
    "goals:add": _("Add a goal"),
    "needs:add": _("Record a need"),
    "appointments:make": _("Make an appointment"),
}
"""The long forms about a person that is named in their address."""


@dataclass(frozen=True)
class Draft:
    """A form that the reader left without saving: what it is called, where it is, and when it was kept."""

    label: Promise
    url: str
    kept_at: datetime


def drafts_about(person: Person, program: Program, user: User, at: datetime) -> list[Draft]:
    """The drafts of this reader alone, the newest first. One query."""
    labels = {reverse(name, args=[program.slug, person.public_id]): label for name, label in FORMS.items()}
    kept = drafts_on(user=user, program=program, paths=labels, at=at)
    found = [Draft(labels[path], path, kept_at) for path, kept_at in kept.items()]
    return sorted(found, key=lambda draft: draft.kept_at, reverse=True)
