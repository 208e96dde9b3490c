"""Taking the fictional county away again, and refusing to touch anything else."""

from django.apps import apps
from django.db import models, transaction

from handoff.accounts.models import Membership, User
from handoff.audit.anchors import services as anchors
from handoff.audit.models import AccessReview, AuditChain, AuditEvent
from handoff.core.refusals import Refused
from handoff.core.wall import as_owner_of, behind_wall
from handoff.demo.organisation import ALDER
from handoff.notifications.models import Notice
from handoff.participants.models import LookupKey, Person
from handoff.programs.models import Program

BUILT = "county.built"
"""The last thing written of the training county."""
REAL_PEOPLE = (
    "This database holds a real program ({slug}) with people in it. The training county is never put beside real "
    "people: use another database, for example with HANDOFF_DATA_FOLDER=/tmp/demo."
)
NOT_OURS = (
    "The address {slug} is taken by a program that is not for training. Use another database for training."
)


def refuse_real_people() -> None:
    """Refuse a database that holds a program with people that is not for training."""
    for real in Program.objects.filter(is_demo=False):
        with behind_wall(real.pk):
            if Person.objects.filter(program=real).exists():
                raise Refused(REAL_PEOPLE.format(slug=real.slug))


def is_built() -> bool:
    """Say whether the training county is there."""
    found = Program.objects.filter(slug=ALDER.slug).first()
    if found is not None and not found.is_demo:
        raise Refused(NOT_OURS.format(slug=found.slug))
    return found is not None


def is_whole() -> bool:
    """Say whether the training county was built to its end."""
    alder = Program.objects.filter(slug=ALDER.slug).first()
    if alder is None:
        return False
    with behind_wall(alder.pk):
        return AuditEvent.objects.filter(program_id=alder.pk, action=BUILT).exists()


@transaction.atomic
def remove_county() -> None:
    """Take away every training program with all its rows, and the accounts that have no other program."""
    refuse_real_people()
    programs = list(Program.objects.filter(is_demo=True).values_list("pk", flat=True))
    users = set(Membership.objects.filter(program_id__in=programs).values_list("user_id", flat=True))
    users -= set(Membership.objects.exclude(program_id__in=programs).values_list("user_id", flat=True))
    for program_id in programs:
        with as_owner_of(program_id):
            remove_rows(program_id)
    Program.objects.filter(pk__in=programs)._raw_delete("default")
    User.objects.filter(pk__in=users).delete()
    forget_anchors(set(programs))


def forget_anchors(programs: set[int]) -> None:
    """Take the heads of training programs out of the file, so that verifying does not miss what was only played."""
    path = anchors.anchor_file()
    if programs and path.exists():
        kept = [each.line for each in anchors.read(path) if each.program not in programs]
        path.write_text("".join(f"{line}\n" for line in kept), encoding="utf-8")


def remove_rows(program_id: int) -> None:
    """Take away every row that belongs to a program."""
    for model, path in rows_of_programs():
        rows = model._default_manager.filter(**{path: program_id})
        model._default_manager.filter(pk__in=rows.values("pk"))._raw_delete(rows.db)
    for plain in (LookupKey, Notice, AccessReview, AuditEvent, AuditChain):
        plain._default_manager.filter(program_id=program_id)._raw_delete("default")


def rows_of_programs() -> list[tuple[type[models.Model], str]]:
    """Return every model that belongs to a program, with the way to it, those that point at others first."""
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
    """Return the models that a model points at."""
    return [field.related_model for field in model._meta.fields if field.is_relation and field.related_model]


def path_to_program(model: type[models.Model], seen: set[type[models.Model]]) -> str | None:
    """Return the shortest lookup from a model to its program's id, through keys that are never empty where possible."""
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
    """Return how many people the training county has."""
    alder = Program.objects.filter(slug=ALDER.slug, is_demo=True).first()
    if alder is None:
        return 0
    with behind_wall(alder.pk):
        return Person.objects.filter(program=alder).count()
