"""The tables of an empty database, written by scripts/squash_migrations.py."""

import django.db.models.deletion
import handoff.core.tables
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('programs', '0001_initial'), ('programs', '0002_plain_words'), ('programs', '0003_hospital_and_jail'), ('programs', '0004_approval'), ('programs', '0005_field_instructions'), ('programs', '0006_directory_check_days'), ('programs', '0007_mobile_crisis_teams'), ('programs', '0008_caseloads'), ('programs', '0009_agency_head_counts'), ('programs', '0010_preparation_marks'), ('programs', '0011_defender_and_court'), ('programs', '0012_look_back_days')]

    initial = True

    dependencies = [
        ('documents', '0001_squashed_0002_alter_storedfile_kind'),
    ]

    operations = [
        handoff.core.tables.CreateTables(
            tables=[migrations.CreateModel(
                name='Program',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('slug', models.SlugField(max_length=40, unique=True)),
                    ('name', models.CharField(max_length=120)),
                    ('jurisdiction', models.CharField(max_length=120)),
                    ('state', models.CharField(default='NC', max_length=2)),
                    ('county_fips', models.CharField(blank=True, max_length=5)),
                    ('residence_rule', models.CharField(blank=True, max_length=300)),
                    ('demographics', models.JSONField(blank=True, default=dict)),
                    ('time_zone', models.CharField(default='America/New_York', max_length=40)),
                    ('languages', models.JSONField(default=list)),
                    ('phone', models.CharField(max_length=40)),
                    ('text_number', models.CharField(blank=True, max_length=40)),
                    ('email', models.EmailField(blank=True, max_length=254)),
                    ('address', models.CharField(blank=True, max_length=200)),
                    ('card_message', models.CharField(blank=True, max_length=300)),
                    ('card_message_es', models.CharField(blank=True, max_length=300)),
                    ('is_demo', models.BooleanField(default=False)),
                    ('created_at', models.DateTimeField()),
                ],
                options={
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='PolicyVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='policies', to='programs.program')),
                    ('number', models.PositiveIntegerField()),
                    ('effective_on', models.DateField()),
                    ('intake_window_days', models.PositiveSmallIntegerField(default=14)),
                    ('contact_due_hours', models.PositiveSmallIntegerField(default=48)),
                    ('remind_before_days', models.PositiveSmallIntegerField(default=3)),
                    ('staffing_every_days', models.PositiveSmallIntegerField(default=14)),
                    ('caseload_full_time', models.PositiveSmallIntegerField(default=20)),
                    ('caseload_part_time', models.PositiveSmallIntegerField(default=10)),
                    ('caseload_ceiling', models.PositiveSmallIntegerField(default=25)),
                    ('weight_intensive', models.PositiveSmallIntegerField(default=150)),
                    ('weight_light', models.PositiveSmallIntegerField(default=50)),
                    ('silent_days', models.PositiveSmallIntegerField(default=14)),
                    ('out_of_touch_days', models.PositiveSmallIntegerField(default=30)),
                    ('declined_kept_days', models.PositiveSmallIntegerField(default=365)),
                    ('roi_days', models.PositiveSmallIntegerField(default=365)),
                    ('directory_check_days', models.PositiveSmallIntegerField(default=180)),
                    ('look_back_days', models.PositiveSmallIntegerField(default=180)),
                    ('made_at', models.DateTimeField()),
                    ('made_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('program', 'number'), name='policy_number_once'), models.CheckConstraint(condition=models.Q(('intake_window_days__gte', 7), ('intake_window_days__lte', 28)), name='policy_window_1_to_4_weeks'), models.CheckConstraint(condition=models.Q(('roi_days__gte', 1), ('roi_days__lte', 365)), name='policy_roi_at_most_a_year'), models.CheckConstraint(condition=models.Q(('caseload_full_time__gte', 1), ('caseload_full_time__lte', 25)), name='policy_caseload_1_to_25')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='Agency',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agencies', to='programs.program')),
                    ('kind', models.CharField(choices=[('law_enforcement', 'Law enforcement agency'), ('district_attorney', "District attorney's office"), ('community_corrections', 'Probation and parole'), ('case_management', 'Case management or peer support agency'), ('treatment', 'Treatment provider'), ('community', 'Community resource'), ('lme_mco', 'LME/MCO'), ('hospital_ems', 'Hospital or EMS'), ('mobile_crisis', 'Mobile crisis team'), ('jail', 'Jail'), ('defender', 'Public defender or defense lawyer'), ('court', 'Court')], max_length=30)),
                    ('name', models.CharField(max_length=120)),
                    ('phone', models.CharField(blank=True, max_length=40)),
                    ('email', models.EmailField(blank=True, max_length=254)),
                    ('address', models.CharField(blank=True, max_length=200)),
                    ('sworn_officers', models.PositiveIntegerField(blank=True, null=True)),
                    ('takes_handoffs_all_hours', models.BooleanField(default=False)),
                    ('approval', models.CharField(choices=[('usual', "As usual: law enforcement and the DA's office do"), ('yes', 'Yes'), ('no', 'No')], default='usual', max_length=10)),
                    ('is_active', models.BooleanField(default=True)),
                ],
                options={
                    'verbose_name_plural': 'agencies',
                    'constraints': [models.UniqueConstraint(fields=('program', 'name'), name='agency_name_once')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='OpenHours',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='open_hours', to='programs.program')),
                    ('weekday', models.PositiveSmallIntegerField()),
                    ('opens_at', models.TimeField()),
                    ('closes_at', models.TimeField()),
                ],
                options={
                    'verbose_name_plural': 'open hours',
                    'constraints': [models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='open_hours_weekday'), models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='open_hours_in_order')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='Closure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='closures', to='programs.program')),
                    ('day', models.DateField()),
                    ('name', models.CharField(max_length=80)),
                    ('is_open', models.BooleanField(default=False)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('program', 'day'), name='closure_day_once')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='OnCallShift',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='on_call_shifts', to='programs.program')),
                    ('user_id', models.BigIntegerField()),
                    ('name', models.CharField(max_length=120)),
                    ('phone', models.CharField(max_length=40)),
                    ('starts_at', models.DateTimeField()),
                    ('ends_at', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(fields=['program', 'starts_at'], name='shift_program_start')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='shift_in_order')],
                },
            ), migrations.CreateModel(
                name='Script',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scripts', to='programs.program')),
                    ('language', models.CharField(max_length=5)),
                    ('text', models.TextField()),
                    ('effective_at', models.DateTimeField()),
                    ('made_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='FieldInstruction',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='field_instructions', to='programs.program')),
                    ('form', models.CharField(max_length=60)),
                    ('field', models.CharField(max_length=60)),
                    ('language', models.CharField(max_length=5)),
                    ('text', models.CharField(blank=True, max_length=300)),
                    ('effective_at', models.DateTimeField()),
                    ('made_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['program', 'effective_at'], name='instruction_by_time')],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='IntakeQuestion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='intake_questions', to='programs.program')),
                    ('section', models.CharField(max_length=30)),
                    ('text', models.CharField(max_length=200)),
                    ('text_es', models.CharField(blank=True, max_length=200)),
                    ('answer_kind', models.CharField(choices=[('text', 'Short answer'), ('yes_no', 'Yes, no, or unknown'), ('choice', 'One from a list')], default='text', max_length=10)),
                    ('choices', models.JSONField(blank=True, default=list)),
                    ('is_active', models.BooleanField(default=True)),
                    ('position', models.PositiveSmallIntegerField(default=0)),
                ],
                options={
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='PreparationMark',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='preparation_marks', to='programs.program')),
                    ('key', models.CharField(max_length=30)),
                    ('is_done', models.BooleanField()),
                    ('note', models.CharField(blank=True, max_length=300)),
                    ('marked_at', models.DateTimeField()),
                    ('marked_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='AgencyHeadCount',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('agency', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='head_counts', to='programs.agency')),
                    ('counted_on', models.DateField()),
                    ('officers', models.PositiveIntegerField()),
                    ('recorded_at', models.DateTimeField()),
                    ('recorded_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['agency', 'counted_on'], name='head_count_by_day')],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='AgencyContact',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('agency', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='programs.agency')),
                    ('name', models.CharField(max_length=120)),
                    ('job', models.CharField(blank=True, max_length=120)),
                    ('phone', models.CharField(blank=True, max_length=40)),
                    ('email', models.EmailField(blank=True, max_length=254)),
                ],
                options={
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='AgencyService',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('agency', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='services', to='programs.agency')),
                    ('name', models.CharField(max_length=120)),
                    ('how_to_get_it', models.CharField(blank=True, max_length=300)),
                ],
                options={
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='AgencyAgreement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('agency', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agreements', to='programs.agency')),
                    ('kind', models.CharField(choices=[('mou', 'Memorandum of understanding'), ('data_sharing', 'Data-sharing agreement')], max_length=20)),
                    ('signed_on', models.DateField()),
                    ('expires_on', models.DateField(blank=True, null=True)),
                    ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='documents.storedfile')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('expires_on__isnull', True), ('expires_on__gt', models.F('signed_on')), _connector='OR'), name='agreement_ends_after_start')],
                    'indexes': [],
                },
            )],
        ),
    ]
