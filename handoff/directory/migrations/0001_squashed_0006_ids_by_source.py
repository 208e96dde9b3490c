"""The tables of an empty database, written by scripts/squash_migrations.py."""

import django.db.models.deletion
import handoff.core.tables
import uuid
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('directory', '0001_initial'), ('directory', '0002_imports'), ('directory', '0003_provider_answers'), ('directory', '0004_different_services'), ('directory', '0005_column_mappings'), ('directory', '0006_ids_by_source')]

    initial = True

    dependencies = [
        ('programs', '0001_squashed_0012_look_back_days'),
    ]

    operations = [
        handoff.core.tables.CreateTables(
            tables=[migrations.CreateModel(
                name='Organization',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('name', models.CharField(max_length=200)),
                    ('description', models.TextField(blank=True)),
                    ('website', models.CharField(blank=True, max_length=300)),
                    ('email', models.CharField(blank=True, max_length=254)),
                    ('agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.agency')),
                    ('source_id', models.CharField(blank=True, max_length=100)),
                    ('source_name', models.CharField(blank=True, max_length=100)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('source_id', ''), _negated=True), fields=('program', 'source_name', 'source_id'), name='organization_source_once')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='Location',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('name', models.CharField(blank=True, max_length=200)),
                    ('address_1', models.CharField(blank=True, max_length=200)),
                    ('address_2', models.CharField(blank=True, max_length=200)),
                    ('city', models.CharField(blank=True, max_length=100)),
                    ('state', models.CharField(blank=True, max_length=20)),
                    ('postal_code', models.CharField(blank=True, max_length=20)),
                    ('neighborhood', models.CharField(blank=True, max_length=100)),
                    ('directions', models.CharField(blank=True, max_length=500)),
                    ('latitude', models.FloatField(blank=True, null=True)),
                    ('longitude', models.FloatField(blank=True, null=True)),
                    ('place_key', models.TextField(blank=True)),
                    ('source_id', models.CharField(blank=True, max_length=100)),
                    ('source_name', models.CharField(blank=True, max_length=100)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('source_id', ''), _negated=True), fields=('program', 'source_name', 'source_id'), name='location_source_once')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='DirectoryImport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('source_name', models.CharField(max_length=100)),
                    ('entries', models.JSONField(default=list)),
                    ('table', models.JSONField(blank=True, default=list)),
                    ('columns', models.JSONField(blank=True, default=dict)),
                    ('faults', models.JSONField(blank=True, default=list)),
                    ('before', models.JSONField(blank=True, default=dict)),
                    ('result', models.JSONField(blank=True, default=dict)),
                    ('read_at', models.DateTimeField()),
                    ('read_by_id', models.BigIntegerField(null=True)),
                    ('imported_at', models.DateTimeField(null=True)),
                    ('undone_at', models.DateTimeField(null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['program', 'read_at'], name='import_by_time')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('undone_at__isnull', True), ('imported_at__isnull', False), _connector='OR'), name='import_undone_after_import')],
                },
            ), migrations.CreateModel(
                name='Service',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='services', to='directory.organization')),
                    ('name', models.CharField(max_length=200)),
                    ('alternate_name', models.CharField(blank=True, max_length=200)),
                    ('description', models.TextField(blank=True)),
                    ('status', models.CharField(choices=[('active', 'Open'), ('inactive', 'Not offered now'), ('temporarily closed', 'Temporarily closed'), ('defunct', 'Closed or moved away')], default='active', max_length=20)),
                    ('alert', models.CharField(blank=True, max_length=500)),
                    ('url', models.CharField(blank=True, max_length=300)),
                    ('email', models.CharField(blank=True, max_length=254)),
                    ('eligibility', models.TextField(blank=True)),
                    ('minimum_age', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('maximum_age', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('fees', models.TextField(blank=True)),
                    ('how_to_apply', models.TextField(blank=True)),
                    ('note', models.TextField(blank=True)),
                    ('search_key', models.TextField(blank=True)),
                    ('source_id', models.CharField(blank=True, max_length=100)),
                    ('source_name', models.CharField(blank=True, max_length=100)),
                    ('imported', models.JSONField(blank=True, default=dict)),
                    ('missing_since', models.DateField(blank=True, null=True)),
                    ('checked_on', models.DateField(blank=True, null=True)),
                    ('checked_by_id', models.BigIntegerField(null=True)),
                    ('added_at', models.DateTimeField()),
                    ('changed_at', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(fields=['program', 'status', 'name'], name='service_by_name'), models.Index(fields=['program', 'checked_on'], name='service_by_check')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='service_named'), models.CheckConstraint(condition=models.Q(('minimum_age__isnull', True), ('maximum_age__isnull', True), ('maximum_age__gte', models.F('minimum_age')), _connector='OR'), name='service_ages_in_order'), models.UniqueConstraint(condition=models.Q(('source_id', ''), _negated=True), fields=('program', 'source_name', 'source_id'), name='service_source_once')],
                },
            ), migrations.CreateModel(
                name='ServiceNeed',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='needs', to='directory.service')),
                    ('kind', models.CharField(choices=[('housing', 'A place to stay'), ('food', 'Food'), ('phone', 'A phone'), ('identity', 'ID and documents'), ('benefits', 'Benefits and income'), ('work', 'Work or training'), ('transport', 'Transportation'), ('health', 'Health care'), ('mental_health', 'Mental health'), ('substance_use', 'Substance use help'), ('medication', 'Medication for opioid use'), ('harm_reduction', 'Harm reduction supplies'), ('naloxone', 'Naloxone'), ('legal', 'Legal help'), ('safety', 'Safety from someone'), ('family', 'Family and children'), ('peer_support', "Someone to talk to who's been there")], max_length=20)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('service', 'kind'), name='service_need_once')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='ServiceLanguage',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='languages', to='directory.service')),
                    ('code', models.CharField(max_length=40)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('service', 'code'), name='service_language_once')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='ServiceAtLocation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='directory.service')),
                    ('location', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='services', to='directory.location')),
                    ('source_id', models.CharField(blank=True, max_length=100)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('service', 'location'), name='service_location_once')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='Schedule',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='schedules', to='directory.service')),
                    ('weekdays', models.CharField(blank=True, max_length=20)),
                    ('weeks', models.CharField(blank=True, max_length=9)),
                    ('opens_at', models.TimeField(blank=True, null=True)),
                    ('closes_at', models.TimeField(blank=True, null=True)),
                    ('valid_from', models.DateField(blank=True, null=True)),
                    ('valid_to', models.DateField(blank=True, null=True)),
                    ('description', models.CharField(blank=True, max_length=300)),
                    ('source_id', models.CharField(blank=True, max_length=100)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closes_at__isnull', True), ('opens_at__isnull', True)), models.Q(('closes_at__isnull', False), ('opens_at__isnull', False), models.Q(('weekdays', ''), _negated=True)), _connector='OR'), name='schedule_days_and_both_times'), models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='schedule_dates_in_order')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='Phone',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phones', to='directory.service')),
                    ('number', models.CharField(max_length=120)),
                    ('extension', models.CharField(blank=True, max_length=20)),
                    ('kind', models.CharField(choices=[('voice', 'Phone'), ('text', 'Text message'), ('fax', 'Fax'), ('textphone', 'TTY')], default='voice', max_length=10)),
                    ('description', models.CharField(blank=True, max_length=200)),
                    ('source_id', models.CharField(blank=True, max_length=100)),
                ],
                options={
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='CostOption',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='costs', to='directory.service')),
                    ('option', models.CharField(max_length=200)),
                    ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True)),
                    ('source_id', models.CharField(blank=True, max_length=100)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('amount__isnull', True), ('amount__gte', Decimal('0')), _connector='OR'), name='cost_not_negative')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='DifferentServices',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('one', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.service')),
                    ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.service')),
                    ('said_at', models.DateTimeField()),
                    ('said_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('one', 'other'), name='different_services_once'), models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='different_services_in_order')],
                    'indexes': [],
                },
            )],
        ),
    ]
