"""Summaries for a case in the fictional county: one that the DA's office may read, and a draft for the defender."""

from datetime import timedelta
from itertools import islice

from handoff.access.roles import RoleName
from handoff.consent.models import InformationKind, Purpose
from handoff.consent.queries import discloser_of
from handoff.consent.services import RecipientInput, ReleaseInput
from handoff.consent.wording.release_form import SUMMARY_FORM
from handoff.demo.program import DemoProgram
from handoff.enrollment.models import Enrollment, StatusPeriod
from handoff.programs.models import Agency
from handoff.staffing.models import ParticipationSummary
from handoff.staffing.summaries import services

WORDS = (
    (
        Agency.Kind.DISTRICT_ATTORNEY,
        "I have met with my worker every week since spring. I got my ID back and I'm looking for work. I want you to "
        "know that I'm trying.",
    ),
    (Agency.Kind.DEFENDER, "I have a worker I trust, and I come to what we plan together."),
)
STROKES = [[[90, 190], [260, 90], [430, 200], [640, 80]]]


def write_summaries(demo: DemoProgram) -> None:
    """The first is signed, the second still waits for the person to read it."""
    at = demo.days.ends - timedelta(days=4, hours=6)
    worker = demo.actor(demo.staff.first_with_role(RoleName.CASE_MANAGER), at)
    enrolled = Enrollment.objects.filter(
        program=demo.program,
        status_periods__ends_at__isnull=True,
        status_periods__status=StatusPeriod.Status.ACTIVE,
    )
    found = islice(enrolled.select_related("person__program").order_by("pk"), len(WORDS))
    for enrollment, (kind, words) in zip(found, WORDS, strict=False):
        agency = Agency.objects.filter(program=demo.program, kind=kind).first()
        if agency is None:
            continue
        draft = services.write_summary(
            actor=worker,
            person=enrollment.person,
            agency=agency,
            words=words,
            key=demo.key(f"summary-{kind}"),
            at=at,
        )
        if kind == Agency.Kind.DISTRICT_ATTORNEY:
            services.sign_summary(
                actor=worker,
                summary=draft,
                version=draft.version,
                release_input=consent_to(draft),
                key=demo.key("summary-signed"),
                at=at,
            )


def consent_to(draft: ParticipationSummary) -> ReleaseInput:
    """The form that the person signed on the screen."""
    return ReleaseInput(
        recipients=(RecipientInput(draft.agency, frozenset({InformationKind.SUMMARY.value})),),
        purposes=(Purpose.PROCEEDINGS.value,),
        days=180,
        discloser=discloser_of(draft.program),
        signer_name=draft.person.full_name,
        signature=STROKES,
        form_version=SUMMARY_FORM,
        statement=draft.words,
    )
