"""The tables of an empty database, written by scripts/squash_migrations.py."""

import django.db.models.deletion
import handoff.core.tables
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('charges', '0001_initial'), ('charges', '0002_offense_once_on_sqlite_too'), ('charges', '0003_plain_words'), ('charges', '0004_needs_more_time'), ('charges', '0005_source_charges'), ('charges', '0006_dispositions'), ('charges', '0007_names_print')]

    initial = True

    dependencies = [
        ('participants', '0001_squashed_0006_cover'),
        ('programs', '0001_squashed_0012_look_back_days'),
        ('spreadsheets', '0001_squashed_0003_progress'),
    ]

    operations = [
        handoff.core.tables.CreateTables(
            tables=[migrations.CreateModel(
                name='Offense',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='offenses', to='programs.program')),
                    ('key', models.CharField(max_length=60)),
                    ('title', models.CharField(max_length=160)),
                    ('statute', models.CharField(blank=True, max_length=40)),
                    ('offense_class', models.CharField(blank=True, max_length=20)),
                    ('felony', models.BooleanField(default=False)),
                    ('kind', models.CharField(max_length=40)),
                    ('has_victim', models.BooleanField(default=False)),
                    ('asks_for_drug', models.BooleanField(default=False)),
                    ('asks_for_value', models.BooleanField(default=False)),
                    ('is_common', models.BooleanField(default=False)),
                    ('effective_from', models.DateField(blank=True, null=True)),
                    ('effective_to', models.DateField(blank=True, null=True)),
                    ('source', models.CharField(max_length=300)),
                    ('reviewed_by', models.CharField(blank=True, max_length=120)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('program', 'key', 'effective_from'), name='offense_once_per_date'), models.UniqueConstraint(condition=models.Q(('effective_from__isnull', True)), fields=('program', 'key'), name='offense_once_without_date')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='Encounter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.agency')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='encounters', to='participants.person')),
                    ('officer_id', models.BigIntegerField(null=True)),
                    ('incident_number', models.CharField(blank=True, max_length=40)),
                    ('occurred_at', models.DateTimeField()),
                    ('recorded_at', models.DateTimeField()),
                ],
                options={
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='NewCharge',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='new_charges', to='participants.person')),
                    ('agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.agency')),
                    ('officer_id', models.BigIntegerField(null=True)),
                    ('offense_key', models.CharField(blank=True, max_length=60)),
                    ('title', models.CharField(max_length=160)),
                    ('statute', models.CharField(blank=True, max_length=40)),
                    ('how', models.CharField(choices=[('citation', 'Citation'), ('arrest', 'Arrest'), ('warrant', 'Warrant'), ('not_known', 'Not known')], max_length=10)),
                    ('incident_number', models.CharField(blank=True, max_length=40)),
                    ('occurred_on', models.DateField()),
                    ('occurred_at', models.DateTimeField(blank=True, null=True)),
                    ('counts', models.PositiveSmallIntegerField(default=1)),
                    ('recorded_at', models.DateTimeField()),
                    ('recorded_by_id', models.BigIntegerField(null=True)),
                    ('entered_in_error_at', models.DateTimeField(blank=True, null=True)),
                    ('key', models.CharField(max_length=64, unique=True)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='new_charge_key_not_blank')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='DifferentPerson',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='participants.person')),
                    ('person_print', models.CharField(max_length=64)),
                    ('judged_at', models.DateTimeField()),
                    ('judged_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('person', 'person_print'), name='different_person_once')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='SetAsideCharge',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('encounter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='set_aside_charges', to='charges.encounter')),
                    ('offense_key', models.CharField(max_length=60)),
                    ('title', models.CharField(max_length=160)),
                    ('statute', models.CharField(blank=True, max_length=40)),
                    ('drug', models.CharField(blank=True, max_length=40)),
                    ('quantity', models.DecimalField(blank=True, decimal_places=3, max_digits=12, null=True)),
                    ('unit', models.CharField(blank=True, max_length=20)),
                    ('value_dollars', models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True)),
                    ('state', models.CharField(choices=[('held', 'Set aside'), ('diverted', 'Diverted: intake completed'), ('referred_to_da', 'Officer chose to pursue the charge'), ('dropped', 'Officer dropped the charge')], default='held', max_length=20)),
                    ('set_aside_at', models.DateTimeField()),
                    ('first_lapses_on', models.DateField()),
                    ('lapses_on', models.DateField()),
                    ('needs_more_time', models.BooleanField(default=False)),
                ],
                options={
                    'indexes': [models.Index(fields=['state', 'lapses_on'], name='charge_by_lapse')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['held', 'diverted', 'referred_to_da', 'dropped'])), name='charge_state_known'), models.CheckConstraint(condition=models.Q(('lapses_on__gte', models.F('first_lapses_on'))), name='charge_hold_only_grows'), models.CheckConstraint(condition=models.Q(('quantity__isnull', True), models.Q(('unit', ''), _negated=True), _connector='OR'), name='charge_quantity_has_unit')],
                },
            ), migrations.CreateModel(
                name='NewChargeChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('charge', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='charges.newcharge')),
                    ('what', models.CharField(choices=[('corrected', 'Time corrected'), ('amended', 'Amended'), ('entered_in_error', 'Entered in error'), ('restored', 'Change undone')], max_length=20)),
                    ('former', models.JSONField(blank=True, default=dict)),
                    ('changed_at', models.DateTimeField()),
                    ('changed_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='Disposition',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('charge', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dispositions', to='charges.newcharge')),
                    ('code', models.CharField(choices=[('VD', 'Dismissed without leave (VD)'), ('VL', 'Dismissed with leave (VL)'), ('DPD', 'Dismissed after deferred prosecution (DPD)'), ('DD', 'Conditional discharge and dismissal (DD)'), ('DC', 'Dismissed by the court (DC)'), ('NPC', 'No probable cause (NPC)'), ('NTBS', 'Never to be served (NTBS)'), ('JU', 'Decided by a judge (JU)'), ('JR', 'Decided by a jury (JR)'), ('PC', 'Probable cause found (PC)'), ('WP', 'Probable cause hearing waived (WP)'), ('SI', 'Superseding indictment (SI)'), ('RM', 'Remanded (RM)'), ('OT', 'Other (OT)')], max_length=5)),
                    ('verdict', models.CharField(blank=True, choices=[('GU', 'Guilty (GU)'), ('GL', 'Guilty of a lesser offense (GL)'), ('NG', 'Not guilty (NG)'), ('JA', 'Judgment arrested (JA)'), ('PJC', 'Prayer for judgment continued (PJC)'), ('RS', 'Responsible (RS)'), ('RL', 'Responsible for a lesser offense (RL)'), ('NR', 'Not responsible (NR)')], max_length=5)),
                    ('sentence', models.CharField(blank=True, choices=[('active', 'Jail or prison'), ('supervised', 'Supervised probation'), ('unsupervised', 'Unsupervised probation'), ('fine', 'Fine or costs only'), ('service', 'Community service'), ('served', 'Time served'), ('other', 'Another sentence')], max_length=15)),
                    ('words', models.CharField(blank=True, max_length=200)),
                    ('disposed_on', models.DateField()),
                    ('recorded_at', models.DateTimeField()),
                    ('recorded_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'ordering': ['recorded_at', 'pk'],
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='SourceCharge',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('source_name', models.CharField(max_length=100)),
                    ('identity', models.CharField(max_length=64)),
                    ('person_print', models.CharField(max_length=64)),
                    ('names_print', models.CharField(blank=True, max_length=64)),
                    ('content_print', models.CharField(max_length=64)),
                    ('former_prints', models.JSONField(blank=True, default=list)),
                    ('state', models.CharField(choices=[('waiting', 'To compare'), ('linked', "A participant's charge"), ('dropped', 'No participant')], max_length=10)),
                    ('charge', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sources', to='charges.newcharge')),
                    ('batch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='spreadsheets.importbatch')),
                    ('judged_at', models.DateTimeField(null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['program', 'person_print'], name='source_charge_by_person')],
                    'constraints': [models.UniqueConstraint(fields=('program', 'source_name', 'identity'), name='source_charge_once'), models.CheckConstraint(condition=models.Q(models.Q(('charge__isnull', False), ('state', 'linked')), models.Q(('state', 'linked'), _negated=True), _connector='OR'), name='linked_source_charge_has_charge')],
                },
            ), migrations.CreateModel(
                name='SetAsideChargeEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('charge', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='charges.setasidecharge')),
                    ('what', models.CharField(max_length=30)),
                    ('reason', models.CharField(blank=True, max_length=300)),
                    ('lapses_on', models.DateField(blank=True, null=True)),
                    ('occurred_at', models.DateTimeField()),
                    ('recorded_at', models.DateTimeField()),
                    ('recorded_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'indexes': [],
                    'constraints': [],
                },
            )],
        ),
    ]
