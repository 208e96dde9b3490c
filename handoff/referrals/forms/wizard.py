"""The referral wizard: which pages a draft has, given its answers so far, and which of them may be opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.charges.models import Offense
from handoff.core.forms.base import is_typed_before
from handoff.core.ui import Step
from handoff.eligibility.engine.findings import Advice
from handoff.eligibility.models import CriteriaVersion, EligibilityDecision
from handoff.eligibility.queries import current_criteria, diverts_charges
from handoff.programs.models import Agency, Program
from handoff.programs.queries import HandoffOptions, handoff_options, local_date
from handoff.referrals import queries
from handoff.referrals.forms import charges as charge_pages
from handoff.referrals.forms import eligibility as eligibility_pages
from handoff.referrals.forms import roi as roi_pages
from handoff.referrals.forms import steps as question_pages
from handoff.referrals.forms.answers import assessment_of, drug_choices, unit_choices
from handoff.referrals.forms.base import Choice, CleanedAnswers, FormData, FormFiles, StepForm, to_form_data
from handoff.referrals.forms.questions import CriteriaQuestions, questions_for
from handoff.referrals.models import Pathway, Referral, ReferralDraft, SupervisionQuestion
from handoff.referrals.supervision.queries import AskedOf, answering_agencies, latest_question

Decision = EligibilityDecision.Decision

STEP_NAMES = {
    "who": _("Who"),
    "charges": _("What happened"),
    "facts": _("Are they eligible?"),
    "offer": _("Offer and answer"),
    "screening": _("Contact and needs"),
    "roi": _("Release of information"),
    "handoff": pgettext_lazy("step of a referral", "Handoff"),
    "reason": _("Reason and send"),
}
STEP_OF_PAGE = {
    "immune": "charges",
    "details": "charges",
    "decide": "facts",
    "no_offer": "offer",
    "not_now": "offer",
}
STEPS_OF_PATHWAY = {
    Pathway.ARREST_DIVERSION: ("who", "charges", "facts", "offer", "screening", "roi", "handoff"),
    Pathway.OFFICER_SOCIAL: ("who", "facts", "reason"),
    Pathway.COMMUNITY: ("who", "reason"),
}
STEP_FORMS: dict[str, type[StepForm]] = {
    "who": question_pages.WhoForm,
    "charges": charge_pages.ChargesForm,
    "details": charge_pages.DetailsForm,
    "facts": eligibility_pages.FactsForm,
    "decide": eligibility_pages.DecideForm,
    "offer": question_pages.OfferForm,
    "no_offer": question_pages.NoOfferForm,
    "not_now": question_pages.NotNowForm,
    "screening": question_pages.ScreeningForm,
    "reason": question_pages.ScreeningForm,
    "roi": roi_pages.RoiForm,
    "handoff": question_pages.HandoffForm,
}


@dataclass(frozen=True)
class PagePosition:
    """A page with the keys of the pages before and after it; blank at either end."""

    page: str
    before: str
    after: str


class ReferralWizard:
    """One draft with its answers, built for each request."""

    at_a_desk = False

    def __init__(self, *, draft: ReferralDraft, program: Program, actor: Actor, at: datetime) -> None:
        self.draft, self.program, self.actor, self.at = draft, program, actor, at
        self._saved_forms: dict[str, StepForm] = {}

    @cached_property
    def may_divert(self) -> bool:
        return self.actor.can(Permission.CHARGES_DECIDE_OWN) and diverts_charges(self.program, self.at)

    @cached_property
    def is_exception(self) -> bool:
        """True if the DA was asked for an exception, whether or not it is decided."""
        return self.draft.referral_id is not None

    @cached_property
    def waits_for_da(self) -> bool:
        referral = self.draft.referral
        return referral is not None and referral.state == Referral.State.EXCEPTION_REQUESTED

    @cached_property
    def supervision_question(self) -> SupervisionQuestion | None:
        return latest_question(AskedOf(draft=self.draft))

    @cached_property
    def answering_agencies(self) -> list[Agency]:
        return answering_agencies(self.program, self.at)

    @cached_property
    def version(self) -> CriteriaVersion | None:
        return current_criteria(self.program, self.at)

    @cached_property
    def offenses(self) -> list[Offense]:
        return queries.offenses_on(self.program, local_date(self.program, self.at))

    @cached_property
    def drugs(self) -> Sequence[Choice]:
        return drug_choices(self)

    @cached_property
    def units(self) -> Sequence[Choice]:
        return unit_choices()

    @cached_property
    def options(self) -> HandoffOptions:
        return handoff_options(self.program, self.at)

    @property
    def script_language(self) -> str:
        return str(self.cleaned_answers("offer").get("language") or "en")

    @property
    def pathway(self) -> str:
        """The pathway: community for program staff, else the one the officer chose."""
        return str(self.draft.pathway)

    @property
    def is_immune(self) -> bool:
        """True if the law protects the person, so that there is no charge to set aside (E8)."""
        immunity = self.cleaned_answers("charges").get("immunity") or "none"
        return self.pathway == Pathway.ARREST_DIVERSION and immunity not in {"none", "unknown"}

    @cached_property
    def criteria_questions(self) -> CriteriaQuestions:
        return questions_for(self.version)

    @cached_property
    def advice(self) -> Advice:
        """The advice on the answers so far. Unknown answers are never met."""
        assessment = assessment_of(self)
        return assessment.advice if assessment is not None else Advice.MORE_INFORMATION

    @property
    def offers_at_once(self) -> bool:
        """True if the script follows the result on one page: every criterion is met, or the DA has approved."""
        return self.is_exception or (
            self.pathway == Pathway.ARREST_DIVERSION and self.advice == Advice.ELIGIBLE
        )

    @property
    def answer(self) -> str:
        """What the person said, or 'other' if the officer did not offer the program after all."""
        return str(self.cleaned_answers("offer").get("answer") or "")

    @property
    def decision(self) -> str:
        """The officer's decision. Where the script follows at once, reading it to the person is the decision to offer
        (G8); after the DA's approval it is to offer, unless the officer chooses not to.
        """
        if self.is_exception:
            return Decision.NO_OFFER if self.answer == "other" else Decision.OFFER
        if self.offers_at_once and self.answer != "other":
            return Decision.OFFER if self.answer else ""
        return str(self.cleaned_answers("decide").get("decision") or "")

    def needs_details(self) -> bool:
        """True if a chosen offense asks for a drug, a value or a victim's agreement that the criteria ask about."""
        return bool(charge_pages.detail_groups(self))

    @property
    def pages(self) -> list[str]:
        """The pages of this draft in order, as far as its answers tell."""
        if self.pathway == Pathway.COMMUNITY:
            return ["who", "reason"]
        if self.is_exception:
            # After the DA's own recommendation the officer's draft starts empty: who it was isn't kept.
            again = [] if "facts" in self.draft.answers else self._charge_pages()
            return ["who", *again, *self._pages_from_offer()]
        if self.is_immune:
            return ["who", "charges", "immune"]
        arrest = self.pathway == Pathway.ARREST_DIVERSION
        pages = ["who", *(self._charge_pages() if arrest else []), "facts"]
        if not self.is_done("facts"):
            return [*pages, *(self._pages_from_offer() if arrest else ["decide"])]
        if self.offers_at_once:
            return pages + self._pages_from_offer()
        return pages + self._pages_from_decision(arrest)

    def _charge_pages(self) -> list[str]:
        return ["charges", *(["details"] if self.needs_details() else [])]

    def _pages_from_decision(self, arrest: bool) -> list[str]:
        if self.decision == Decision.NO_OFFER:
            return ["decide", "not_now"]
        if not arrest:
            return ["decide", "reason"]
        offered = self.decision in {"", Decision.OFFER}
        return ["decide", *(self._pages_from_offer() if offered else [])]

    def _pages_from_offer(self) -> list[str]:
        if self.answer == "not_now":
            return ["offer", "not_now"]
        if self.answer == "other" and self.is_exception:
            return ["offer", "no_offer", "not_now"]
        if self.answer == "other" and self.offers_at_once:
            return ["offer", "decide", *(["not_now"] if self.decision == Decision.NO_OFFER else [])]
        return ["offer", "screening", "roi", "handoff"]

    def form(self, page: str, data: FormData | None = None, files: FormFiles | None = None) -> StepForm:
        """A page's form with what was sent now, with its saved answers, or blank."""
        form_class = STEP_FORMS[page]
        if data is None and page in self.draft.answers and not is_typed_before(form_class):
            return self.saved_form(page)
        return form_class(data, files, wizard=self)

    def saved_form(self, page: str) -> StepForm:
        """A page's form with its saved answers, built and validated once for each request."""
        # Nearly every question about a draft (which pages it has, which may be opened) asks whether earlier answers are
        # valid. Without this cache, showing one page validated each earlier page about three times.
        if page not in self._saved_forms:
            data = to_form_data(self.draft.answers[page])
            self._saved_forms[page] = STEP_FORMS[page](data, None, wizard=self)
        return self._saved_forms[page]

    def keep_forms_before(self, page: str, earlier: ReferralWizard) -> None:
        """Take over the validated forms of the pages before `page`, which was just saved."""
        for name in STEP_FORMS:
            # A form depends on the pages before it and on no later one, so the first difference ends it: the page
            # itself, or an earlier one that another tab has changed meanwhile.
            if name == page or self.draft.answers.get(name) != earlier.draft.answers.get(name):
                return
            if name in earlier._saved_forms:
                self._saved_forms[name] = earlier._saved_forms[name]

    def cleaned_answers(self, page: str) -> CleanedAnswers:
        """A page's saved answers if they are valid, else nothing."""
        if page not in STEP_FORMS or page not in self.draft.answers:
            return {}
        form = self.saved_form(page)
        return form.cleaned_data if form.is_valid() else {}

    def is_done(self, page: str) -> bool:
        if page not in STEP_FORMS:
            return page in self.draft.answers
        return page in self.draft.answers and self.saved_form(page).is_valid()

    def first_incomplete_step(self) -> str:
        """The first page without valid answers, or the last page."""
        pages = self.pages
        return next((page for page in pages if not self.is_done(page)), pages[-1])

    def can_open(self, page: str) -> bool:
        """True if every page before this one has valid answers."""
        pages = self.pages
        return page in pages and all(self.is_done(earlier) for earlier in pages[: pages.index(page)])

    def position(self, page: str) -> PagePosition:
        pages = self.pages
        index = pages.index(page)
        return PagePosition(
            page, pages[index - 1] if index else "", pages[index + 1] if index + 1 < len(pages) else ""
        )

    def url(self, page: str) -> str:
        return reverse("referrals:page", args=[self.program.slug, self.draft.public_id, page])

    @property
    def steps(self) -> list[Step]:
        """The step indicator: every step, with a link if it may be opened."""
        pages, reached = self.pages, self.pages.index(self.first_incomplete_step())
        steps = []
        for key in STEPS_OF_PATHWAY[Pathway(self.pathway)]:
            mine = [page for page in pages if STEP_OF_PAGE.get(page, page) == key]
            opened = [page for page in mine if pages.index(page) <= reached]
            done = bool(mine) and all(pages.index(page) < reached for page in mine)
            steps.append(Step(key, STEP_NAMES[key], self.url(opened[0]) if opened else "", done))
        return steps

    @property
    def person_label(self) -> str:
        """Whose referral this is, as the officer typed it, so that no page leaves it in doubt."""
        who = self.draft.answers.get("who", {})
        names = [*(who.get("first_name") or [""]), *(who.get("last_name") or [""])]
        return " ".join(name.strip() for name in names if name.strip())

    def step_of(self, page: str) -> str:
        return STEP_OF_PAGE.get(page, page)
