import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("charges", "0001_initial"), ("staffing", "0001_initial")]

    operations = [
        # PostgreSQL keeps the row-level security policy and the grants of a table that is renamed.
        migrations.RenameModel(old_name="ChargeView", new_name="TeamRecommendation"),
        migrations.RenameField(model_name="teamrecommendation", old_name="words", new_name="comment"),
        migrations.AlterField(
            model_name="teamrecommendation",
            name="charge",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="recommendations",
                to="charges.newcharge",
            ),
        ),
    ]
