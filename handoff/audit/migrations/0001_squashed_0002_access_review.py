"""The tables of an empty database, written by scripts/squash_migrations.py."""

import handoff.core.tables
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('audit', '0001_initial'), ('audit', '0002_access_review')]

    initial = True

    dependencies = [
    ]

    operations = [
        handoff.core.tables.CreateTables(
            tables=[migrations.CreateModel(
                name='AuditChain',
                fields=[
                    ('program_id', models.BigIntegerField(primary_key=True, serialize=False)),
                    ('length', models.BigIntegerField(default=0)),
                    ('head', models.CharField(blank=True, max_length=64)),
                ],
                options={
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='AuditEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program_id', models.BigIntegerField()),
                    ('number', models.BigIntegerField()),
                    ('at', models.DateTimeField()),
                    ('user_id', models.BigIntegerField(null=True)),
                    ('username', models.CharField(max_length=150)),
                    ('action', models.CharField(max_length=60)),
                    ('subject', models.CharField(blank=True, max_length=80)),
                    ('reason', models.CharField(blank=True, max_length=200)),
                    ('outcome', models.CharField(default='done', max_length=20)),
                    ('details', models.JSONField(default=dict)),
                    ('address', models.CharField(blank=True, max_length=45)),
                    ('previous', models.CharField(blank=True, max_length=64)),
                    ('hash', models.CharField(max_length=64)),
                ],
                options={
                    'indexes': [models.Index(fields=['program_id', 'subject'], name='audit_subject'), models.Index(fields=['program_id', 'user_id'], name='audit_user'), models.Index(fields=['program_id', 'at'], name='audit_when')],
                    'constraints': [models.UniqueConstraint(fields=('program_id', 'number'), name='audit_number_once')],
                },
            ), migrations.CreateModel(
                name='AccessReview',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program_id', models.BigIntegerField()),
                    ('week_starts_on', models.DateField()),
                    ('findings', models.PositiveIntegerField()),
                    ('note', models.CharField(blank=True, max_length=500)),
                    ('reviewed_at', models.DateTimeField()),
                    ('reviewed_by_id', models.BigIntegerField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('program_id', 'week_starts_on'), name='week_reviewed_once')],
                    'indexes': [],
                },
            )],
        ),
    ]
