"""The tables of an empty database, written by scripts/squash_migrations.py."""

import django.db.models.deletion
import handoff.core.tables
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('measures', '0001_month_closings'), ('measures', '0002_saved_views'), ('measures', '0003_settled_findings')]

    initial = True

    dependencies = [
        ('participants', '0001_squashed_0006_cover'),
        ('programs', '0001_squashed_0009_agency_head_counts'),
    ]

    operations = [
        handoff.core.tables.CreateTables(
            tables=[migrations.CreateModel(
                name='MonthClosing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('month', models.DateField()),
                    ('number', models.PositiveSmallIntegerField()),
                    ('figures', models.JSONField()),
                    ('closed_at', models.DateTimeField()),
                    ('closed_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('program', 'month', 'number'), name='month_revision_once'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='month_revision_from_1')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='SavedView',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('name', models.CharField(max_length=60)),
                    ('query', models.CharField(blank=True, max_length=3000)),
                    ('saved_at', models.DateTimeField()),
                    ('saved_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'ordering': ['name', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('program', 'name'), name='database_view_once'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='database_view_has_a_name')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='SettledFinding',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='settled_findings', to='participants.person')),
                    ('check_key', models.CharField(max_length=20)),
                    ('why', models.CharField(choices=[('cant_be_had', "Checked: it can't be had"), ('right', "Checked: it's right as it is")], max_length=15)),
                    ('seen', models.CharField(max_length=64)),
                    ('settled_at', models.DateTimeField()),
                    ('settled_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['program', 'check_key'], name='settled_by_check')],
                    'constraints': [],
                },
            )],
        ),
    ]
