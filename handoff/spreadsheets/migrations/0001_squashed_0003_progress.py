"""The tables of an empty database, written by scripts/squash_migrations.py."""

import django.db.models.deletion
import handoff.core.tables
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('spreadsheets', '0001_column_mappings'), ('spreadsheets', '0002_import_batches'), ('spreadsheets', '0003_progress')]

    initial = True

    dependencies = [
        ('programs', '0001_squashed_0012_look_back_days'),
    ]

    operations = [
        handoff.core.tables.CreateTables(
            tables=[migrations.CreateModel(
                name='ColumnMapping',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('kind', models.CharField(max_length=30)),
                    ('source_name', models.CharField(max_length=100)),
                    ('headings', models.JSONField()),
                    ('saved_at', models.DateTimeField()),
                    ('saved_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('program', 'kind', 'source_name'), name='columns_once_per_source'), models.CheckConstraint(condition=models.Q(('source_name', ''), _negated=True), name='columns_name_their_source')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='ImportBatch',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('kind', models.CharField(max_length=30)),
                    ('source_name', models.CharField(max_length=100)),
                    ('digest', models.CharField(max_length=64)),
                    ('counts', models.JSONField(blank=True, default=dict)),
                    ('read_at', models.DateTimeField()),
                    ('read_by_id', models.BigIntegerField(null=True)),
                    ('imported_at', models.DateTimeField(null=True)),
                    ('imported_by_id', models.BigIntegerField(null=True)),
                    ('undone_at', models.DateTimeField(null=True)),
                    ('undone_by_id', models.BigIntegerField(null=True)),
                    ('undo_counts', models.JSONField(blank=True, default=dict)),
                    ('rows_done', models.PositiveIntegerField(default=0)),
                    ('rows_of', models.PositiveIntegerField(default=0)),
                    ('sending_at', models.DateTimeField(null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['program', 'kind', 'read_at'], name='batch_by_time')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('undone_at__isnull', True), ('imported_at__isnull', False), _connector='OR'), name='batch_undone_after_import'), models.UniqueConstraint(condition=models.Q(('imported_at__isnull', False), ('undone_at__isnull', True)), fields=('program', 'kind', 'digest'), name='file_imported_once')],
                },
            ), migrations.CreateModel(
                name='UploadedTable',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('batch', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='table', to='spreadsheets.importbatch')),
                    ('content', models.BinaryField()),
                    ('columns', models.JSONField(blank=True, default=dict)),
                ],
                options={
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='ImportedRecord',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='records', to='spreadsheets.importbatch')),
                    ('table', models.CharField(max_length=60)),
                    ('record_id', models.CharField(max_length=40)),
                    ('is_added', models.BooleanField()),
                    ('fingerprint', models.CharField(blank=True, max_length=64)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('batch', 'table', 'record_id'), name='record_once_in_a_batch')],
                    'indexes': [],
                },
            )],
        ),
    ]
