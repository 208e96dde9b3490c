"""A person's releases: see, sign, print, revoke in one step, and who has one that ends soon."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from handoff.access.doors import fresh, requires
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit.services import record_read
from handoff.consent import policies, presenters, queries, services
from handoff.consent.forms import ReleaseForm
from handoff.consent.models import Release
from handoff.consent.wording.release_form import LANGUAGES
from handoff.core.refusals import Refused, why_not
from handoff.participants.models import Person


def person_or_404(request: ProgramRequest, public_id: uuid.UUID) -> Person:
    """Return a person whose ROIs the actor may see; for everybody else there is no such page."""
    person = queries.find_person(request.program, public_id)
    if person is None or why_not(policies.check_can_see_releases, request.actor, person):
        raise Http404
    return person


def release_or_404(request: ProgramRequest, public_id: uuid.UUID) -> Release:
    """Return a release that the actor may see."""
    release = queries.find_release(request.program, public_id)
    if release is None or why_not(policies.check_can_see_releases, request.actor, release.person):
        raise Http404
    return release


@requires(Permission.PARTICIPANT_READ)
@require_safe
def releases(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Show every ROI of a person, newest first."""
    person = person_or_404(request, person_id)
    record_read(actor=request.actor, at=request.at, action="roi.listed", subject=person.public_id)
    rows = [presenters.release_row(each, request.at) for each in queries.releases_of(person)]
    context = {
        "person": person,
        "state": queries.roi_state(person.pk, request.at),
        "columns": presenters.release_columns(),
        "rows": rows,
        "visits": presenters.visit_lines(queries.visits_of(person), request.program),
        "why_not_new": why_not(policies.check_can_record_release, request.actor, person),
    }
    return render(request, "consent/releases.html", context)


@fresh
@requires(Permission.CONSENT_RECORD)
def new(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Sign an ROI with a person; a renewal is a new one."""
    person = person_or_404(request, person_id)
    language = request.GET.get("language", person.language)
    counseling = request.GET.get("form") == "counseling"
    form = ReleaseForm(
        request.POST or None,
        request.FILES or None,
        program=request.program,
        person_name=presenters.written_name(person),
        language=language,
        at=request.at,
        has_live=queries.live_releases(person, request.at).filter(for_counseling=counseling).exists(),
        earlier=None if counseling else queries.last_signed(person),
        counseling=counseling,
    )
    if request.method == "POST" and form.is_valid():
        given, key = form.cleaned_data["release"], request.POST.get("submission_key", "") or str(uuid.uuid4())
        try:
            release = services.sign_release(
                actor=request.actor, person=person, given=given, key=key, at=request.at
            )
            messages.success(request, _("The ROI is signed and in force."))
            return redirect("consent:show", program, release.public_id)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    record_read(actor=request.actor, at=request.at, action="roi.form_opened", subject=person.public_id)
    return render(request, "consent/new.html", {"person": person, "form": form})


@requires(Permission.PARTICIPANT_READ)
@require_safe
def show(request: ProgramRequest, program: str, release_id: uuid.UUID) -> HttpResponse:
    """Show one ROI: with whom, what, until when, and its history."""
    release = release_or_404(request, release_id)
    record_read(actor=request.actor, at=request.at, action="roi.opened", subject=release.public_id)
    context = {
        "release": release,
        "person": release.person,
        "printed": presenters.printed(release, request.LANGUAGE_CODE),
        "standing": presenters.standing(release, request.at),
        "live": release.is_live(request.at),
        "history": presenters.history(release),
        "shared": presenters.shared_lines(queries.disclosures_under(release), release.program),
        "why_not_revoke": why_not(policies.check_can_revoke_release, request.actor, release, request.at),
        "why_not_copy": why_not(policies.check_can_record_release, request.actor, release.person),
    }
    return render(request, "consent/show.html", context)


@requires(Permission.PARTICIPANT_READ)
@require_safe
def print_release(request: ProgramRequest, program: str, release_id: uuid.UUID) -> HttpResponse:
    """Print the person's copy, in the language they signed in or another."""
    release = release_or_404(request, release_id)
    record_read(actor=request.actor, at=request.at, action="roi.printed", subject=release.public_id)
    language = request.GET.get("language", release.language)
    language = language if language in LANGUAGES else release.language
    with override(language):
        context = {"roi": presenters.printed(release, language), "release": release, "languages": LANGUAGES}
        return render(request, "consent/print.html", context)


@requires(Permission.CONSENT_RECORD)
@require_safe
def print_blank(request: ProgramRequest, program: str) -> HttpResponse:
    """Print the empty form, to be signed with a pen and photographed."""
    language = request.GET.get("language", request.LANGUAGE_CODE)
    language = language if language in LANGUAGES else "en"
    with override(language):
        context = {
            "roi": presenters.blank(request.program, language),
            "release": None,
            "languages": LANGUAGES,
        }
        return render(request, "consent/print.html", context)


@requires(Permission.CONSENT_RECORD)
@require_POST
def revoke(request: ProgramRequest, program: str, release_id: uuid.UUID) -> HttpResponse:
    """End an ROI at the person's word: one press, at once, no reason."""
    release = release_or_404(request, release_id)
    try:
        services.revoke_release(actor=request.actor, release=release, at=request.at)
        messages.success(
            request,
            _(
                "The ROI is revoked. From now on nothing is shared under it. What was shared before is listed below."
            ),
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("consent:show", program, release.public_id)


@requires(Permission.CONSENT_RECORD)
@require_POST
def give_copy(request: ProgramRequest, program: str, release_id: uuid.UUID) -> HttpResponse:
    """Write down that the person has their copy."""
    release = release_or_404(request, release_id)
    try:
        services.record_copy_given(actor=request.actor, release=release, at=request.at)
        messages.success(request, _("Noted: the person has a copy."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("consent:show", program, release.public_id)
