"""The tables of an empty database, written by scripts/squash_migrations.py."""

import django.db.models.deletion
import handoff.core.tables
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('staffing', '0001_initial'), ('staffing', '0002_team_recommendation'), ('staffing', '0003_plain_words'), ('staffing', '0004_charge_report'), ('staffing', '0005_meetings'), ('staffing', '0006_reports_of_files'), ('staffing', '0007_improvements'), ('staffing', '0008_agenda_changes')]

    initial = True

    dependencies = [
        ('charges', '0001_squashed_0006_dispositions'),
        ('participants', '0001_squashed_0006_cover'),
        ('programs', '0001_squashed_0009_agency_head_counts'),
    ]

    operations = [
        handoff.core.tables.CreateTables(
            tables=[migrations.CreateModel(
                name='TeamRecommendation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('charge', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recommendations', to='charges.newcharge')),
                    ('written_by_id', models.BigIntegerField()),
                    ('role', models.CharField(max_length=30)),
                    ('advice', models.CharField(choices=[('dismiss', 'Dismiss'), ('continue', 'Continue (postpone)'), ('pursue', 'Prosecute'), ('no_view', 'No opinion')], max_length=10)),
                    ('comment', models.CharField(blank=True, max_length=500)),
                    ('written_at', models.DateTimeField()),
                ],
                options={
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='ChargeDecision',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('charge', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='charges.newcharge')),
                    ('outcome', models.CharField(choices=[('dismiss', 'Dismissed'), ('continue', 'Continued (postponed)'), ('pursue', 'Prosecuted')], max_length=10)),
                    ('reason', models.CharField(blank=True, max_length=500)),
                    ('decided_at', models.DateTimeField()),
                    ('decided_by_id', models.BigIntegerField()),
                ],
                options={
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='ChargeReport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.agency')),
                    ('officer_id', models.BigIntegerField(null=True)),
                    ('first_name', models.CharField(blank=True, max_length=80)),
                    ('middle_name', models.CharField(blank=True, max_length=80)),
                    ('last_name', models.CharField(max_length=80)),
                    ('suffix', models.CharField(blank=True, max_length=10)),
                    ('date_of_birth', models.DateField(null=True)),
                    ('age', models.PositiveSmallIntegerField(null=True)),
                    ('offense_key', models.CharField(blank=True, max_length=60)),
                    ('title', models.CharField(max_length=160)),
                    ('statute', models.CharField(blank=True, max_length=40)),
                    ('how', models.CharField(choices=[('citation', 'Citation'), ('arrest', 'Arrest'), ('warrant', 'Warrant'), ('not_known', 'Not known')], max_length=10)),
                    ('incident_number', models.CharField(blank=True, max_length=40)),
                    ('occurred_on', models.DateField()),
                    ('occurred_at', models.DateTimeField(null=True)),
                    ('counts', models.PositiveSmallIntegerField(default=1)),
                    ('source_charge', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='report', to='charges.sourcecharge')),
                    ('is_correction', models.BooleanField(default=False)),
                    ('reported_at', models.DateTimeField()),
                    ('reported_by_id', models.BigIntegerField()),
                    ('key', models.CharField(max_length=64, unique=True)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='charge_report_key_not_blank')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='Improvement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('measure', models.CharField(choices=[('acceptance-rate', 'Acceptance rate'), ('decline-reasons', 'Reasons for “not now”'), ('enrollment-rate', 'Enrollment rate'), ('demographics', 'Who is reached'), ('officers-who-referred', 'Officers who referred'), ('charges-of-active-participants', 'Charges among active participants')], max_length=40)),
                    ('month', models.DateField()),
                    ('count', models.PositiveIntegerField()),
                    ('whole', models.PositiveIntegerField(null=True)),
                    ('decision', models.CharField(max_length=300)),
                    ('decided_on', models.DateField()),
                    ('change', models.CharField(blank=True, max_length=300)),
                    ('changed_on', models.DateField(null=True)),
                    ('again_month', models.DateField(null=True)),
                    ('again_count', models.PositiveIntegerField(null=True)),
                    ('again_whole', models.PositiveIntegerField(null=True)),
                    ('learned', models.CharField(blank=True, max_length=300)),
                    ('made_at', models.DateTimeField()),
                    ('made_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'ordering': ['-decided_on', '-pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('changed_on__isnull', True), ('changed_on__gte', models.F('decided_on')), _connector='OR'), name='improvement_changed_after'), models.CheckConstraint(condition=models.Q(('again_month__isnull', True), ('again_month__gt', models.F('month')), _connector='OR'), name='improvement_measured_later')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='MeetingSeries',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('rhythm', models.CharField(choices=[('weekly', 'Every week'), ('two_weeks', 'Every two weeks'), ('monthly', 'In certain weeks of the month')], max_length=10)),
                    ('weekday', models.PositiveSmallIntegerField()),
                    ('weeks', models.JSONField(default=list)),
                    ('starts_on', models.DateField()),
                    ('starts_at', models.TimeField()),
                    ('minutes', models.PositiveSmallIntegerField()),
                    ('place', models.CharField(max_length=200)),
                    ('attendees', models.JSONField(default=list)),
                    ('made_at', models.DateTimeField()),
                    ('made_by_id', models.BigIntegerField(null=True)),
                    ('ended_at', models.DateTimeField(null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('program',), name='one_open_meeting_series'), models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='meeting_series_weekday')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='FacilitatorDuty',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('user_id', models.BigIntegerField()),
                    ('starts_on', models.DateField()),
                    ('ends_on', models.DateField(null=True)),
                    ('chosen_at', models.DateTimeField()),
                    ('chosen_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True)), fields=('program',), name='one_facilitator'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='facilitator_in_order')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='AgendaWeights',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('weights', models.JSONField(default=dict)),
                    ('set_at', models.DateTimeField()),
                    ('set_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='SharedWords',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shared_words', to='participants.person')),
                    ('words', models.CharField(blank=True, max_length=300)),
                    ('needs', models.JSONField(default=list)),
                    ('agreed_on', models.DateField()),
                    ('recorded_at', models.DateTimeField()),
                    ('recorded_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'ordering': ['recorded_at', 'pk'],
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='Meeting',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('calendar_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('series', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='staffing.meetingseries')),
                    ('slot_on', models.DateField(null=True)),
                    ('starts_at', models.DateTimeField()),
                    ('ends_at', models.DateTimeField()),
                    ('place', models.CharField(max_length=200)),
                    ('note', models.CharField(blank=True, max_length=200)),
                    ('state', models.CharField(choices=[('proposed', 'On a holiday: confirm, move, or cancel'), ('planned', 'Planned'), ('open', 'In progress'), ('closed', 'Closed'), ('canceled', 'Canceled')], default='planned', max_length=10)),
                    ('sequence', models.PositiveIntegerField(default=0)),
                    ('changed_at', models.DateTimeField()),
                    ('made_at', models.DateTimeField()),
                    ('made_by_id', models.BigIntegerField(null=True)),
                    ('opened_at', models.DateTimeField(null=True)),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('closed_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'ordering': ['starts_at', 'pk'],
                    'indexes': [models.Index(fields=['program', 'starts_at'], name='meeting_program_start')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('series__isnull', False), ('slot_on__isnull', False)), fields=('series', 'slot_on'), name='one_meeting_per_date'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='meeting_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at__isnull', True)), _connector='OR'), name='meeting_closed_when')],
                },
            ), migrations.CreateModel(
                name='Attendee',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendees', to='staffing.meeting')),
                    ('user_id', models.BigIntegerField()),
                    ('asked', models.BooleanField(default=True)),
                    ('changed_at', models.DateTimeField()),
                    ('sent_as', models.CharField(blank=True, max_length=10)),
                    ('sent_sequence', models.PositiveIntegerField(null=True)),
                    ('seen_sequence', models.PositiveIntegerField(null=True)),
                    ('sent_content_of', models.DateTimeField(null=True)),
                    ('sent_at', models.DateTimeField(null=True)),
                    ('claimed_at', models.DateTimeField(null=True)),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('last_error', models.CharField(blank=True, max_length=80)),
                ],
                options={
                    'ordering': ['pk'],
                    'constraints': [models.UniqueConstraint(fields=('meeting', 'user_id'), name='attendee_once')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='AgendaChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agenda_changes', to='staffing.meeting')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agenda_changes', to='participants.person')),
                    ('is_on', models.BooleanField()),
                    ('why', models.CharField(choices=[('asked', 'They asked for it'), ('team', 'Someone on the team asked for it'), ('new', "Something that isn't in the records yet"), ('later', 'Can wait for a later meeting'), ('worker_away', "Their worker isn't here"), ('elsewhere', 'Was talked about elsewhere')], max_length=15)),
                    ('changed_at', models.DateTimeField()),
                    ('changed_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'ordering': ['changed_at', 'pk'],
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='Discussion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='discussions', to='staffing.meeting')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='discussions', to='participants.person')),
                    ('said', models.TextField(blank=True, max_length=1000)),
                    ('plan', models.TextField(blank=True, max_length=1000)),
                    ('status', models.CharField(choices=[('keep', 'Stays as it is'), ('active', 'Active'), ('inactive', 'Inactive')], default='keep', max_length=10)),
                    ('reason', models.CharField(blank=True, choices=[('moved', 'Moved away'), ('deceased', 'Deceased'), ('incarcerated', 'Incarcerated'), ('out_of_touch', 'Out of touch'), ('stable', 'Stable with no current needs'), ('achieved_goals', 'Achieved their goals'), ('no_longer_wants', 'No longer wants services')], max_length=20)),
                    ('saved_at', models.DateTimeField()),
                    ('saved_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'ordering': ['saved_at', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('meeting', 'person'), name='discussed_once'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'inactive'), models.Q(('reason', ''), _negated=True)), models.Q(models.Q(('status', 'inactive'), _negated=True), ('reason', '')), _connector='OR'), name='discussed_inactive_has_reason')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='MeetingAction',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='staffing.meeting')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meeting_actions', to='participants.person')),
                    ('words', models.CharField(max_length=300)),
                    ('about', models.CharField(blank=True, choices=[('', 'The care team only'), ('participation', 'Being in the program'), ('charges', 'Charges'), ('progress', "Goals and how they're doing"), ('needs', 'Everyday needs, such as housing, food, or work'), ('treatment', 'Substance use treatment'), ('health', 'Health and mental health')], max_length=15)),
                    ('owner_id', models.BigIntegerField()),
                    ('due_on', models.DateField()),
                    ('added_at', models.DateTimeField()),
                    ('added_by_id', models.BigIntegerField(null=True)),
                    ('starts_at', models.DateTimeField(null=True)),
                    ('end', models.CharField(blank=True, choices=[('done', 'Done'), ('dropped', 'No longer needed')], max_length=10)),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('ended_by_id', models.BigIntegerField(null=True)),
                    ('key', models.CharField(max_length=64, unique=True)),
                ],
                options={
                    'ordering': ['due_on', 'pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='meeting_action_key_not_blank'), models.CheckConstraint(condition=models.Q(models.Q(('end', ''), ('ended_at__isnull', True)), models.Q(models.Q(('end', ''), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='meeting_action_ended_when')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='MeetingTopic',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='topics', to='staffing.meeting')),
                    ('kind', models.CharField(choices=[('administrative', 'Administration'), ('funding', 'Funding'), ('policy', 'Policies and procedures')], max_length=15)),
                    ('words', models.CharField(max_length=300)),
                    ('outcome', models.CharField(blank=True, max_length=300)),
                    ('added_at', models.DateTimeField()),
                    ('added_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'ordering': ['added_at', 'pk'],
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='Presence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('attendee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='times', to='staffing.attendee')),
                    ('arrived_at', models.DateTimeField()),
                    ('left_at', models.DateTimeField(null=True)),
                    ('recorded_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'ordering': ['arrived_at', 'pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('left_at__isnull', True)), fields=('attendee',), name='present_once'), models.CheckConstraint(condition=models.Q(('left_at__isnull', True), ('left_at__gte', models.F('arrived_at')), _connector='OR'), name='presence_in_order')],
                    'indexes': [],
                },
            )],
        ),
    ]
