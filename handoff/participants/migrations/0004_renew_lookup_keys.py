"""Write everyone's lookup keys anew: names in other scripts, nicknames and suffixes are read differently now."""

from collections import defaultdict

from django.db import migrations

from handoff.participants.lookup.rules.keys import FullName, keys_for

BATCH = 2_000


def renew_keys(apps, schema_editor):
    person_model = apps.get_model("participants", "Person")
    key_model = apps.get_model("participants", "LookupKey")
    others = defaultdict(list)
    stored = apps.get_model("participants", "PersonName").objects.values_list("person_id", "first_name", "last_name")
    for person_id, first, last in stored:
        others[person_id].append((first, last))
    key_model.objects.all().delete()
    people = person_model.objects.values_list(
        "pk", "program_id", "first_name", "last_name", "preferred_name", "date_of_birth"
    )
    rows = []
    for person_id, program_id, first, last, preferred, dob in list(people):
        names = [FullName(first, last), *([FullName(preferred, last)] if preferred else [])]
        names += [FullName(other_first or first, other_last or last) for other_first, other_last in others[person_id]]
        rows += [
            key_model(program_id=program_id, person_id=person_id, key=key) for key in sorted(keys_for(names, dob))
        ]
        if len(rows) > BATCH:
            key_model.objects.bulk_create(rows)
            rows = []
    key_model.objects.bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [("participants", "0003_plain_words")]
    operations = [migrations.RunPython(renew_keys, migrations.RunPython.noop)]
