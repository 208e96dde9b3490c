"""Two sources may number their organizations, places and services alike: an id counts within its source."""

from django.db import migrations, models


def name_sources(apps, schema_editor):
    services = apps.get_model("directory", "Service").objects.exclude(source_name="")
    for service in services.select_related("organization").prefetch_related("places__location").iterator(500):
        found = [each.location for each in service.places.all()]
        found += [service.organization] if service.organization else []
        for each in found:
            if each.source_id and not each.source_name:
                each.source_name = service.source_name
                each.save(update_fields=["source_name"])


def by_source(name):
    return models.UniqueConstraint(
        condition=~models.Q(source_id=""), fields=["program", "source_name", "source_id"], name=name
    )


class Migration(migrations.Migration):
    dependencies = [("directory", "0005_column_mappings")]

    operations = [
        migrations.AddField("organization", "source_name", models.CharField(blank=True, max_length=100)),
        migrations.AddField("location", "source_name", models.CharField(blank=True, max_length=100)),
        migrations.RunPython(name_sources, migrations.RunPython.noop),
        migrations.RemoveConstraint("organization", "organization_source_once"),
        migrations.RemoveConstraint("service", "service_source_once"),
        migrations.RemoveConstraint("location", "location_source_once"),
        migrations.AddConstraint("organization", by_source("organization_source_once")),
        migrations.AddConstraint("service", by_source("service_source_once")),
        migrations.AddConstraint("location", by_source("location_source_once")),
    ]
