"""Values of records before an import changed them, sealed, and fingerprints of records as it left them."""

import json
from datetime import UTC, datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from handoff.core.sealing import seal, unseal
from handoff.documents.services import file_keys
from handoff.participants.models import Person
from handoff.spreadsheets.batches.services import keyed_fingerprint
from handoff.spreadsheets.models import ImportBatch
from handoff.workbooks.models import FormerValue


def field_of(record: models.Model, name: str) -> "models.Field[object, object]":
    field = record._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field


def plain(record: models.Model, name: str) -> str:
    """A field's value as text, the same before and after the database had it."""
    value = getattr(record, field_of(record, name).attname)
    if isinstance(value, datetime):
        value = value.astimezone(UTC)
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True)


def print_of_record(record: models.Model) -> str:
    """A keyed fingerprint of all fields of a record."""
    values = [plain(record, each.name) for each in record._meta.concrete_fields if not each.primary_key]
    return keyed_fingerprint(record._meta.label, values)


def former_value(
    batch: ImportBatch, person: Person, record: models.Model, name: str, written: object
) -> FormerValue:
    """What a field holds now, before `written` stands there."""
    content = plain(record, name)
    before = getattr(record, name)
    setattr(record, name, written)
    after = keyed_fingerprint(name, [plain(record, name)])
    setattr(record, name, before)
    return FormerValue(
        batch=batch,
        person=person,
        table=record._meta.label,
        record_id=str(record.pk),
        field=name,
        content=seal(content.encode(), ring=file_keys(), belongs_to=f"{batch.public_id}:{record.pk}:{name}"),
        written=after,
    )


def is_as_written(former: FormerValue, record: models.Model) -> bool:
    """Whether a field still holds what the import wrote."""
    return keyed_fingerprint(former.field, [plain(record, former.field)]) == former.written


def restored_value(former: FormerValue, record: models.Model) -> object:
    belongs_to = f"{former.batch.public_id}:{former.record_id}:{former.field}"
    content = unseal(bytes(former.content), ring=file_keys(), belongs_to=belongs_to)
    return field_of(record, former.field).to_python(json.loads(content))
