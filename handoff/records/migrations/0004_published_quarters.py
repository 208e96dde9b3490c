import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("programs", "0001_initial"),
        ("records", "0003_two_people_for_a_rule"),
    ]

    operations = [
        migrations.AlterField(
            model_name="retentionrule",
            name="public_id",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AddConstraint(
            model_name="retentionrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("approved_by_id__isnull", True))
                | models.Q(models.Q(("approved_by_id", models.F("made_by_id")), _negated=True), ("approved_at__isnull", False)),
                name="retention_rule_takes_two_people",
            ),
        ),
        migrations.CreateModel(
            name="PublishedQuarter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField()),
                ("counts", models.JSONField()),
                ("total", models.PositiveIntegerField(null=True)),
                ("published_at", models.DateTimeField()),
                ("published_by_id", models.BigIntegerField(null=True)),
                ("program", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programs.program")),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=("program", "starts_on"), name="quarter_published_once"),
                ],
            },
        ),
    ]
