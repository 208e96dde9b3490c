"""The referral wizard: one page at a time, each saved when it is answered."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit.definitions import AuditLook
from handoff.audit.services import record_read
from handoff.core.refusals import Refused
from handoff.core.submissions import submission_key
from handoff.documents.models import StoredFile
from handoff.documents.services import store_scan
from handoff.eligibility.models import EligibilityDecision
from handoff.eligibility.queries import diverts_charges
from handoff.participants.services import record_matches_shown
from handoff.referrals import presenters, queries, services
from handoff.referrals.forms import referral_inputs
from handoff.referrals.forms.base import StepForm
from handoff.referrals.forms.eligibility import FactsForm
from handoff.referrals.forms.roi import RoiForm
from handoff.referrals.forms.steps import WhoForm
from handoff.referrals.forms.wizard import STEP_FORMS, ReferralWizard
from handoff.referrals.models import Pathway, Referral, ReferralDraft
from handoff.referrals.presenters.sent import sent_context
from handoff.referrals.supervision.queries import AskedOf

Decision = EligibilityDecision.Decision


@requires_any(Permission.REFERRAL_MAKE)
def new(request: ProgramRequest, program: str) -> HttpResponse:
    """Start a referral or continue a draft."""
    officer = request.actor.can(Permission.CHARGES_DECIDE_OWN)
    diverts = diverts_charges(request.program, request.at)
    if request.method == "POST":
        pathway = chosen_pathway(request.POST.get("pathway", "")) if officer else Pathway.COMMUNITY
        if not diverts and pathway == Pathway.ARREST_DIVERSION:
            pathway = Pathway.OFFICER_SOCIAL
        try:
            draft = services.start_draft(
                actor=request.actor,
                program=request.program,
                pathway=pathway,
                key=submission_key(request),
                at=request.at,
            )
        except Refused:
            return redirect("referrals:new", program)
        return redirect("referrals:resume", program, draft.public_id)
    drafts = [presenters.draft_line(each) for each in queries.open_drafts(request.program, request.actor)]
    if drafts:
        record_read(
            actor=request.actor,
            at=request.at,
            action=AuditLook.DRAFTS_LISTED,
            details={"count": len(drafts)},
            people=[line.draft.public_id for line in drafts],
        )
    return render(request, "referrals/new.html", {"drafts": drafts, "officer": officer, "diverts": diverts})


def chosen_pathway(value: str) -> Pathway:
    """The kind of referral an officer chose to start."""
    return Pathway.OFFICER_SOCIAL if value == Pathway.OFFICER_SOCIAL else Pathway.ARREST_DIVERSION


def get_wizard_or_404(request: ProgramRequest, draft_id: uuid.UUID) -> ReferralWizard:
    """The wizard of a draft that the actor owns; any other draft answers 404."""
    draft = queries.find_draft(request.program, request.actor, draft_id)
    if draft is None:
        raise Http404
    return ReferralWizard(draft=draft, program=request.program, actor=request.actor, at=request.at)


@requires_any(Permission.REFERRAL_MAKE)
def resume(request: ProgramRequest, program: str, draft_id: uuid.UUID) -> HttpResponse:
    """Continue a draft where it stopped."""
    wizard = get_wizard_or_404(request, draft_id)
    return redirect("referrals:page", program, draft_id, wizard.first_incomplete_step())


# Compressed for a phone on a poor network. That is safe here, because nothing of the address or of another site's
# choosing stands on the page beside what is secret (BREACH); pages with a search box stay as they are.
@requires_any(Permission.REFERRAL_MAKE)
@gzip_page
def page(request: ProgramRequest, program: str, draft_id: uuid.UUID, page: str) -> HttpResponse:
    """Show a page of the wizard, or save its answers and continue."""
    wizard = get_wizard_or_404(request, draft_id)
    if (elsewhere := redirect_if_closed(request, wizard, page)) is not None:
        return elsewhere
    if request.method == "POST":
        return save_step(request, wizard, page)
    record_read(
        actor=request.actor, at=request.at, action=AuditLook.DRAFT_OPENED, subject=wizard.draft.public_id
    )
    services.start_step_timer(draft=wizard.draft, at=request.at)
    form = wizard.form(page) if page in STEP_FORMS else None
    return render_step(request, wizard, page, form)


def redirect_if_closed(request: ProgramRequest, wizard: ReferralWizard, page: str) -> HttpResponse | None:
    """Where to go if this page is closed: the draft is sent, discarded or waiting, or an earlier page is incomplete."""
    slug = request.program.slug
    if wizard.draft.sent_at is not None:
        sent = queries.find_sent_referral(request.program, wizard.draft)
        return redirect("referrals:sent", slug, sent.public_id) if sent else redirect("referrals:own", slug)
    if wizard.draft.discarded_at is not None:
        return redirect("referrals:new", slug)
    if wizard.waits_for_da:
        messages.info(request, _("This referral is waiting for the DA to decide on the exception."))
        return redirect("referrals:own", slug)
    if not wizard.can_open(page):
        return redirect("referrals:page", slug, wizard.draft.public_id, wizard.first_incomplete_step())
    return None


def render_step(
    request: ProgramRequest, wizard: ReferralWizard, page: str, form: StepForm | None
) -> HttpResponse:
    if isinstance(form, WhoForm):
        record_matches_shown(actor=request.actor, matches=form.possible_matches, at=request.at)
    context = {
        "wizard": wizard,
        "form": form,
        "position": wizard.position(page),
        **presenters.page_context(wizard, page, request.GET),
    }
    templates = [f"referrals/wizard/{page}.html", "referrals/wizard/page.html"]
    return render(request, templates, context)


def save_step(request: ProgramRequest, wizard: ReferralWizard, page: str) -> HttpResponse:
    """Save the answers of a page, valid or not; then continue, or send the referral after the last page."""
    if page == "immune":
        return switch_pathway(request, wizard, Pathway.OFFICER_SOCIAL)
    form = wizard.form(page, request.POST, request.FILES)
    valid = form.is_valid()
    try:
        save_answers(request, wizard, page, answers_to_save(request, form))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        valid = False
    if (elsewhere := leave_if_asked(request, wizard)) is not None:
        return elsewhere
    if isinstance(form, FactsForm) and request.POST.get("go") == "ask_supervision":
        return ask_supervising_officer(request, wizard, form)
    if not valid:
        return render_step(request, wizard, page, form)
    saved = get_wizard_or_404(request, wizard.draft.public_id)
    saved.keep_forms_before(page, wizard)
    if page == "decide" and saved.pathway == Pathway.ARREST_DIVERSION and saved.decision == Decision.SOCIAL:
        return switch_pathway(request, saved, Pathway.OFFICER_SOCIAL)
    if saved.position(page).after:
        return continue_after(request, saved, page)
    try:
        sent = submit(request, saved, page)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return render_step(request, saved, page, form)
    return redirect("referrals:sent", request.program.slug, sent.public_id)


def ask_supervising_officer(request: ProgramRequest, wizard: ReferralWizard, form: FactsForm) -> HttpResponse:
    """Ask the office that supervises the person, and stay on the page."""
    who = wizard.cleaned_answers("who")
    try:
        services.ask_supervising_officer(
            actor=request.actor,
            program=request.program,
            asked_of=AskedOf(draft=wizard.draft),
            agency=form.chosen_agency,
            name=wizard.person_label,
            born=who.get("date_of_birth"),
            ok_to_ask=bool(form.cleaned_data.get("ok_to_ask")),
            at=request.at,
        )
    except Refused as refusal:
        form.add_error("ok_to_ask", str(refusal))
        return render_step(request, wizard, "facts", form)
    messages.success(
        request, _("Asked. Their answer will show on this page. You can save and exit until then.")
    )
    return redirect("referrals:page", request.program.slug, wizard.draft.public_id, "facts")


def leave_if_asked(request: ProgramRequest, wizard: ReferralWizard) -> HttpResponse | None:
    """Where to go if the button was not to continue: save and exit, or change the kind of referral."""
    if "exit" in request.POST:
        messages.success(request, _("Draft saved. Continue it any time under Drafts."))
        return redirect("referrals:new", request.program.slug)
    if "switch" in request.POST and wizard.may_divert:
        return switch_pathway(request, wizard, chosen_pathway(request.POST["switch"]))
    return None


def continue_after(request: ProgramRequest, wizard: ReferralWizard, page: str) -> HttpResponse:
    """The page after a saved one; after the name, by way of the lookup."""
    slug, draft = request.program.slug, wizard.draft.public_id
    if page == "who" and request.actor.can(Permission.LOOKUP_ASK):
        # Whether the person is already a participant is known above this app (R9); the answer leads back here.
        return redirect("lookup:referral", slug, draft)
    return redirect("referrals:page", slug, draft, wizard.position(page).after)


def answers_to_save(request: ProgramRequest, form: StepForm) -> dict[str, list[str]]:
    """The answers for the draft. A photo of a signed ROI is stored now, and the draft keeps its id."""
    answers = form.raw_answers()
    if isinstance(form, RoiForm) and form.scan is not None:
        kind = StoredFile.Kind.ROI_SCAN
        stored = store_scan(
            actor=request.actor, program_id=request.program.pk, upload=form.scan, kind=kind, at=request.at
        )
        answers |= {"scan_id": [str(stored.public_id)], "signature": [""]}
    return answers


def save_answers(
    request: ProgramRequest, wizard: ReferralWizard, page: str, answers: dict[str, list[str]]
) -> ReferralDraft:
    return services.save_draft(
        actor=request.actor, draft=wizard.draft, step=page, answers=answers, following=page, at=request.at
    )


def switch_pathway(request: ProgramRequest, wizard: ReferralWizard, pathway: Pathway) -> HttpResponseRedirect:
    """Turn the draft into a referral of the other kind. The answers so far are kept."""
    services.switch_draft(actor=request.actor, draft=wizard.draft, pathway=pathway, at=request.at)
    saved = get_wizard_or_404(request, wizard.draft.public_id)
    return HttpResponseRedirect(saved.url(saved.first_incomplete_step()))


def submit(request: ProgramRequest, wizard: ReferralWizard, page: str) -> Referral:
    """Send the finished referral. The draft's id is the submission key, so sending twice makes one referral."""
    actor, program, at = request.actor, request.program, request.at
    key = str(wizard.draft.public_id)
    if page == "not_now" or wizard.decision == Decision.NO_OFFER:
        not_now = referral_inputs.not_now_input(wizard)
        return services.submit_not_now(actor=actor, program=program, not_now_input=not_now, key=key, at=at)
    if wizard.pathway != Pathway.ARREST_DIVERSION:
        social = referral_inputs.social_referral_input(wizard)
        return services.submit_social_referral(
            actor=actor, program=program, referral_input=social, key=key, at=at
        )
    if wizard.decision == Decision.ASK_EXCEPTION:
        asked = referral_inputs.exception_input(wizard)
        # The officer continues the draft after the DA's decision, so its own key is still needed for the answer.
        return services.request_exception(
            actor=actor, program=program, exception_input=asked, key=f"{key}:exception", at=at
        )
    accepted = referral_inputs.referral_input(wizard)
    return services.submit_referral(actor=actor, program=program, referral_input=accepted, key=key, at=at)


