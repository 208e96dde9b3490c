"""Retention rules take two people; quarters made public are frozen. Rules of older releases stay in effect."""

import uuid

from django.db import migrations, models


def keep_old_rules(apps, schema_editor):
    """Give each old rule its own ID and its day as the day of approval; no second person approved it."""
    RetentionRule = apps.get_model("records", "RetentionRule")
    for rule in RetentionRule.objects.all():
        rule.public_id, rule.approved_at = uuid.uuid4(), rule.made_at
        rule.save(update_fields=["public_id", "approved_at"])


class Migration(migrations.Migration):

    dependencies = [
        ("programs", "0001_initial"),
        ("records", "0002_plain_words"),
    ]

    operations = [
        migrations.AddField("retentionrule", "approved_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("retentionrule", "approved_by_id", models.BigIntegerField(blank=True, null=True)),
        migrations.AddField("retentionrule", "public_id", models.UUIDField(editable=False, null=True)),
        migrations.RunPython(keep_old_rules, migrations.RunPython.noop),
    ]
