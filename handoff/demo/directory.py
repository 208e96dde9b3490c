"""The fictional county's provider directory: invented services, read from a table as a county's own list would be."""

import csv
import io
from datetime import datetime, timedelta
from pathlib import Path

from handoff.access.actor import Actor
from handoff.access.roles import RoleName
from handoff.demo.program import DemoProgram
from handoff.directory import services as directory
from handoff.directory.facts import OrganizationFacts
from handoff.directory.models import Organization

TABLE = Path(__file__).parent / "data" / "services.csv"
SOURCE = "Invented list for training"
CHECKED = "Last checked"
LINKED = ("clinic", "shelter")


def fill_directory(demo: DemoProgram) -> None:
    """The program manager imports the county's list; its last column counts the days since each entry was checked."""
    moment = demo.days.ends - timedelta(days=6)
    manager = demo.actor(demo.staff.first_with_role(RoleName.PROGRAM_MANAGER), moment)
    batch = directory.read_import(
        actor=manager, program=demo.program, source_name=SOURCE, files=[dated_table(demo)], at=moment
    )
    directory.apply_import(actor=manager, batch=batch, at=moment)
    link_partners(demo, manager, moment)


def link_partners(demo: DemoProgram, manager: Actor, at: datetime) -> None:
    """Two organizations of the list are partners of the program, whose users answer referrals to their services."""
    for key in LINKED:
        agency = demo.partners[key]
        organization = Organization.objects.get(program=demo.program, name=agency.name)
        directory.change_organization(
            actor=manager,
            organization=organization,
            facts=OrganizationFacts(name=organization.name),
            agency=agency,
            at=at,
        )


def dated_table(demo: DemoProgram) -> tuple[str, bytes]:
    """The table with its numbers of days as dates before the county's today."""
    rows = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]))
    writer.writeheader()
    for row in rows:
        days = row[CHECKED]
        checked = (demo.days.today - timedelta(days=int(days))).isoformat() if days else ""
        writer.writerow({**row, CHECKED: checked})
    return ("services.csv", out.getvalue().encode())
