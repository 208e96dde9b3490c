"""The tables of an empty database, written by scripts/squash_migrations.py."""

import django.db.models.deletion
import handoff.core.tables
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('consent', '0001_initial'), ('consent', '0002_renewal_visits'), ('consent', '0003_outside_recipient'), ('consent', '0004_plain_words'), ('consent', '0005_typed_signature'), ('consent', '0006_signed_by_link'), ('consent', '0007_release_statement')]

    initial = True

    dependencies = [
        ('documents', '0001_squashed_0002_alter_storedfile_kind'),
        ('participants', '0001_squashed_0006_cover'),
        ('programs', '0001_squashed_0012_look_back_days'),
    ]

    operations = [
        handoff.core.tables.CreateTables(
            tables=[migrations.CreateModel(
                name='Release',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='releases', to='programs.program')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='releases', to='participants.person')),
                    ('form_version', models.CharField(max_length=20)),
                    ('language', models.CharField(max_length=5)),
                    ('discloser', models.CharField(max_length=300)),
                    ('purposes', models.JSONField()),
                    ('starts_at', models.DateTimeField()),
                    ('ends_at', models.DateTimeField()),
                    ('days', models.PositiveSmallIntegerField()),
                    ('signer', models.CharField(choices=[('self', 'The person'), ('guardian', 'A legal guardian')], default='self', max_length=10)),
                    ('signer_name', models.CharField(max_length=160)),
                    ('means', models.CharField(choices=[('drawn', 'Signed on the screen'), ('typed', 'Signed by typing the name'), ('scanned', 'Signed on paper and scanned'), ('linked', 'Signed by typing the name, on a link sent to the person')], max_length=10)),
                    ('signature', models.JSONField(blank=True, null=True)),
                    ('typed_name', models.CharField(blank=True, max_length=160)),
                    ('witnessed_by_id', models.BigIntegerField(blank=True, null=True)),
                    ('scan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='documents.storedfile')),
                    ('signed_at', models.DateTimeField()),
                    ('recorded_at', models.DateTimeField()),
                    ('recorded_by_id', models.BigIntegerField(null=True)),
                    ('copy_given', models.BooleanField(default=False)),
                    ('replaces_earlier', models.BooleanField(default=False)),
                    ('for_counseling', models.BooleanField(default=False)),
                    ('statement', models.TextField(blank=True, default='', max_length=1500)),
                    ('revoked_at', models.DateTimeField(blank=True, null=True)),
                    ('revoked_by_id', models.BigIntegerField(blank=True, null=True)),
                    ('key', models.CharField(max_length=64, unique=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['program', 'ends_at'], name='roi_by_end')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('days__gte', 1), ('days__lte', 365)), name='roi_at_most_365_days'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='roi_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('means', 'drawn'), ('signature__isnull', False)), models.Q(('means', 'scanned'), ('scan__isnull', False)), models.Q(('means', 'typed'), ('witnessed_by_id__isnull', False), models.Q(('typed_name', ''), _negated=True)), models.Q(('means', 'linked'), models.Q(('typed_name', ''), _negated=True)), _connector='OR'), name='roi_is_signed'), models.CheckConstraint(condition=models.Q(models.Q(('revoked_at__isnull', True), ('revoked_by_id__isnull', True)), ('revoked_at__isnull', False), _connector='OR'), name='roi_revoked_by_and_when'), models.CheckConstraint(condition=models.Q(models.Q(('discloser', ''), _negated=True), models.Q(('signer_name', ''), _negated=True)), name='roi_names_who'), models.CheckConstraint(condition=models.Q(('signed_at__lte', models.F('recorded_at'))), name='roi_signed_before_recorded'), models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='roi_key_not_blank'), models.CheckConstraint(condition=models.Q(models.Q(('form_version', ''), _negated=True), models.Q(('language', ''), _negated=True)), name='roi_names_its_form')],
                },
            ), migrations.CreateModel(
                name='RenewalVisit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='renewal_visits', to='participants.person')),
                    ('planned_on', models.DateField()),
                    ('worker_id', models.BigIntegerField(null=True)),
                    ('state', models.CharField(choices=[('planned', 'Scheduled'), ('done', 'They met'), ('declined', 'The person chose not to renew'), ('missed', 'They did not meet')], default='planned', max_length=10)),
                    ('recorded_at', models.DateTimeField()),
                    ('recorded_by_id', models.BigIntegerField(null=True)),
                    ('closed_at', models.DateTimeField(blank=True, null=True)),
                    ('closed_by_id', models.BigIntegerField(blank=True, null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'planned')), fields=('person',), name='one_planned_visit_per_person'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('state', 'planned')), models.Q(models.Q(('state', 'planned'), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='visit_closed_by_and_when')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='ReleaseRecipient',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recipients', to='consent.release')),
                    ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.agency')),
                    ('kinds', models.JSONField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('release', 'agency'), name='roi_recipient_once')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='ReleaseEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('release', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='consent.release')),
                    ('what', models.CharField(max_length=30)),
                    ('occurred_at', models.DateTimeField()),
                    ('recorded_at', models.DateTimeField()),
                    ('recorded_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='Disclosure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disclosures', to='participants.person')),
                    ('agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.agency')),
                    ('recipient_name', models.CharField(blank=True, max_length=160)),
                    ('to_user_id', models.BigIntegerField(null=True)),
                    ('kinds', models.JSONField()),
                    ('what', models.CharField(max_length=60)),
                    ('purpose', models.CharField(max_length=120)),
                    ('release', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='disclosures', to='consent.release')),
                    ('disclosed_at', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(fields=['person', 'disclosed_at'], name='disclosure_by_person'), models.Index(fields=['program', 'disclosed_at'], name='disclosure_by_day')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('agency__isnull', False), ('recipient_name', '')), models.Q(('agency__isnull', True), models.Q(('recipient_name', ''), _negated=True)), _connector='OR'), name='disclosure_names_one_recipient')],
                },
            )],
        ),
    ]
