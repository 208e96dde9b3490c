"""Head counts of agencies over time; the number that an agency had so far counts from the program's first day on."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


def keep_numbers(apps, schema_editor):
    agencies = apps.get_model("programs", "Agency").objects.filter(
        kind="law_enforcement", sworn_officers__gt=0
    )
    counts = apps.get_model("programs", "AgencyHeadCount").objects
    for agency in agencies.select_related("program"):
        began_at = agency.program.created_at
        counts.create(
            agency=agency,
            counted_on=began_at.date(),
            officers=agency.sworn_officers,
            recorded_at=began_at,
            recorded_by_id=None,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0008_caseloads"),
    ]

    operations = [
        migrations.CreateModel(
            name="AgencyHeadCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("counted_on", models.DateField()),
                ("officers", models.PositiveIntegerField()),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by_id", models.BigIntegerField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="head_counts",
                        to="programs.agency",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "counted_on"], name="head_count_by_day")],
            },
        ),
        migrations.RunPython(keep_numbers, migrations.RunPython.noop),
    ]
