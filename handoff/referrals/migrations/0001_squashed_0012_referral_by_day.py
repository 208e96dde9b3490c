"""The tables of an empty database, written by scripts/squash_migrations.py."""

import django.db.models.deletion
import handoff.core.tables
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('referrals', '0001_initial'), ('referrals', '0002_rename_door_to_pathway'), ('referrals', '0003_plain_words'), ('referrals', '0004_what_the_officer_entered'), ('referrals', '0005_words_of_care'), ('referrals', '0006_partner_referrer'), ('referrals', '0007_exception_side'), ('referrals', '0008_supervision_questions'), ('referrals', '0009_checking_agency'), ('referrals', '0010_partner_handoff'), ('referrals', '0011_past_referral'), ('referrals', '0012_referral_by_day')]

    initial = True

    dependencies = [
        ('charges', '0001_squashed_0007_names_print'),
        ('eligibility', '0001_squashed_0004_criteria_readings'),
        ('participants', '0001_squashed_0006_cover'),
        ('programs', '0001_squashed_0012_look_back_days'),
    ]

    operations = [
        handoff.core.tables.CreateTables(
            tables=[migrations.CreateModel(
                name='Referral',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='programs.program')),
                    ('number', models.PositiveIntegerField()),
                    ('pathway', models.CharField(choices=[('arrest_diversion', 'Arrest diversion'), ('officer_social', 'Social referral by an officer'), ('community', 'Community referral')], max_length=20)),
                    ('referrer_kind', models.CharField(choices=[('officer', 'Officer'), ('staff', 'Program staff'), ('partner', 'Partner organization'), ('community', 'Someone in the community'), ('self', 'The person')], max_length=10)),
                    ('referrer_user_id', models.BigIntegerField(null=True)),
                    ('agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.agency')),
                    ('checking_agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.agency')),
                    ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='participants.person')),
                    ('encounter', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='referral', to='charges.encounter')),
                    ('eligibility', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='eligibility.eligibilitydecision')),
                    ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.policyversion')),
                    ('state', models.CharField(choices=[('submitted', 'Waiting'), ('exception_requested', 'Exception requested'), ('accepted', 'The person said yes'), ('handed_off', 'Handed off'), ('declined', 'The person said “not now”'), ('ineligible', 'Not eligible'), ('withdrawn', 'Withdrawn')], default='submitted', max_length=20)),
                    ('occurred_at', models.DateTimeField()),
                    ('submitted_at', models.DateTimeField()),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('contact_due_at', models.DateTimeField()),
                    ('intake_due_on', models.DateField(blank=True, null=True)),
                    ('services_wanted', models.JSONField(blank=True, default=list)),
                    ('reason', models.CharField(blank=True, max_length=500)),
                    ('decline_reason', models.CharField(blank=True, choices=[('not_ready', 'Not ready now'), ('no_need', "Doesn't feel they need it"), ('distrust_police', "Doesn't trust police"), ('distrust_program', "Doesn't trust the program"), ('fears_legal', 'Worried about legal trouble'), ('prefers_charge', 'Prefers to face the charge'), ('already_served', 'Already getting help'), ('not_offered', "Wants services the program doesn't have"), ('no_time', 'No time, or not safe to talk here'), ('in_crisis', 'In crisis or intoxicated'), ('language', 'Language'), ('out_of_area', 'Lives elsewhere or is moving'), ('no_reason', "Didn't give a reason"), ('other', 'Another reason')], max_length=20)),
                    ('withdraw_reason', models.CharField(blank=True, max_length=200)),
                    ('care_reason', models.CharField(blank=True, max_length=500)),
                    ('care_withdraw_reason', models.CharField(blank=True, max_length=200)),
                    ('demographics', models.JSONField(blank=True, default=dict)),
                    ('keep_until', models.DateField(blank=True, null=True)),
                    ('officer_seconds', models.PositiveIntegerField(blank=True, null=True)),
                    ('officer_seconds_corrected', models.PositiveIntegerField(blank=True, null=True)),
                    ('script_language', models.CharField(blank=True, max_length=5)),
                    ('entered_name', models.CharField(blank=True, max_length=165)),
                    ('entered_phone', models.CharField(blank=True, max_length=40)),
                    ('key', models.CharField(max_length=64, unique=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['program', 'state', 'submitted_at'], name='referral_by_state'), models.Index(fields=['program', 'referrer_user_id'], name='referral_by_referrer'), models.Index(fields=['program', 'occurred_at'], name='referral_by_day')],
                    'constraints': [models.UniqueConstraint(fields=('program', 'number'), name='referral_number_once'), models.CheckConstraint(condition=models.Q(('pathway', 'arrest_diversion'), ('intake_due_on__isnull', True), _connector='OR'), name='only_arrest_diversions_have_an_intake_window'), models.CheckConstraint(condition=models.Q(('decline_reason', ''), ('state__in', ['declined', 'withdrawn']), _connector='OR'), name='decline_reason_when_declined'), models.CheckConstraint(condition=models.Q(('person__isnull', False), ('state__in', ['declined', 'ineligible', 'withdrawn', 'exception_requested', 'submitted']), _connector='OR'), name='who_accepts_is_known'), models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='referral_key_not_blank')],
                },
            ), migrations.CreateModel(
                name='ExceptionRequest',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exception_requests', to='referrals.referral')),
                    ('side', models.CharField(choices=[('law_enforcement', 'Law enforcement'), ('district_attorney', "District attorney's office")], default='law_enforcement', max_length=20)),
                    ('recommended_by_id', models.BigIntegerField()),
                    ('recommended_at', models.DateTimeField()),
                    ('recommendation', models.CharField(max_length=500)),
                    ('outcome', models.CharField(choices=[('waiting', 'Waiting for the DA'), ('approved', 'Approved'), ('not_approved', 'Not approved')], default='waiting', max_length=20)),
                    ('decided_by_id', models.BigIntegerField(null=True)),
                    ('decided_at', models.DateTimeField(blank=True, null=True)),
                    ('decision_reason', models.CharField(blank=True, max_length=500)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('outcome', 'waiting')), fields=('referral',), name='one_waiting_exception_per_referral'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by_id__isnull', True), ('outcome', 'waiting')), models.Q(models.Q(('outcome', 'waiting'), _negated=True), ('decided_at__isnull', False), ('decided_by_id__isnull', False)), _connector='OR'), name='exception_decided_by_and_when')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='PastReferral',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('referral', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='past', to='referrals.referral')),
                    ('source_name', models.CharField(max_length=100)),
                    ('officer_name', models.CharField(blank=True, max_length=120)),
                    ('officer_id', models.BigIntegerField(null=True)),
                    ('charges', models.CharField(blank=True, max_length=500)),
                    ('note', models.CharField(blank=True, max_length=1000)),
                    ('external_number', models.CharField(blank=True, max_length=40)),
                    ('imported_at', models.DateTimeField()),
                    ('imported_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('source_name', ''), _negated=True), name='past_referral_names_its_source')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='ReferralDraft',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programs.program')),
                    ('owner_id', models.BigIntegerField()),
                    ('pathway', models.CharField(choices=[('arrest_diversion', 'Arrest diversion'), ('officer_social', 'Social referral by an officer'), ('community', 'Community referral')], default='arrest_diversion', max_length=20)),
                    ('step', models.CharField(default='who', max_length=20)),
                    ('answers', models.JSONField(default=dict)),
                    ('seconds', models.PositiveIntegerField(default=0)),
                    ('shown_at', models.DateTimeField(blank=True, null=True)),
                    ('started_at', models.DateTimeField()),
                    ('saved_at', models.DateTimeField()),
                    ('sent_at', models.DateTimeField(blank=True, null=True)),
                    ('discarded_at', models.DateTimeField(blank=True, null=True)),
                    ('referral', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='draft', to='referrals.referral')),
                ],
                options={
                    'indexes': [models.Index(fields=['program', 'owner_id', 'sent_at'], name='draft_by_owner')],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='ReferralEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='referrals.referral')),
                    ('what', models.CharField(max_length=40)),
                    ('occurred_at', models.DateTimeField()),
                    ('recorded_at', models.DateTimeField()),
                    ('recorded_by_id', models.BigIntegerField(null=True)),
                    ('details', models.JSONField(blank=True, default=dict)),
                ],
                options={
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='HandoffRecord',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handoffs', to='referrals.referral')),
                    ('kind', models.CharField(choices=[('warm', 'Warm handoff: staff called to the scene'), ('all_hours_partner', '24-hour partner'), ('card', 'Card given. Outreach will call the next business day.')], max_length=20)),
                    ('called_name', models.CharField(blank=True, max_length=120)),
                    ('called_phone', models.CharField(blank=True, max_length=40)),
                    ('reached', models.BooleanField(null=True)),
                    ('scene', models.CharField(blank=True, max_length=200)),
                    ('called_at', models.DateTimeField(blank=True, null=True)),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('arrived_at', models.DateTimeField(blank=True, null=True)),
                    ('partner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.agency')),
                    ('partner_met_at', models.DateTimeField(blank=True, null=True)),
                    ('taken_over_at', models.DateTimeField(blank=True, null=True)),
                    ('taken_over_by_id', models.BigIntegerField(blank=True, null=True)),
                    ('agreement_ended_at', models.DateTimeField(blank=True, null=True)),
                    ('occurred_at', models.DateTimeField()),
                    ('recorded_at', models.DateTimeField()),
                    ('recorded_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('recorded_at__gte', models.F('occurred_at'))), name='handoff_recorded_after'), models.CheckConstraint(condition=models.Q(('arrived_at__isnull', True), ('arrived_at__gte', models.F('called_at')), _connector='OR'), name='help_arrives_after_the_call'), models.CheckConstraint(condition=models.Q(('partner__isnull', True), ('kind', 'all_hours_partner'), _connector='OR'), name='only_an_all_hours_partner_sees_a_handoff'), models.CheckConstraint(condition=models.Q(models.Q(('taken_over_at__isnull', True), ('taken_over_by_id__isnull', True)), models.Q(('taken_over_at__isnull', False), ('taken_over_by_id__isnull', False)), _connector='OR'), name='handoff_taken_over_by_and_when')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='CommunityMessage',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('for_self', models.BooleanField()),
                    ('person_name', models.CharField(max_length=160)),
                    ('how_to_reach', models.CharField(max_length=300)),
                    ('safe_ways', models.JSONField(blank=True, default=list)),
                    ('help_wanted', models.CharField(blank=True, max_length=500)),
                    ('person_knows', models.CharField(blank=True, max_length=10)),
                    ('referrer_name', models.CharField(blank=True, max_length=160)),
                    ('referrer_contact', models.CharField(blank=True, max_length=160)),
                    ('language', models.CharField(max_length=5)),
                    ('address_hash', models.CharField(max_length=64)),
                    ('received_at', models.DateTimeField()),
                    ('referral', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referrals.referral')),
                    ('set_aside_at', models.DateTimeField(blank=True, null=True)),
                    ('key', models.CharField(max_length=64, unique=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['program', 'address_hash', 'received_at'], name='community_by_address')],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='SupervisionQuestion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='supervision_questions', to='programs.program')),
                    ('agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.agency')),
                    ('draft', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='supervision_questions', to='referrals.referraldraft')),
                    ('referral', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supervision_questions', to='referrals.referral')),
                    ('eligibility', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supervision_questions', to='eligibility.eligibilitydecision')),
                    ('how', models.CharField(choices=[('in_handoff', 'In Handoff'), ('by_phone', 'By phone')], default='in_handoff', max_length=12)),
                    ('name', models.CharField(blank=True, max_length=165)),
                    ('date_of_birth', models.DateField(blank=True, null=True)),
                    ('consent_at', models.DateTimeField()),
                    ('consent_recorded_by_id', models.BigIntegerField()),
                    ('asked_at', models.DateTimeField()),
                    ('asked_by_id', models.BigIntegerField()),
                    ('answer', models.CharField(choices=[('waiting', 'Waiting for the supervising officer'), ('agrees', 'The supervising officer agrees'), ('disagrees', "The supervising officer doesn't agree"), ('not_ours', "That office doesn't supervise them"), ('withdrawn', 'No longer asked')], default='waiting', max_length=12)),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('answered_by_id', models.BigIntegerField(null=True)),
                    ('answered_by_name', models.CharField(blank=True, max_length=120)),
                ],
                options={
                    'indexes': [models.Index(fields=['program', 'answer'], name='supervision_by_answer')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answer', 'waiting'), ('answered_at__isnull', True)), models.Q(models.Q(('answer', 'waiting'), _negated=True), ('answered_at__isnull', False), ('date_of_birth__isnull', True), ('name', '')), _connector='OR'), name='supervision_names_no_one_once_answered'), models.CheckConstraint(condition=models.Q(('how', 'in_handoff'), models.Q(models.Q(('answer', 'waiting'), _negated=True), models.Q(('answered_by_name', ''), _negated=True)), _connector='OR'), name='supervision_phone_names_who_answered'), models.UniqueConstraint(condition=models.Q(('answer', 'waiting')), fields=('draft',), name='one_supervision_question_per_draft'), models.UniqueConstraint(condition=models.Q(('answer', 'waiting')), fields=('referral',), name='one_supervision_question_per_referral')],
                },
            )],
        ),
    ]
