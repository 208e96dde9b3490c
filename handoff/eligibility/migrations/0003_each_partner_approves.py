"""Each partner approves for itself; approvals of a whole side become those of the approver's own partner (E2, P7)."""

import django.db.models.deletion
from django.db import migrations, models

KINDS = ("law_enforcement", "district_attorney")


def name_agencies(apps, schema_editor):
    approval, version = (
        apps.get_model("eligibility", name) for name in ("CriteriaApproval", "CriteriaVersion")
    )
    membership, agency = apps.get_model("accounts", "Membership"), apps.get_model("programs", "Agency")
    for row in approval.objects.select_related("version"):
        program = row.version.program_id
        held = membership.objects.filter(
            user_id=row.approved_by_id,
            program_id=program,
            agency__kind=row.side,
            starts_on__lte=row.approved_at.date(),
        )
        own = held.order_by("-starts_on").first()
        first = agency.objects.filter(program_id=program, kind=row.side).order_by("pk").first()
        row.agency_id = own.agency_id if own else first.pk if first else None
        row.save(update_fields=["agency"])
    waiting = version.objects.filter(
        proposed_at__isnull=False, approved_at__isnull=True, withdrawn_at__isnull=True
    )
    for row in waiting:
        asked = agency.objects.filter(program_id=row.program_id, kind__in=KINDS, is_active=True)
        row.approvers = list(asked.values_list("pk", flat=True))
        row.save(update_fields=["approvers"])


class Migration(migrations.Migration):
    dependencies = [
        ("eligibility", "0002_plain_words"),
        ("accounts", "0005_partner_roles"),
        ("programs", "0004_approval"),
    ]

    operations = [
        migrations.AddField("criteriaversion", "approvers", models.JSONField(blank=True, default=list)),
        migrations.AddField(
            "criteriaapproval",
            "agency",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="programs.agency",
            ),
        ),
        migrations.RunPython(name_agencies, migrations.RunPython.noop),
        migrations.RemoveConstraint("criteriaapproval", "criteria_approved_once_per_side"),
        migrations.RemoveField("criteriaapproval", "side"),
        migrations.AddConstraint(
            "criteriaapproval",
            models.UniqueConstraint(fields=["version", "agency"], name="criteria_approved_once_per_agency"),
        ),
    ]
