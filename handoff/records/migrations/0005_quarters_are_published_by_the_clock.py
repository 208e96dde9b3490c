from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("records", "0004_published_quarters"),
    ]

    operations = [
        migrations.RemoveField(model_name="publishedquarter", name="published_by_id"),
    ]
