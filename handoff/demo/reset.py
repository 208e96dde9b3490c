"""Remove the fictional county, and refuse to touch anything else."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from django.apps import apps
from django.conf import settings
from django.db import models, transaction

from handoff.accounts.models import Membership, User
from handoff.audit.anchors import services as anchors
from handoff.audit.definitions import AuditAction
from handoff.audit.models import AccessReview, AuditChain, AuditEvent
from handoff.core.refusals import Refused
from handoff.core.tenancy import owner_context, tenant_context
from handoff.demo.dates import local_day
from handoff.demo.organizations import ALDER
from handoff.notifications.models import Notice
from handoff.participants.models import LookupKey, Person
from handoff.programs.models import Program

BUILT = AuditAction.TRAINING_COUNTY_BUILT
"""The audit row written last, once the county is complete."""
REAL_PEOPLE = (
    "This database has a real program ({slug}) with people in it. We never put the training site beside real "
    "people's data. Use another database, for example with HANDOFF_DATA_FOLDER=/tmp/demo."
)
NOT_OURS = (
    "The address {slug} is used by a program that isn't for training. Use another database for training."
)


def refuse_real_people() -> None:
    """Raise `Refused` if the database holds a real program with people in it."""
    for real in Program.objects.filter(is_demo=False):
        with tenant_context(real.pk):
            if Person.objects.filter(program=real).exists():
                raise Refused(REAL_PEOPLE.format(slug=real.slug))


@dataclass(frozen=True)
class Build:
    """A complete county: the day its history ends, and the code it was built by."""

    today: date
    recipe: str


def find_build() -> Build | None:
    """The county in this database, or None if it is missing or incomplete.

    Raises `Refused` when a real program has the county's address.
    """
    alder = Program.objects.filter(slug=ALDER.slug).first()
    if alder is None:
        return None
    if not alder.is_demo:
        raise Refused(NOT_OURS.format(slug=alder.slug))
    with tenant_context(alder.pk):
        row = AuditEvent.objects.filter(program_id=alder.pk, action=BUILT).first()
    if row is None:
        return None
    return Build(local_day(row.at) + timedelta(days=1), str(row.details.get("recipe", "")))


@cache
def recipe() -> str:
    """A hash of what decides the county's content: the demo's own code and all migrations."""
    found = hashlib.sha256()
    for pattern in ("demo/**/*.py", "*/migrations/*.py"):
        for path in sorted(settings.PACKAGE.glob(pattern)):
            found.update(path.read_bytes())
    return found.hexdigest()[:16]


@transaction.atomic
def remove_county() -> None:
    """Delete every demo program with all its rows, and the accounts that belong to no other program."""
    refuse_real_people()
    programs = list(Program.objects.filter(is_demo=True).values_list("pk", flat=True))
    users = set(Membership.objects.filter(program_id__in=programs).values_list("user_id", flat=True))
    users -= set(Membership.objects.exclude(program_id__in=programs).values_list("user_id", flat=True))
    for program_id in programs:
        with owner_context(program_id):
            remove_rows(program_id)
    Program.objects.filter(pk__in=programs)._raw_delete("default")
    User.objects.filter(pk__in=users).delete()
    forget_anchors(set(programs))


def forget_anchors(programs: set[int]) -> None:
    """Drop the demo's chain heads from the anchor file, or the next verification would report them missing."""
    path = anchors.anchor_file()
    if programs and path.exists():
        kept = [each.line for each in anchors.read_anchors(path) if each.program not in programs]
        path.write_text("".join(f"{line}\n" for line in kept), encoding="utf-8")


def remove_rows(program_id: int) -> None:
    for model, path in rows_of_programs():
        rows = model._default_manager.filter(**{path: program_id})
        model._default_manager.filter(pk__in=rows.values("pk"))._raw_delete(rows.db)
    for plain in (LookupKey, Notice, AccessReview, AuditEvent, AuditChain):
        plain._default_manager.filter(program_id=program_id)._raw_delete("default")


def rows_of_programs() -> list[tuple[type[models.Model], str]]:
    """Every model that belongs to a program, with its lookup path to the program, referencing models first."""
    own = [model for model in apps.get_models() if model.__module__.startswith("handoff.")]
    found = {
        model: path
        for model in own
        if model is not Program and (path := path_to_program(model, set())) is not None
    }
    ordered: list[type[models.Model]] = []
    waiting = set(found)
    while waiting:
        pointed_at = {to for model in waiting for to in parents(model) if to is not model}
        free = sorted(waiting - pointed_at, key=lambda model: model._meta.label)
        ordered += free or sorted(waiting, key=lambda model: model._meta.label)[:1]
        waiting -= set(ordered)
    return [(model, found[model]) for model in ordered]


def parents(model: type[models.Model]) -> list[type[models.Model]]:
    return [field.related_model for field in model._meta.fields if field.is_relation and field.related_model]


def path_to_program(model: type[models.Model], seen: set[type[models.Model]]) -> str | None:
    """The shortest lookup from a model to its program's id, through non-null keys where possible."""
    if model is User:
        return None
    if any(field.name == "program" for field in model._meta.fields):
        return "program_id"
    foreign = [field for field in model._meta.fields if field.is_relation and field.related_model not in seen]
    for field in sorted(foreign, key=lambda each: each.null):
        further = path_to_program(field.related_model, {*seen, model})  # type: ignore[arg-type]
        if further is not None:
            return f"{field.name}__{further}"
    return None


def people_in_county() -> int:
    alder = Program.objects.filter(slug=ALDER.slug, is_demo=True).first()
    if alder is None:
        return 0
    with tenant_context(alder.pk):
        return Person.objects.filter(program=alder).count()
