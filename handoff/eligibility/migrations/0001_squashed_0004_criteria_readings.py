"""The tables of an empty database, written by scripts/squash_migrations.py."""

import django.db.models.deletion
import handoff.core.tables
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('eligibility', '0001_initial'), ('eligibility', '0002_plain_words'), ('eligibility', '0003_each_partner_approves'), ('eligibility', '0004_criteria_readings')]

    initial = True

    dependencies = [
        ('participants', '0001_squashed_0006_cover'),
        ('programs', '0001_squashed_0012_look_back_days'),
    ]

    operations = [
        handoff.core.tables.CreateTables(
            tables=[migrations.CreateModel(
                name='CriteriaVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='criteria_versions', to='programs.program')),
                    ('number', models.PositiveIntegerField()),
                    ('criteria', models.JSONField()),
                    ('note', models.CharField(blank=True, max_length=300)),
                    ('effective_on', models.DateField()),
                    ('approvers', models.JSONField(blank=True, default=list)),
                    ('made_at', models.DateTimeField()),
                    ('made_by_id', models.BigIntegerField(null=True)),
                    ('proposed_at', models.DateTimeField(blank=True, null=True)),
                    ('approved_at', models.DateTimeField(blank=True, null=True)),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('program', 'number'), name='criteria_number_once')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='ArrestListMapping',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='arrest_list_mappings', to='programs.program')),
                    ('name', models.CharField(max_length=60)),
                    ('columns', models.JSONField()),
                    ('saved_at', models.DateTimeField()),
                    ('saved_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('program', 'name'), name='arrest_mapping_name_once')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='CriteriaApproval',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='eligibility.criteriaversion')),
                    ('agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.agency')),
                    ('approved_at', models.DateTimeField()),
                    ('approved_by_id', models.BigIntegerField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('version', 'agency'), name='criteria_approved_once_per_agency')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='CriteriaReading',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='eligibility.criteriaversion')),
                    ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.agency')),
                    ('answer', models.CharField(choices=[('confirmed', 'Read, no changes asked for'), ('changes', 'Read, changes asked for')], max_length=10)),
                    ('changes', models.CharField(blank=True, max_length=300)),
                    ('read_at', models.DateTimeField()),
                    ('read_by_id', models.BigIntegerField()),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answer', 'confirmed'), ('changes', '')), models.Q(('answer', 'changes'), models.Q(('changes', ''), _negated=True)), _connector='OR'), name='changes_asked_for_are_named')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='EligibilityDecision',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='eligibility.criteriaversion')),
                    ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='eligibility_decisions', to='participants.person')),
                    ('facts', models.JSONField()),
                    ('findings', models.JSONField()),
                    ('advice', models.CharField(max_length=30)),
                    ('decision', models.CharField(choices=[('offer', 'Offer the program'), ('ask_exception', 'Ask for an exception'), ('social', 'Make a social referral'), ('no_offer', "Don't offer the program now")], max_length=20)),
                    ('decision_reason', models.CharField(blank=True, max_length=300)),
                    ('decided_at', models.DateTimeField()),
                    ('decided_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('advice', ''), _negated=True), name='eligibility_has_advice')],
                    'indexes': [],
                },
            )],
        ),
    ]
