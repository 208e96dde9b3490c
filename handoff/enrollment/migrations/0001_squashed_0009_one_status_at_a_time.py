"""The tables of an empty database, written by scripts/squash_migrations.py."""

import django.db.models.deletion
import handoff.core.constraints
import handoff.core.tables
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('enrollment', '0001_initial'), ('enrollment', '0002_teams_of_today'), ('enrollment', '0003_intakes_completed'), ('enrollment', '0004_intake_update'), ('enrollment', '0005_question_link'), ('enrollment', '0006_started_by_a_partner'), ('enrollment', '0007_safety_events'), ('enrollment', '0008_look_backs'), ('enrollment', '0009_one_status_at_a_time')]

    initial = True

    dependencies = [
        ('participants', '0001_squashed_0006_cover'),
        ('programs', '0001_squashed_0012_look_back_days'),
        ('referrals', '0001_squashed_0012_referral_by_day'),
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
                name='SafetyEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='safety_events', to='participants.person')),
                    ('kind', models.CharField(choices=[('overdose', 'Overdose they survived'), ('reversal', "They reversed someone else's overdose"), ('death', 'Death')], max_length=10)),
                    ('happened_on', models.DateField()),
                    ('is_about', models.BooleanField(default=False)),
                    ('naloxone', models.CharField(blank=True, choices=[('given', 'Naloxone was given'), ('not_given', 'No naloxone was given'), ('unknown', 'Not known')], max_length=10)),
                    ('cause', models.CharField(blank=True, choices=[('overdose', 'Overdose'), ('other', 'Something else'), ('unknown', 'Not known')], max_length=10)),
                    ('source', models.CharField(choices=[('participant', 'They said so'), ('family', 'Family or someone close'), ('worker', 'A worker was there'), ('provider', 'A hospital or provider'), ('responder', 'EMS, fire, or police'), ('record', 'A death certificate or an obituary'), ('other', 'Someone else')], max_length=15)),
                    ('is_confirmed', models.BooleanField()),
                    ('words', models.CharField(blank=True, max_length=500)),
                    ('recorded_at', models.DateTimeField()),
                    ('recorded_by_id', models.BigIntegerField(null=True)),
                    ('corrects', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='enrollment.safetyevent')),
                    ('removed_at', models.DateTimeField(null=True)),
                    ('removed_by_id', models.BigIntegerField(null=True)),
                    ('key', models.CharField(max_length=64, unique=True)),
                ],
                options={
                    'ordering': ['happened_on', 'pk'],
                    'indexes': [models.Index(fields=['program', 'happened_on'], name='safety_event_by_day')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='safety_event_key_not_blank'), models.CheckConstraint(condition=models.Q(models.Q(('cause', ''), ('kind', 'overdose'), models.Q(('naloxone', ''), _negated=True)), models.Q(('kind', 'death'), ('naloxone', ''), models.Q(('cause', ''), _negated=True)), models.Q(('cause', ''), ('kind', 'reversal'), ('naloxone', '')), _connector='OR'), name='safety_event_says_what_its_kind_asks')],
                },
            ), migrations.CreateModel(
                name='LookBack',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='look_backs', to='participants.person')),
                    ('kind', models.CharField(choices=[('arrest', 'Arrest or citation'), ('booking', 'Jail booking'), ('ed_visit', 'Emergency department visit'), ('ambulance', 'Ambulance call'), ('medication', 'Medication for opioid use')], max_length=15)),
                    ('first_on', models.DateField()),
                    ('last_on', models.DateField()),
                    ('days', models.JSONField(default=list)),
                    ('source', models.CharField(max_length=100)),
                    ('recorded_at', models.DateTimeField()),
                    ('recorded_by_id', models.BigIntegerField(null=True)),
                    ('removed_at', models.DateTimeField(null=True)),
                    ('removed_by_id', models.BigIntegerField(null=True)),
                    ('key', models.CharField(max_length=64, unique=True)),
                ],
                options={
                    'ordering': ['kind', 'first_on', 'pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='look_back_key_not_blank'), models.CheckConstraint(condition=models.Q(('last_on__gte', models.F('first_on'))), name='look_back_in_order')],
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
                name='SafetyReview',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='enrollment.safetyevent')),
                    ('held_on', models.DateField()),
                    ('attendees', models.JSONField(default=list)),
                    ('helped', models.TextField(blank=True)),
                    ('learned', models.TextField()),
                    ('recorded_at', models.DateTimeField()),
                    ('recorded_by_id', models.BigIntegerField(null=True)),
                    ('key', models.CharField(max_length=64, unique=True)),
                ],
                options={
                    'ordering': ['held_on', 'pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='safety_review_key_not_blank')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='SafetyAction',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='enrollment.safetyevent')),
                    ('words', models.CharField(max_length=300)),
                    ('owner_id', models.BigIntegerField()),
                    ('due_on', models.DateField()),
                    ('recorded_at', models.DateTimeField()),
                    ('recorded_by_id', models.BigIntegerField(null=True)),
                    ('done_at', models.DateTimeField(null=True)),
                    ('done_by_id', models.BigIntegerField(null=True)),
                    ('key', models.CharField(max_length=64, unique=True)),
                ],
                options={
                    'ordering': ['due_on', 'pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='safety_action_key_not_blank')],
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
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ends_at__isnull', True)), fields=('enrollment',), name='one_open_status_per_enrollment'), handoff.core.constraints.PeriodsDoNotOverlap(ends='ends_at', name='one_status_at_a_time', owner='enrollment', starts='starts_at'), models.CheckConstraint(condition=models.Q(('ends_at__isnull', True), ('ends_at__gte', models.F('starts_at')), _connector='OR'), name='status_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'active'), ('reason', '')), models.Q(('status', 'inactive'), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='inactive_has_a_reason')],
                },
            )],
        ),
    ]
