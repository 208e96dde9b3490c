"""The tables of an empty database, written by scripts/squash_migrations.py."""

import django.db.models.deletion
import handoff.core.tables
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('records', '0001_initial'), ('records', '0002_plain_words'), ('records', '0003_two_people_for_a_rule'), ('records', '0004_published_quarters'), ('records', '0005_quarters_are_published_by_the_clock')]

    initial = True

    dependencies = [
        ('documents', '0001_squashed_0002_alter_storedfile_kind'),
        ('participants', '0001_squashed_0006_cover'),
        ('programs', '0001_squashed_0012_look_back_days'),
    ]

    operations = [
        handoff.core.tables.CreateTables(
            tables=[migrations.CreateModel(
                name='Breach',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('number', models.PositiveIntegerField()),
                    ('discovered_at', models.DateTimeField()),
                    ('happened_on', models.DateField(blank=True, null=True)),
                    ('what_happened', models.CharField(max_length=1000)),
                    ('kinds', models.JSONField()),
                    ('people_affected', models.PositiveIntegerField()),
                    ('nature', models.CharField(blank=True, max_length=500)),
                    ('recipient', models.CharField(blank=True, max_length=500)),
                    ('acquired', models.CharField(blank=True, max_length=500)),
                    ('mitigated', models.CharField(blank=True, max_length=500)),
                    ('conclusion', models.CharField(choices=[('undecided', 'Not assessed yet'), ('low', 'Low probability that the information was compromised'), ('notify', 'People must be notified')], default='undecided', max_length=10)),
                    ('assessed_at', models.DateTimeField(blank=True, null=True)),
                    ('assessed_by_id', models.BigIntegerField(blank=True, null=True)),
                    ('recorded_at', models.DateTimeField()),
                    ('recorded_by_id', models.BigIntegerField()),
                    ('key', models.CharField(max_length=64, unique=True)),
                ],
                options={
                    'verbose_name_plural': 'breaches',
                    'constraints': [models.UniqueConstraint(fields=('program', 'number'), name='breach_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('assessed_at__isnull', True), ('conclusion', 'undecided')), models.Q(models.Q(('conclusion', 'undecided'), _negated=True), ('assessed_at__isnull', False), ('assessed_by_id__isnull', False), models.Q(('nature', ''), _negated=True), models.Q(('recipient', ''), _negated=True), models.Q(('acquired', ''), _negated=True), models.Q(('mitigated', ''), _negated=True)), _connector='OR'), name='breach_assessed_by_four_factors'), models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='breach_key_not_blank')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='ErasureRequest',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='erasure_requests', to='participants.person')),
                    ('reason', models.CharField(choices=[('wish', 'The person asked for it'), ('error', 'The record was created by mistake'), ('kept_long_enough', 'The retention period has passed')], max_length=20)),
                    ('words', models.CharField(blank=True, max_length=300)),
                    ('requested_at', models.DateTimeField()),
                    ('requested_by_id', models.BigIntegerField()),
                    ('approved_by_id', models.BigIntegerField(blank=True, null=True)),
                    ('done_at', models.DateTimeField(blank=True, null=True)),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                    ('withdrawn_by_id', models.BigIntegerField(blank=True, null=True)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('approved_by_id__isnull', True), models.Q(('approved_by_id', models.F('requested_by_id')), _negated=True), _connector='OR'), name='erasure_takes_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('approved_by_id__isnull', True), ('done_at__isnull', True)), models.Q(('approved_by_id__isnull', False), ('done_at__isnull', False), ('withdrawn_at__isnull', True)), _connector='OR'), name='erasure_done_by_and_when'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by_id__isnull', True)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by_id__isnull', False)), _connector='OR'), name='erasure_withdrawn_by_and_when'), models.UniqueConstraint(condition=models.Q(('done_at__isnull', True), ('withdrawn_at__isnull', True)), fields=('person',), name='one_open_erasure_per_person')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='LegalRequest',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('number', models.PositiveIntegerField()),
                    ('kind', models.CharField(choices=[('subpoena', 'Subpoena'), ('court_order', 'Court order'), ('part2_order', 'Court order under 42 CFR Part 2 (2.61 to 2.67)'), ('search_warrant', 'Search warrant'), ('public_records', 'Public-records request (N.C.G.S. 132)'), ('other', 'Something else')], max_length=20)),
                    ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='legal_requests', to='participants.person')),
                    ('from_whom', models.CharField(max_length=160)),
                    ('received_on', models.DateField()),
                    ('received_how', models.CharField(choices=[('in_person', 'In person'), ('mail', 'By mail'), ('email', 'By email'), ('fax', 'By fax'), ('other', 'Another way')], max_length=10)),
                    ('due_on', models.DateField(blank=True, null=True)),
                    ('scope_asked', models.CharField(max_length=1000)),
                    ('notes', models.CharField(blank=True, max_length=500)),
                    ('counsel_name', models.CharField(blank=True, max_length=120)),
                    ('counsel_on', models.DateField(blank=True, null=True)),
                    ('state', models.CharField(choices=[('received', 'Received'), ('proposed', 'Answer proposed'), ('approved', 'Release approved'), ('released', 'Released'), ('refused', 'Not released'), ('withdrawn', 'Withdrawn')], default='received', max_length=10)),
                    ('answer', models.CharField(blank=True, choices=[('release', 'Release the kinds of information checked'), ('refuse', 'Release nothing, and say why')], max_length=10)),
                    ('kinds', models.JSONField(blank=True, default=list)),
                    ('answer_reason', models.CharField(blank=True, max_length=500)),
                    ('recorded_at', models.DateTimeField()),
                    ('recorded_by_id', models.BigIntegerField()),
                    ('proposed_at', models.DateTimeField(blank=True, null=True)),
                    ('proposed_by_id', models.BigIntegerField(blank=True, null=True)),
                    ('approved_at', models.DateTimeField(blank=True, null=True)),
                    ('approved_by_id', models.BigIntegerField(blank=True, null=True)),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ('ended_by_id', models.BigIntegerField(blank=True, null=True)),
                    ('sha256', models.CharField(blank=True, max_length=64)),
                    ('key', models.CharField(max_length=64, unique=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['program', 'state'], name='legal_request_by_state')],
                    'constraints': [models.UniqueConstraint(fields=('program', 'number'), name='legal_request_number_once'), models.CheckConstraint(condition=models.Q(('approved_by_id__isnull', True), models.Q(('approved_by_id', models.F('proposed_by_id')), _negated=True), _connector='OR'), name='legal_answer_takes_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['approved', 'released', 'refused']), _negated=True), models.Q(('approved_at__isnull', False), ('approved_by_id__isnull', False), ('proposed_by_id__isnull', False)), _connector='OR'), name='legal_answer_is_approved'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'released'), _negated=True), models.Q(('answer', 'release'), ('ended_at__isnull', False), models.Q(('sha256', ''), _negated=True)), _connector='OR'), name='legal_release_is_sealed'), models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='legal_request_key_not_blank')],
                },
            ), migrations.CreateModel(
                name='PublishedQuarter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('starts_on', models.DateField()),
                    ('counts', models.JSONField()),
                    ('total', models.PositiveIntegerField(null=True)),
                    ('published_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('program', 'starts_on'), name='quarter_published_once')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='RetentionRule',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='retention_rules', to='programs.program')),
                    ('kind', models.CharField(choices=[('declined', 'Referrals of people who declined for now'), ('ineligible', "Referrals of people who weren't eligible"), ('withdrawn', 'Referrals that were withdrawn'), ('drafts', 'Referral drafts never sent'), ('messages', 'Web requests that were answered or archived'), ('scans', 'Scans not attached to a record'), ('inactive', 'Participants who have been inactive'), ('audit', 'Audit log'), ('sessions', 'Sign-in sessions')], max_length=20)),
                    ('days', models.PositiveIntegerField()),
                    ('source', models.CharField(max_length=300)),
                    ('effective_on', models.DateField()),
                    ('made_at', models.DateTimeField()),
                    ('made_by_id', models.BigIntegerField()),
                    ('approved_at', models.DateTimeField(blank=True, null=True)),
                    ('approved_by_id', models.BigIntegerField(blank=True, null=True)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='retention_rule_has_a_source'), models.CheckConstraint(condition=models.Q(('days__gte', 1)), name='retention_at_least_a_day'), models.CheckConstraint(condition=models.Q(('approved_by_id__isnull', True), models.Q(models.Q(('approved_by_id', models.F('made_by_id')), _negated=True), ('approved_at__isnull', False)), _connector='OR'), name='retention_rule_takes_two_people')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='RetentionRun',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='retention_runs', to='programs.program')),
                    ('ran_at', models.DateTimeField()),
                    ('ran_on', models.DateField()),
                    ('ran_by_id', models.BigIntegerField(null=True)),
                    ('counts', models.JSONField()),
                    ('held', models.PositiveIntegerField()),
                ],
                options={
                    'indexes': [models.Index(fields=['program', 'ran_on'], name='retention_run_by_day')],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='BreachDuty',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('breach', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='records.breach')),
                    ('whom', models.CharField(choices=[('cjis_agency', "The agency's CJIS security officer"), ('individuals', 'The people affected'), ('hhs', 'U.S. Department of Health and Human Services'), ('media', 'Major media outlets in the state'), ('nc_law', 'People in North Carolina and the Attorney General')], max_length=20)),
                    ('due_at', models.DateTimeField()),
                    ('outcome', models.CharField(choices=[('open', 'To do'), ('told', 'Notified'), ('not_needed', 'Not needed')], default='open', max_length=10)),
                    ('reason', models.CharField(blank=True, max_length=300)),
                    ('done_at', models.DateTimeField(blank=True, null=True)),
                    ('done_by_id', models.BigIntegerField(blank=True, null=True)),
                ],
                options={
                    'verbose_name_plural': 'breach duties',
                    'indexes': [models.Index(fields=['outcome', 'due_at'], name='breach_duty_open')],
                    'constraints': [models.UniqueConstraint(fields=('breach', 'whom'), name='breach_duty_once'), models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('outcome', 'open')), models.Q(models.Q(('outcome', 'open'), _negated=True), ('done_at__isnull', False), ('done_by_id__isnull', False)), _connector='OR'), name='breach_duty_done_by_and_when'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'not_needed'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='breach_duty_not_needed_says_why')],
                },
            ), migrations.CreateModel(
                name='BreachEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('breach', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='records.breach')),
                    ('what', models.CharField(max_length=30)),
                    ('details', models.JSONField(blank=True, default=dict)),
                    ('occurred_at', models.DateTimeField()),
                    ('recorded_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='LegalPaper',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='records.legalrequest')),
                    ('kind', models.CharField(choices=[('subpoena', 'Subpoena'), ('court_order', 'Court order'), ('part2_order', 'Court order under 42 CFR Part 2 (2.61 to 2.67)'), ('search_warrant', 'Search warrant'), ('public_records', 'Public-records request (N.C.G.S. 132)'), ('other', 'Something else')], max_length=20)),
                    ('issued_on', models.DateField(blank=True, null=True)),
                    ('issued_by', models.CharField(blank=True, max_length=160)),
                    ('names_counseling', models.BooleanField(default=False)),
                    ('scan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='documents.storedfile')),
                    ('recorded_at', models.DateTimeField()),
                    ('recorded_by_id', models.BigIntegerField()),
                ],
                options={
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='LegalRequestEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='records.legalrequest')),
                    ('what', models.CharField(max_length=30)),
                    ('details', models.JSONField(blank=True, default=dict)),
                    ('occurred_at', models.DateTimeField()),
                    ('recorded_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'indexes': [],
                    'constraints': [],
                },
            )],
        ),
    ]
