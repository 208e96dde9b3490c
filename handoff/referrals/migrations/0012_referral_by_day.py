from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('referrals', '0011_past_referral'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='referral',
            index=models.Index(fields=['program', 'occurred_at'], name='referral_by_day'),
        ),
    ]
