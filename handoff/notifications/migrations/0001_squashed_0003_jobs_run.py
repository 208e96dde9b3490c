"""The tables of an empty database, written by scripts/squash_migrations.py."""

import handoff.core.tables
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('notifications', '0001_initial'), ('notifications', '0002_notice_claimed_at'), ('notifications', '0003_jobs_run')]

    initial = True

    dependencies = [
    ]

    operations = [
        handoff.core.tables.CreateTables(
            tables=[migrations.CreateModel(
                name='Notice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program_id', models.BigIntegerField()),
                    ('channel', models.CharField(choices=[('email', 'e-mail'), ('text', 'text message')], default='email', max_length=10)),
                    ('recipient_user_id', models.BigIntegerField(null=True)),
                    ('to_address', models.CharField(max_length=254)),
                    ('kind', models.CharField(max_length=40)),
                    ('path', models.CharField(max_length=200)),
                    ('language', models.CharField(default='en', max_length=5)),
                    ('key', models.CharField(max_length=120, unique=True)),
                    ('queued_at', models.DateTimeField()),
                    ('claimed_at', models.DateTimeField(null=True)),
                    ('sent_at', models.DateTimeField(null=True)),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('last_error', models.CharField(blank=True, max_length=200)),
                ],
                options={
                    'indexes': [models.Index(fields=['sent_at', 'queued_at'], name='notice_waiting')],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='JobsRun',
                fields=[
                    ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                    ('finished_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='jobs_run_once')],
                    'indexes': [],
                },
            )],
        ),
    ]
