import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('participants', '0001_initial'),
        ('programs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='CriteriaVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.PositiveIntegerField()),
                ('criteria', models.JSONField()),
                ('note', models.CharField(blank=True, max_length=300)),
                ('effective_on', models.DateField()),
                ('made_at', models.DateTimeField()),
                ('made_by_id', models.BigIntegerField(null=True)),
                ('proposed_at', models.DateTimeField(blank=True, null=True)),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='criteria_versions', to='programs.program')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('program', 'number'), name='criteria_number_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CriteriaApproval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('law_enforcement', 'Law enforcement leadership'), ('district_attorney', "District attorney's office")], max_length=20)),
                ('approved_at', models.DateTimeField()),
                ('approved_by_id', models.BigIntegerField()),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='eligibility.criteriaversion')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('version', 'side'), name='criteria_approved_once_per_side'),
                ],
            },
        ),
        migrations.CreateModel(
            name='EligibilityDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('facts', models.JSONField()),
                ('findings', models.JSONField()),
                ('advice', models.CharField(max_length=30)),
                ('decision', models.CharField(choices=[('offer', 'Offer the program'), ('ask_exception', 'Ask for an exception'), ('social', 'Make it a social referral'), ('no_offer', 'Do not offer the program now')], max_length=20)),
                ('decision_reason', models.CharField(blank=True, max_length=300)),
                ('decided_at', models.DateTimeField()),
                ('decided_by_id', models.BigIntegerField(null=True)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='eligibility_decisions', to='participants.person')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='eligibility.criteriaversion')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('advice', ''), _negated=True), name='eligibility_has_advice'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ArrestListMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=60)),
                ('columns', models.JSONField()),
                ('saved_at', models.DateTimeField()),
                ('saved_by_id', models.BigIntegerField(null=True)),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='arrest_list_mappings', to='programs.program')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('program', 'name'), name='arrest_mapping_name_once')],
            },
        ),
    ]
