from django.db import migrations, models

WINDOW = "only_arrest_diversions_have_an_intake_window"


def window_rule(field: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q((field, "arrest_diversion"), ("intake_due_on__isnull", True), _connector="OR"),
        name=WINDOW,
    )


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial")]

    operations = [
        # The constraint names the field, so it comes off before the rename and goes back on after it.
        migrations.RemoveConstraint(model_name="referral", name=WINDOW),
        migrations.RenameField(model_name="referral", old_name="door", new_name="pathway"),
        migrations.AddConstraint(model_name="referral", constraint=window_rule("pathway")),
        migrations.RenameField(model_name="referraldraft", old_name="door", new_name="pathway"),
    ]
