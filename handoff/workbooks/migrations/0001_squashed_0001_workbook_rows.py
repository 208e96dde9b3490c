"""The tables of an empty database, written by scripts/squash_migrations.py."""

import django.db.models.deletion
import handoff.core.tables
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('workbooks', '0001_workbook_rows')]

    initial = True

    dependencies = [
        ('participants', '0001_squashed_0006_cover'),
        ('programs', '0001_squashed_0012_look_back_days'),
        ('referrals', '0001_squashed_0012_referral_by_day'),
        ('spreadsheets', '0001_squashed_0003_progress'),
    ]

    operations = [
        handoff.core.tables.CreateTables(
            tables=[migrations.CreateModel(
                name='WorkbookAnswer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='workbook_answers', to='spreadsheets.importbatch')),
                    ('key', models.CharField(max_length=64)),
                    ('value', models.CharField(max_length=64)),
                    ('answered_at', models.DateTimeField()),
                    ('answered_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('batch', 'key'), name='workbook_answer_once'), models.CheckConstraint(condition=models.Q(('value', ''), _negated=True), name='workbook_answer_not_blank')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='WorkbookRow',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('source_name', models.CharField(max_length=100)),
                    ('identity', models.CharField(max_length=64)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='workbook_rows', to='participants.person')),
                    ('referral', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='workbook_rows', to='referrals.referral')),
                    ('prints', models.JSONField(default=dict)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('program', 'source_name', 'identity'), name='workbook_row_once_per_source')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='FormerValue',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='spreadsheets.importbatch')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='participants.person')),
                    ('table', models.CharField(max_length=60)),
                    ('record_id', models.CharField(max_length=40)),
                    ('field', models.CharField(max_length=40)),
                    ('content', models.BinaryField()),
                    ('written', models.CharField(max_length=64)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('batch', 'table', 'record_id', 'field'), name='former_value_once_in_a_batch')],
                    'indexes': [],
                },
            )],
        ),
    ]
