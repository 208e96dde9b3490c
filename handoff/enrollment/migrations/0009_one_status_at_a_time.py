import handoff.core.constraints
from django.db import migrations


def refuse_overlaps(apps, schema_editor):
    """Stop with a sentence where a participant has two statuses at one time: no release of Handoff made such rows."""
    periods = apps.get_model("enrollment", "StatusPeriod").objects.order_by("enrollment_id", "starts_at", "pk")
    before, wrong = None, set()
    for each in periods.only("enrollment_id", "starts_at", "ends_at").iterator():
        if each.ends_at is not None and each.ends_at <= each.starts_at:
            continue
        if before is not None and before.enrollment_id == each.enrollment_id:
            if before.ends_at is None or each.starts_at < before.ends_at:
                wrong.add(each.enrollment_id)
        before = each
    if wrong:
        raise RuntimeError(
            "A participant can't have two statuses at one time. End the earlier status where the later one starts "
            "(table enrollment_statusperiod, enrollment_id "
            f"{', '.join(str(each) for each in sorted(wrong))}), then run the upgrade again."
        )


class Migration(migrations.Migration):

    dependencies = [
        ('enrollment', '0008_look_backs'),
    ]

    operations = [
        migrations.RunPython(refuse_overlaps, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name='statusperiod',
            constraint=handoff.core.constraints.PeriodsDoNotOverlap(ends='ends_at', name='one_status_at_a_time', owner='enrollment', starts='starts_at'),
        ),
    ]
