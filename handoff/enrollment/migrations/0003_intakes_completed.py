"""Write the step "intake complete" for intakes completed before referrals had that step (N12)."""

from django.db import migrations


def write_steps(apps, schema_editor):
    event = apps.get_model("referrals", "ReferralEvent")
    intakes = apps.get_model("enrollment", "Intake").objects.filter(completed_at__isnull=False)
    event.objects.bulk_create(
        (
            event(
                referral_id=each.referral_id,
                what="intake_completed",
                occurred_at=each.completed_at,
                recorded_at=each.completed_at,
                recorded_by_id=each.completed_by_id,
            )
            for each in intakes.iterator()
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("enrollment", "0002_teams_of_today"),
        ("referrals", "0003_plain_words"),
    ]

    operations = [migrations.RunPython(write_steps, migrations.RunPython.noop)]