@requires_any(Permission.REFERRAL_MAKE)
@require_POST
def discard(request: ProgramRequest, program: str, draft_id: uuid.UUID) -> HttpResponse:
    """Discard a draft. It can be restored for a day."""
    wizard = get_wizard_or_404(request, draft_id)
    try:
        services.discard_draft(actor=request.actor, draft=wizard.draft, at=request.at)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("referrals:new", program)
    return render(request, "referrals/discarded.html", {"draft": wizard.draft})


@requires_any(Permission.REFERRAL_MAKE)
@require_POST
def restore(request: ProgramRequest, program: str, draft_id: uuid.UUID) -> HttpResponse:
    wizard = get_wizard_or_404(request, draft_id)
    services.restore_draft(actor=request.actor, draft=wizard.draft, at=request.at)
    return redirect("referrals:page", program, draft_id, wizard.first_incomplete_step())


@requires_any(Permission.REFERRAL_MAKE)
def sent(request: ProgramRequest, program: str, referral_id: uuid.UUID) -> HttpResponse:
    """What happens next, who is responsible, and by when."""
    referral = queries.find_own_referral(request.program, request.actor, referral_id, request.at)
    if referral is None:
        raise Http404
    record_read(
        actor=request.actor, at=request.at, action=AuditLook.REFERRAL_OPENED, subject=referral.public_id
    )
    context = sent_context(referral, request.actor, request.at)
    return render(request, "referrals/sent.html", context)
