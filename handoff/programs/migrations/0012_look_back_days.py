from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('programs', '0011_defender_and_court'),
    ]

    operations = [
        migrations.AddField(
            model_name='policyversion',
            name='look_back_days',
            field=models.PositiveSmallIntegerField(default=180),
        ),
    ]
