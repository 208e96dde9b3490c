"""The tables of an empty database, written by scripts/squash_migrations.py."""

import django.db.models.deletion
import handoff.core.tables
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('measures', '0001_month_closings'), ('measures', '0002_saved_views'), ('measures', '0003_settled_findings'), ('measures', '0004_figures_editions'), ('measures', '0005_outside_figures'), ('measures', '0006_surveys'), ('measures', '0007_booking_time'), ('measures', '0008_own_measures'), ('measures', '0009_own_baselines'), ('measures', '0010_data_sources'), ('measures', '0011_survey_shared'), ('measures', '0012_closing_records')]

    initial = True

    dependencies = [
        ('accounts', '0001_squashed_0011_funder'),
        ('participants', '0001_squashed_0006_cover'),
        ('programs', '0001_squashed_0012_look_back_days'),
    ]

    operations = [
        handoff.core.tables.CreateTables(
            tables=[migrations.CreateModel(
                name='OwnBaseline',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('dimension', models.CharField(choices=[('race', 'Race and ethnicity'), ('gender', 'Gender'), ('age', 'Age')], max_length=10)),
                    ('since', models.DateField()),
                    ('source', models.CharField(max_length=200)),
                    ('shares', models.JSONField(default=dict)),
                    ('recorded_at', models.DateTimeField()),
                    ('recorded_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'ordering': ['dimension', '-since', '-recorded_at', '-pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='baseline_has_a_source')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='BookingTime',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('found_on', models.DateField()),
                    ('minutes', models.PositiveIntegerField()),
                    ('source', models.CharField(max_length=200)),
                    ('recorded_at', models.DateTimeField()),
                    ('recorded_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('minutes__gte', 1)), name='booking_takes_a_minute')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='MonthClosing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('month', models.DateField()),
                    ('number', models.PositiveSmallIntegerField()),
                    ('figures', models.JSONField()),
                    ('records', models.JSONField(default=dict)),
                    ('closed_at', models.DateTimeField()),
                    ('closed_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('program', 'month', 'number'), name='month_revision_once'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='month_revision_from_1')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='DataSource',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('key', models.CharField(blank=True, max_length=20)),
                    ('name', models.CharField(blank=True, max_length=80)),
                    ('holds', models.CharField(blank=True, max_length=300)),
                    ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('backup', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('entry', models.CharField(choices=[('at_once', 'As it happens'), ('daily', 'Every day'), ('weekly', 'Every week'), ('monthly', 'Every month')], max_length=10)),
                    ('rhythm', models.CharField(choices=[('weekly', 'Every week'), ('two_weeks', 'Every two weeks'), ('monthly', 'Every month'), ('quarterly', 'Every three months')], max_length=10)),
                    ('first_review_on', models.DateField()),
                    ('stored', models.CharField(max_length=200)),
                    ('saved_at', models.DateTimeField()),
                    ('saved_by_id', models.BigIntegerField(null=True)),
                    ('ended_at', models.DateTimeField(null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(models.Q(('key', ''), _negated=True), ('ended_at', None)), fields=('program', 'key'), name='known_source_is_planned_once'), models.CheckConstraint(condition=models.Q(models.Q(('key', ''), _negated=True), models.Q(('name', ''), _negated=True), _connector='OR'), name='data_source_has_a_name'), models.CheckConstraint(condition=models.Q(('backup', None), models.Q(('backup', models.F('owner')), _negated=True), _connector='OR'), name='backup_is_someone_else')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='SavedView',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('name', models.CharField(max_length=60)),
                    ('query', models.CharField(blank=True, max_length=3000)),
                    ('saved_at', models.DateTimeField()),
                    ('saved_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'ordering': ['name', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('program', 'name'), name='database_view_once'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='database_view_has_a_name')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='SettledFinding',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='settled_findings', to='participants.person')),
                    ('check_key', models.CharField(max_length=20)),
                    ('why', models.CharField(choices=[('cant_be_had', "Checked: it can't be had"), ('right', "Checked: it's right as it is")], max_length=15)),
                    ('seen', models.CharField(max_length=64)),
                    ('settled_at', models.DateTimeField()),
                    ('settled_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['program', 'check_key'], name='settled_by_check')],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='FiguresEdition',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('number', models.PositiveSmallIntegerField()),
                    ('period', models.CharField(max_length=10)),
                    ('figures', models.JSONField()),
                    ('made_at', models.DateTimeField()),
                    ('made_by_id', models.BigIntegerField(null=True)),
                    ('public_at', models.DateTimeField(null=True)),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ['-number'],
                    'constraints': [models.UniqueConstraint(fields=('program', 'number'), name='figures_edition_once'), models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), ('public_at__isnull', False), _connector='OR'), name='figures_withdrawn_were_public')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='OutsideFigure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('kind', models.CharField(choices=[('calls', 'Calls for service'), ('bookings', 'Jail bookings'), ('jail_days', 'Days in jail'), ('overdoses', 'Overdoses'), ('overdose_deaths', 'Overdose deaths')], max_length=20)),
                    ('month', models.DateField()),
                    ('count', models.PositiveIntegerField()),
                    ('source', models.CharField(max_length=100)),
                    ('entered_at', models.DateTimeField()),
                    ('entered_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['program', 'kind', 'month'], name='outside_by_month')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='outside_figure_has_a_source')],
                },
            ), migrations.CreateModel(
                name='OwnMeasure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('number', models.PositiveIntegerField()),
                    ('made_at', models.DateTimeField()),
                    ('made_by_id', models.BigIntegerField(null=True)),
                    ('retired_at', models.DateTimeField(null=True)),
                    ('retired_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'ordering': ['number'],
                    'constraints': [models.UniqueConstraint(fields=('program', 'number'), name='own_measure_number_once')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='SurveyRound',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('name', models.CharField(max_length=60)),
                    ('token', models.CharField(max_length=32, unique=True)),
                    ('last_on', models.DateField()),
                    ('least', models.PositiveSmallIntegerField(default=11)),
                    ('opened_on', models.DateField(null=True)),
                    ('closed_on', models.DateField(null=True)),
                    ('shared_at', models.DateTimeField(null=True)),
                    ('answered', models.PositiveIntegerField(default=0)),
                    ('on_paper', models.PositiveIntegerField(default=0)),
                    ('made_at', models.DateTimeField()),
                    ('made_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'ordering': ['-made_at', '-pk'],
                    'constraints': [models.UniqueConstraint(fields=('program', 'name'), name='survey_name_once'), models.CheckConstraint(condition=models.Q(('least__gte', 11)), name='survey_holds_back_10'), models.CheckConstraint(condition=models.Q(('on_paper__lte', models.F('answered'))), name='survey_paper_is_a_part'), models.CheckConstraint(condition=models.Q(('closed_on__isnull', True), ('closed_on__gte', models.F('opened_on')), _connector='OR'), name='survey_days_in_order'), models.CheckConstraint(condition=models.Q(('shared_at__isnull', True), ('closed_on__isnull', False), _connector='OR'), name='only_a_closed_survey_is_shared')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='SourceReview',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='measures.datasource')),
                    ('reviewed_on', models.DateField()),
                    ('note', models.CharField(blank=True, max_length=300)),
                    ('recorded_at', models.DateTimeField()),
                    ('recorded_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='OwnMeasureVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('measure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='measures.ownmeasure')),
                    ('number', models.PositiveIntegerField()),
                    ('title', models.CharField(max_length=80)),
                    ('sentence', models.CharField(max_length=200)),
                    ('table', models.CharField(choices=[('referral', 'Referrals'), ('enrollment', 'People enrolled'), ('charge', 'Charges set aside'), ('new_charge', 'New charges')], max_length=15)),
                    ('base', models.JSONField(default=list)),
                    ('counted', models.JSONField(default=list)),
                    ('made_at', models.DateTimeField()),
                    ('made_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'ordering': ['number'],
                    'constraints': [models.UniqueConstraint(fields=('measure', 'number'), name='own_measure_version_once')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='SurveyQuestion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='measures.surveyround')),
                    ('position', models.PositiveSmallIntegerField()),
                    ('scale', models.CharField(choices=[('agree', 'Strongly disagree to strongly agree'), ('well', 'Very badly to very well'), ('change', 'Much worse to much better'), ('often', 'Never to always'), ('yes_no', 'Yes or no'), ('words', 'In their own words')], max_length=10)),
                    ('text', models.CharField(max_length=200)),
                    ('text_es', models.CharField(max_length=200)),
                ],
                options={
                    'ordering': ['position', 'pk'],
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='SurveyCount',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='counts', to='measures.surveyquestion')),
                    ('value', models.PositiveSmallIntegerField()),
                    ('count', models.PositiveIntegerField(default=0)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('question', 'value'), name='survey_count_once')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='SurveyComment',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='measures.surveyround')),
                    ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='measures.surveyquestion')),
                    ('text', models.CharField(max_length=1000)),
                ],
                options={
                    'indexes': [],
                    'constraints': [],
                },
            )],
        ),
    ]
