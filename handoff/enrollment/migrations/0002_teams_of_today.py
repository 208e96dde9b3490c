"""Put existing workers, and staff who started an intake, on the person's team."""

from django.db import migrations


def join(apps, schema_editor):
    member = apps.get_model("participants", "TeamMember")
    enrolled = apps.get_model("enrollment", "Enrollment").objects.filter(primary_worker_id__isnull=False)
    begun = apps.get_model("enrollment", "Intake").objects.filter(started_by_id__isnull=False)
    rows = [
        *(("worker", each.person_id, each.primary_worker_id, each.enrolled_at) for each in enrolled.iterator()),
        *(("intake", each.person_id, each.started_by_id, each.started_at) for each in begun.iterator()),
    ]
    member.objects.bulk_create(
        [
            member(person_id=person, user_id=user, why=why, starts_at=since)
            for why, person, user, since in rows
        ],
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("enrollment", "0001_initial"),
        ("participants", "0002_team_and_openings"),
    ]

    operations = [migrations.RunPython(join, migrations.RunPython.noop)]
