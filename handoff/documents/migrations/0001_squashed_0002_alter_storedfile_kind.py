"""The tables of an empty database, written by scripts/squash_migrations.py."""

import handoff.core.tables
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('documents', '0001_initial'), ('documents', '0002_alter_storedfile_kind')]

    initial = True

    dependencies = [
    ]

    operations = [
        handoff.core.tables.CreateTables(
            tables=[migrations.CreateModel(
                name='StoredFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program_id', models.BigIntegerField()),
                    ('kind', models.CharField(choices=[('roi_scan', 'ROI scan'), ('agreement', 'agreement'), ('legal_order', 'legal order')], max_length=20)),
                    ('media_type', models.CharField(max_length=40)),
                    ('storage_name', models.CharField(max_length=80, unique=True)),
                    ('size', models.PositiveIntegerField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('stored_at', models.DateTimeField()),
                    ('stored_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['program_id', 'kind'], name='file_program_kind')],
                    'constraints': [],
                },
            )],
        ),
    ]
