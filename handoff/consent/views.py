"""A person's releases: list, sign, print and revoke them."""

import uuid
from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from handoff.access.decorators import requires_any, requires_sign_in_within
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit.definitions import AuditLook
from handoff.audit.services import record_read
from handoff.consent import policies, presenters, queries, services
from handoff.consent.forms import ReleaseForm
from handoff.consent.models import Release
from handoff.consent.wording.release_form import LANGUAGES
from handoff.core.actions import form_action, post_action
from handoff.core.refusals import refusal_message
from handoff.core.submissions import submission_key
from handoff.participants.models import Person
from handoff.participants.views import person_or_404

SIGN_IN_FOR_CONSENT = timedelta(hours=4)
"""How old a sign-in may be for signing a release beside the person (W7)."""


def signer_or_404(request: ProgramRequest, public_id: uuid.UUID) -> Person:
    """The person whose ROIs a URL is about, if the actor may see them."""
    person = person_or_404(request, public_id)
    if refusal_message(policies.check_can_see_releases, request.actor, person):
        raise Http404
    return person


def release_or_404(request: ProgramRequest, public_id: uuid.UUID) -> Release:
    release = queries.find_release(request.program, public_id)
    if release is None or refusal_message(policies.check_can_see_releases, request.actor, release.person):
        raise Http404
    return release


@requires_any(Permission.PARTICIPANT_READ)
@require_safe
def list_releases(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    person = signer_or_404(request, person_id)
    record_read(actor=request.actor, at=request.at, action=AuditLook.ROI_LISTED, subject=person.public_id)
    rows = [presenters.release_row(each, request.at) for each in queries.releases_of(person)]
    context = {
        "person": person,
        "state": queries.roi_state(person.pk, request.at),
        "columns": presenters.release_columns(),
        "rows": rows,
        "visits": presenters.visit_lines(queries.visits_of(person), request.program),
        "new_refusal": refusal_message(policies.check_can_record_release, request.actor, person),
    }
    return render(request, "consent/releases.html", context)


def bind_release_form(request: ProgramRequest, person: Person) -> ReleaseForm:
    """The form of the kind and in the language that the URL names, with the latest ROI's choices to renew."""
    language = request.GET.get("language", person.language)
    counseling = request.GET.get("form") == "counseling"
    return ReleaseForm(
        request.POST or None,
        request.FILES or None,
        program=request.program,
        person_name=presenters.name_on_form(person),
        language=language,
        at=request.at,
        has_live=queries.live_releases(person, request.at).filter(for_counseling=counseling).exists(),
        earlier=None if counseling else queries.latest_renewable_release(person),
        counseling=counseling,
    )


@requires_sign_in_within(SIGN_IN_FOR_CONSENT)
@requires_any(Permission.CONSENT_RECORD)
def sign_release(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Sign an ROI with a person; a renewal is a new one."""
    person = signer_or_404(request, person_id)
    form = bind_release_form(request, person)
    response = form_action(
        request,
        form,
        lambda: services.sign_release(
            actor=request.actor,
            person=person,
            release_input=form.cleaned_data["release"],
            key=submission_key(request),
            at=request.at,
        ),
        done=_("Release signed. It's active now."),
        to=lambda release: ("consent:show", program, release.public_id),
    )
    if response is not None:
        return response
    record_read(
        actor=request.actor, at=request.at, action=AuditLook.ROI_FORM_OPENED, subject=person.public_id
    )
    return render(request, "consent/new.html", {"person": person, "form": form})


@requires_any(Permission.PARTICIPANT_READ)
@require_safe
def show_release(request: ProgramRequest, program: str, release_id: uuid.UUID) -> HttpResponse:
    """Show one ROI: recipients, kinds, last day and history."""
    release = release_or_404(request, release_id)
    record_read(actor=request.actor, at=request.at, action=AuditLook.ROI_OPENED, subject=release.public_id)
    context = {
        "release": release,
        "person": release.person,
        "printed": presenters.printed_release(release, request.LANGUAGE_CODE),
        "status": presenters.release_status(release, request.at),
        "live": release.is_live(request.at),
        "history": presenters.release_history(release),
        "shared": presenters.disclosure_rows(queries.disclosures_under(release), release.program),
        "revoke_refusal": refusal_message(
            policies.check_can_revoke_release, request.actor, release, request.at
        ),
        "copy_refusal": refusal_message(policies.check_can_record_release, request.actor, release.person),
    }
    return render(request, "consent/show.html", context)


@requires_any(Permission.PARTICIPANT_READ)
@require_safe
def print_release(request: ProgramRequest, program: str, release_id: uuid.UUID) -> HttpResponse:
    """Print the person's copy, in the language they signed in or another."""
    release = release_or_404(request, release_id)
    record_read(actor=request.actor, at=request.at, action=AuditLook.ROI_PRINTED, subject=release.public_id)
    language = request.GET.get("language", release.language)
    language = language if language in LANGUAGES else release.language
    with override(language):
        context = {
            "roi": presenters.printed_release(release, language),
            "release": release,
            "languages": LANGUAGES,
        }
        return render(request, "consent/print.html", context)


@requires_any(Permission.CONSENT_RECORD)
@require_safe
def print_blank(request: ProgramRequest, program: str) -> HttpResponse:
    """Print the empty form, to be signed with a pen and photographed."""
    language = request.GET.get("language", request.LANGUAGE_CODE)
    language = language if language in LANGUAGES else "en"
    with override(language):
        context = {
            "roi": presenters.blank_release(request.program, language),
            "release": None,
            "languages": LANGUAGES,
        }
        return render(request, "consent/print.html", context)


@requires_any(Permission.CONSENT_RECORD)
def revoke_release(request: ProgramRequest, program: str, release_id: uuid.UUID) -> HttpResponse:
    """Name the person and the organizations, and end the ROI at the press of one button; no reason is asked (N7)."""
    release = release_or_404(request, release_id)
    if request.method != "POST":
        record_read(
            actor=request.actor, at=request.at, action=AuditLook.ROI_OPENED, subject=release.public_id
        )
        context = {
            "release": release,
            "person": release.person,
            "printed": presenters.printed_release(release, request.LANGUAGE_CODE),
            "live": release.is_live(request.at),
            "refusal": refusal_message(policies.check_can_revoke_release, request.actor, release, request.at),
        }
        return render(request, "consent/revoke.html", context)
    return post_action(
        request,
        lambda: services.revoke_release(actor=request.actor, release=release, at=request.at),
        done=_(
            "Release revoked. From now on, nothing is shared under it. What was already "
            "shared is listed below."
        ),
        to=("consent:show", program, release.public_id),
    )


@requires_any(Permission.CONSENT_RECORD)
@require_POST
def record_copy_given(request: ProgramRequest, program: str, release_id: uuid.UUID) -> HttpResponse:
    release = release_or_404(request, release_id)
    return post_action(
        request,
        lambda: services.record_copy_given(actor=request.actor, release=release, at=request.at),
        done=_("Saved: the person has a copy."),
        to=("consent:show", program, release.public_id),
    )
