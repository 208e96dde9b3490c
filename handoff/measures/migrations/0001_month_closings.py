import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("programs", "0009_agency_head_counts"),
    ]

    operations = [
        migrations.CreateModel(
            name="MonthClosing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("month", models.DateField()),
                ("number", models.PositiveSmallIntegerField()),
                ("figures", models.JSONField()),
                ("closed_at", models.DateTimeField()),
                ("closed_by_id", models.BigIntegerField(null=True)),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programs.program"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("program", "month", "number"), name="month_revision_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="month_revision_from_1"
                    ),
                ],
            },
        ),
    ]
