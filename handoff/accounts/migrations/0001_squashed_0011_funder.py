"""The tables of an empty database, written by scripts/squash_migrations.py."""

import django.db.models.deletion
import django.db.models.functions.text
import handoff.core.tables
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('accounts', '0001_initial'), ('accounts', '0002_sign_in'), ('accounts', '0003_typed_pages'), ('accounts', '0004_two_people'), ('accounts', '0005_partner_roles'), ('accounts', '0006_typed_about_a_record'), ('accounts', '0007_departures'), ('accounts', '0008_mobile_crisis'), ('accounts', '0009_saved_forms'), ('accounts', '0010_covered_roles'), ('accounts', '0011_funder')]

    initial = True

    dependencies = [
        ('programs', '0001_squashed_0012_look_back_days'),
    ]

    operations = [
        handoff.core.tables.CreateTables(
            tables=[migrations.CreateModel(
                name='User',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('username', models.CharField(max_length=80, unique=True)),
                    ('full_name', models.CharField(max_length=120)),
                    ('email', models.EmailField(blank=True, max_length=254)),
                    ('phone', models.CharField(blank=True, max_length=40)),
                    ('badge_number', models.CharField(blank=True, max_length=20)),
                    ('language', models.CharField(default='en', max_length=5)),
                    ('theme', models.CharField(choices=[('day', 'Day'), ('night', 'Night')], default='day', max_length=10)),
                    ('is_active', models.BooleanField(default=True)),
                    ('last_seen_at', models.DateTimeField(blank=True, null=True)),
                    ('must_change_password', models.BooleanField(default=False)),
                    ('active_since', models.DateTimeField(blank=True, null=True)),
                    ('oidc_subject', models.CharField(blank=True, max_length=255)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('username'), name='username_once_in_any_case'), models.UniqueConstraint(condition=models.Q(('oidc_subject', ''), _negated=True), fields=('oidc_subject',), name='agency_subject_once')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='FailedTry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('address', models.CharField(max_length=45)),
                    ('tried_at', models.DateTimeField()),
                    ('subject', models.CharField(blank=True, max_length=40)),
                    ('is_open', models.BooleanField(default=False)),
                ],
                options={
                    'indexes': [models.Index(fields=['address', 'tried_at'], name='try_by_address')],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='ConfidentialityAgreement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='confidentiality_agreements', to='programs.program')),
                    ('number', models.PositiveIntegerField()),
                    ('text', models.TextField()),
                    ('text_es', models.TextField(blank=True)),
                    ('effective_at', models.DateTimeField()),
                    ('made_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('program', 'number'), name='agreement_number_once')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='Invitation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to=settings.AUTH_USER_MODEL)),
                    ('token_hash', models.CharField(max_length=64, unique=True)),
                    ('made_at', models.DateTimeField()),
                    ('expires_at', models.DateTimeField()),
                    ('used_at', models.DateTimeField(blank=True, null=True)),
                    ('made_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at'))), name='invitation_in_order')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='CredentialIssue',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='credential_issues', to=settings.AUTH_USER_MODEL)),
                    ('what', models.CharField(choices=[('made', 'Account created'), ('link', 'Sign-in link sent'), ('factors', 'Two-step verification reset'), ('agency', "Linked to the agency's sign-in")], max_length=10)),
                    ('issued_at', models.DateTimeField()),
                    ('issued_by_id', models.BigIntegerField()),
                    ('vouched_at', models.DateTimeField(blank=True, null=True)),
                    ('vouched_by_id', models.BigIntegerField(blank=True, null=True)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('vouched_at__isnull', True), ('vouched_by_id__isnull', True)), models.Q(('vouched_at__isnull', False), ('vouched_by_id__isnull', False), models.Q(('vouched_by_id', models.F('issued_by_id')), _negated=True)), _connector='OR'), name='vouched_for_by_another')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='Membership',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='programs.program')),
                    ('agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='programs.agency')),
                    ('role', models.CharField(choices=[('officer', 'Officer'), ('law_leader', 'Law enforcement leadership'), ('district_attorney', "District attorney's office"), ('crime_analyst', 'Crime analyst'), ('probation_officer', 'Probation or parole officer'), ('jail_staff', 'Jail staff'), ('treatment_provider', 'Treatment provider'), ('lme_mco', 'LME/MCO care coordinator'), ('community_partner', 'Community partner'), ('hospital_ems', 'Hospital or EMS'), ('mobile_crisis', 'Mobile crisis worker'), ('peer_support', 'Peer support specialist'), ('case_manager', 'Case manager'), ('program_manager', 'Program manager'), ('data_manager', 'Data manager'), ('evaluator', 'Evaluator'), ('funder', 'Funder'), ('site_administrator', 'Site administrator')], max_length=30)),
                    ('starts_on', models.DateField()),
                    ('ends_on', models.DateField(blank=True, null=True)),
                    ('granted_by_id', models.BigIntegerField(null=True)),
                    ('needs_confirmation', models.BooleanField(default=False)),
                    ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                    ('confirmed_by_id', models.BigIntegerField(blank=True, null=True)),
                    ('covers_id', models.BigIntegerField(blank=True, null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['program', 'role'], name='membership_program_role')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True)), fields=('user', 'program', 'role'), name='one_open_role'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='membership_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by_id__isnull', True)), models.Q(('confirmed_at__isnull', False), ('confirmed_by_id__isnull', False), models.Q(('confirmed_by_id', models.F('granted_by_id')), _negated=True)), _connector='OR'), name='role_confirmed_by_another')],
                },
            ), migrations.CreateModel(
                name='Departure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='departures', to='programs.program')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='departures', to=settings.AUTH_USER_MODEL)),
                    ('leaves_on', models.DateField()),
                    ('stand_in', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('planned_at', models.DateTimeField()),
                    ('planned_by_id', models.BigIntegerField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('program', 'user'), name='one_departure_per_member'), models.CheckConstraint(condition=models.Q(('stand_in', models.F('user')), _negated=True), name='no_one_succeeds_themselves')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='AgreementSignature',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='accounts.confidentialityagreement')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreement_signatures', to=settings.AUTH_USER_MODEL)),
                    ('typed_name', models.CharField(max_length=120)),
                    ('signed_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('agreement', 'user'), name='agreement_signed_once')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='TypedPage',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='typed_pages', to=settings.AUTH_USER_MODEL)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='typed_pages', to='programs.program')),
                    ('page', models.CharField(max_length=64)),
                    ('record', models.CharField(blank=True, max_length=64)),
                    ('sealed', models.BinaryField()),
                    ('kept_at', models.DateTimeField()),
                    ('expires_at', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(fields=['expires_at'], name='typed_page_expiry')],
                    'constraints': [models.UniqueConstraint(fields=('user', 'program', 'page'), name='typed_page_once'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('kept_at'))), name='typed_page_in_order')],
                },
            ), migrations.CreateModel(
                name='SavedForm',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programs.program')),
                    ('form', models.CharField(max_length=64)),
                    ('saved_at', models.DateTimeField()),
                    ('expires_at', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(fields=['expires_at'], name='saved_form_expiry')],
                    'constraints': [models.UniqueConstraint(fields=('user', 'program', 'form'), name='saved_form_once')],
                },
            )],
        ),
    ]
