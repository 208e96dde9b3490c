"""The tables of an empty database, written by scripts/squash_migrations.py."""

import django.db.models.deletion
import handoff.core.tables
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('enrollment', '0001_initial'), ('enrollment', '0002_teams_of_today'), ('enrollment', '0003_intakes_completed'), ('enrollment', '0004_intake_update'), ('enrollment', '0005_question_link'), ('enrollment', '0006_started_by_a_partner')]

    initial = True

    dependencies = [
        ('participants', '0001_squashed_0006_cover'),
        ('programs', '0001_squashed_0010_alter_agency_kind'),
        ('referrals', '0001_squashed_0011_past_referral'),
    ]

    operations = [
        handoff.core.tables.CreateTables(
            tables=[migrations.CreateModel(
                name='Intake',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('referral', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='intake', to='referrals.referral')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='intakes', to='participants.person')),
                    ('handoff', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referrals.handoffrecord')),
                    ('answers', models.JSONField(blank=True, default=dict)),
                    ('sections_done', models.JSONField(blank=True, default=list)),
                    ('appointment_at', models.DateTimeField(blank=True, null=True)),
                    ('appointment_place', models.CharField(blank=True, max_length=200)),
                    ('transport', models.CharField(blank=True, max_length=200)),
                    ('started_at', models.DateTimeField()),
                    ('started_by_id', models.BigIntegerField(null=True)),
                    ('saved_at', models.DateTimeField()),
                    ('completed_at', models.DateTimeField(blank=True, null=True)),
                    ('completed_by_id', models.BigIntegerField(blank=True, null=True)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('completed_at__isnull', True), ('completed_by_id__isnull', True)), ('completed_at__isnull', False), _connector='OR'), name='intake_completed_by_and_when')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='QuestionLink',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='question_links', to='referrals.referral')),
                    ('token_digest', models.CharField(max_length=64, unique=True)),
                    ('made_at', models.DateTimeField()),
                    ('made_by_id', models.BigIntegerField(null=True)),
                    ('ends_at', models.DateTimeField()),
                    ('wrong_tries', models.PositiveSmallIntegerField(default=0)),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gte', models.F('made_at'))), name='question_link_in_order')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='IntakeUpdate',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('intake', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='updates', to='enrollment.intake')),
                    ('section', models.CharField(max_length=40)),
                    ('answers', models.JSONField()),
                    ('recorded_at', models.DateTimeField()),
                    ('recorded_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['intake', 'recorded_at'], name='intake_update_by_time')],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='Enrollment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrollments', to='programs.program')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrollments', to='participants.person')),
                    ('intake', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='enrollment', to='enrollment.intake')),
                    ('enrolled_at', models.DateTimeField()),
                    ('enrolled_on', models.DateField()),
                    ('primary_worker_id', models.BigIntegerField(null=True)),
                    ('criteria_met', models.JSONField(default=list)),
                    ('criteria_number', models.PositiveIntegerField(null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('program', 'person'), name='one_enrollment_per_person')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='StatusPeriod',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('enrollment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='status_periods', to='enrollment.enrollment')),
                    ('status', models.CharField(choices=[('active', 'Active'), ('inactive', 'Inactive')], max_length=10)),
                    ('reason', models.CharField(blank=True, choices=[('moved', 'Moved away'), ('deceased', 'Deceased'), ('incarcerated', 'Incarcerated'), ('out_of_touch', 'Out of touch'), ('stable', 'Stable with no current needs'), ('achieved_goals', 'Achieved their goals'), ('no_longer_wants', 'No longer wants services')], max_length=20)),
                    ('note', models.CharField(blank=True, max_length=300)),
                    ('starts_at', models.DateTimeField()),
                    ('ends_at', models.DateTimeField(blank=True, null=True)),
                    ('recorded_at', models.DateTimeField()),
                    ('recorded_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['status', 'ends_at'], name='status_now')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ends_at__isnull', True)), fields=('enrollment',), name='one_open_status_per_enrollment'), models.CheckConstraint(condition=models.Q(('ends_at__isnull', True), ('ends_at__gte', models.F('starts_at')), _connector='OR'), name='status_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'active'), ('reason', '')), models.Q(('status', 'inactive'), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='inactive_has_a_reason')],
                },
            )],
        ),
    ]
