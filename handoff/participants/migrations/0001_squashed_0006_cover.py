"""The tables of an empty database, written by scripts/squash_migrations.py."""

import django.db.models.deletion
import handoff.core.tables
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('participants', '0001_initial'), ('participants', '0002_team_and_openings'), ('participants', '0003_plain_words'), ('participants', '0004_renew_lookup_keys'), ('participants', '0005_merges'), ('participants', '0006_cover')]

    initial = True

    dependencies = [
        ('programs', '0001_squashed_0012_look_back_days'),
    ]

    operations = [
        handoff.core.tables.CreateTables(
            tables=[migrations.CreateModel(
                name='Person',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='people', to='programs.program')),
                    ('first_name', models.CharField(max_length=80)),
                    ('middle_name', models.CharField(blank=True, max_length=80)),
                    ('last_name', models.CharField(max_length=80)),
                    ('suffix', models.CharField(blank=True, max_length=10)),
                    ('preferred_name', models.CharField(blank=True, max_length=80)),
                    ('date_of_birth', models.DateField(blank=True, null=True)),
                    ('approximate_age', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('gender', models.CharField(choices=[('woman', 'Woman'), ('man', 'Man'), ('nonbinary', 'Non-binary'), ('self_described', 'In their own words'), ('does_not_know', "Doesn't know"), ('prefers_not', 'Prefers not to say'), ('not_asked', "Didn't ask")], default='not_asked', max_length=20)),
                    ('gender_words', models.CharField(blank=True, max_length=80)),
                    ('race_ethnicity', models.JSONField(blank=True, default=list)),
                    ('language', models.CharField(default='en', max_length=5)),
                    ('added_at', models.DateTimeField()),
                    ('added_by_id', models.BigIntegerField(null=True)),
                    ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_people', to='participants.person')),
                ],
                options={
                    'verbose_name_plural': 'people',
                    'indexes': [models.Index(fields=['program', 'last_name', 'first_name'], name='person_by_name')],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='PossibleDuplicate',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('one', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='participants.person')),
                    ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='participants.person')),
                    ('score', models.PositiveSmallIntegerField()),
                    ('reasons', models.JSONField(default=list)),
                    ('noticed_at', models.DateTimeField()),
                    ('decision', models.CharField(choices=[('waiting', 'To review'), ('merged', 'Merged'), ('different', 'Two different people')], default='waiting', max_length=10)),
                    ('decided_at', models.DateTimeField(blank=True, null=True)),
                    ('decided_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('one', 'other'), name='pair_of_people_once'), models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='pair_in_order')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='PersonMerge',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('kept', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges', to='participants.person')),
                    ('merged', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='participants.person')),
                    ('filled_fields', models.JSONField(default=list)),
                    ('merged_at', models.DateTimeField()),
                    ('merged_by_id', models.BigIntegerField(null=True)),
                    ('separated_at', models.DateTimeField(blank=True, null=True)),
                    ('separated_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('separated_at__isnull', True)), fields=('merged',), name='merged_into_one_person'), models.CheckConstraint(condition=models.Q(('kept', models.F('merged')), _negated=True), name='merge_of_two_people')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='PersonName',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='other_names', to='participants.person')),
                    ('first_name', models.CharField(blank=True, max_length=80)),
                    ('last_name', models.CharField(blank=True, max_length=80)),
                ],
                options={
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='LookupKey',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program_id', models.BigIntegerField()),
                    ('key', models.CharField(max_length=40)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lookup_keys', to='participants.person')),
                ],
                options={
                    'indexes': [models.Index(fields=['program_id', 'key', 'person'], name='lookup_by_key')],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='ContactPoint',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contact_points', to='participants.person')),
                    ('kind', models.CharField(choices=[('phone', 'Phone'), ('address', 'Address'), ('place', 'Place they can often be found'), ('email', 'Email'), ('through', 'Someone who can pass on a message')], max_length=10)),
                    ('value', models.CharField(max_length=200)),
                    ('works', models.CharField(choices=[('yes', 'Works'), ('no', "Doesn't work"), ('unknown', 'Not verified')], default='unknown', max_length=10)),
                    ('safe_to_text', models.BooleanField(default=False)),
                    ('safe_to_leave_word', models.BooleanField(default=False)),
                    ('note', models.CharField(blank=True, max_length=300)),
                    ('from_care', models.BooleanField(default=False)),
                    ('added_at', models.DateTimeField()),
                    ('added_by_id', models.BigIntegerField(null=True)),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='ApproachNote',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='approach_notes', to='participants.person')),
                    ('text', models.CharField(max_length=500)),
                    ('written_at', models.DateTimeField()),
                    ('written_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='PersonKeyUsed',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(max_length=64, unique=True)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='participants.person')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='person_key_not_blank')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='TeamMember',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='team', to='participants.person')),
                    ('user_id', models.BigIntegerField()),
                    ('why', models.CharField(choices=[('worker', 'Their worker'), ('intake', 'Started the intake'), ('contact', 'In contact in the last 30 days'), ('added', 'Added to the team'), ('cover', 'Covers, or takes over')], max_length=10)),
                    ('starts_at', models.DateTimeField()),
                    ('ends_at', models.DateTimeField(blank=True, null=True)),
                    ('added_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['person', 'user_id'], name='team_of_person')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__isnull', True), ('ends_at__gte', models.F('starts_at')), _connector='OR'), name='team_in_order')],
                },
            ), migrations.CreateModel(
                name='RecordOpening',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='openings', to='participants.person')),
                    ('user_id', models.BigIntegerField()),
                    ('reason', models.CharField(choices=[('covering', 'Covering for a colleague'), ('meeting', 'Team meeting'), ('supervision', 'Supervision'), ('correction', 'Correcting data'), ('asked', 'The person asked for me'), ('emergency', 'Emergency'), ('other', 'Something else')], max_length=15)),
                    ('note', models.CharField(blank=True, max_length=200)),
                    ('opened_at', models.DateTimeField()),
                    ('ends_at', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(fields=['person', 'user_id', 'ends_at'], name='opening_of_person')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('opened_at'))), name='opening_in_order'), models.CheckConstraint(condition=models.Q(('note', ''), ('reason', 'other'), _negated=True), name='other_reason_has_words')],
                },
            ), migrations.CreateModel(
                name='MergedRow',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('merge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='participants.personmerge')),
                    ('table', models.CharField(max_length=60)),
                    ('column', models.CharField(max_length=40)),
                    ('row_id', models.BigIntegerField()),
                    ('is_added', models.BooleanField(default=False)),
                ],
                options={
                    'indexes': [models.Index(fields=['table', 'row_id'], name='merged_row_by_id')],
                    'constraints': [],
                },
            )],
        ),
    ]
