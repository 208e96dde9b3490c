"""The eligibility pages: questions from the current criteria, and the officer's decision."""

from dataclasses import dataclass, replace

from django import forms
from django.forms import BoundField
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import (
    CheckboxField,
    CheckboxTilesField,
    LongTextField,
    StepperField,
    TilesField,
    YesNoUnknownField,
)
from handoff.core.instructions import InstructedForm
from handoff.eligibility.engine.facts import EligibilityPathway, Supervision
from handoff.eligibility.engine.findings import Advice
from handoff.eligibility.engine.limits import CONVICTION_WORDS
from handoff.eligibility.models import EligibilityDecision
from handoff.eligibility.policies import NEEDS_NO_REASON
from handoff.eligibility.queries import decides_exceptions
from handoff.programs.models import Agency
from handoff.programs.queries import local_date, time_zone_of
from handoff.referrals.forms.answers import assessment_of, capitalize_first, needs_supervising_officer
from handoff.referrals.forms.base import AskNote, BoundFieldGroup, Choice, FieldGroup, StepForm
from handoff.referrals.forms.questions import CriteriaQuestions, questions_for
from handoff.referrals.supervision.queries import ANSWERED, Answer

Decision = EligibilityDecision.Decision

SUPERVISION_WORDS = [
    (Supervision.NONE, pgettext_lazy("supervision", "None")),
    (Supervision.UNSUPERVISED_PROBATION, _("Unsupervised probation")),
    (Supervision.SUPERVISED_PROBATION, _("Supervised probation")),
    (Supervision.PAROLE, _("Parole")),
    (Supervision.POST_RELEASE, _("Post-release supervision")),
    (Supervision.PRETRIAL, _("Pretrial release")),
    (Supervision.UNKNOWN, _("Unknown")),
]


@dataclass(frozen=True)
class ConfirmedTogether:
    """A fact that one answer may confirm with others: its usual answer, and the sentence that the answer confirms."""

    usual: str
    statement: str | Promise


CONFIRMED_TOGETHER = {
    "resident": ConfirmedTogether("yes", _("They live or stay in the program's area.")),
    "substance_use": ConfirmedTogether("yes", _("They use controlled substances.")),
    "amenable": ConfirmedTogether(
        "yes", _("You can talk with them safely: no violence, no danger to themselves or others.")
    ),
    "exploits_minors": ConfirmedTogether("no", _("They don't appear to exploit minors.")),
    "no_contact_order": ConfirmedTogether("no", _("There's no no-contact order against them.")),
}


KNOWN_AT_CONTACT = frozenset({"amenable"})
"""What only someone who meets the person can know: a check at a desk doesn't ask it, outreach sees it (N21)."""


OF_SUPERVISING_OFFICER = (
    "ok_to_ask",
    "supervising_officer_agrees",
    "supervising_officer_name",
    "supervising_agency",
)


class FactsForm(StepForm):
    """Asks only what the current criteria need: conclusions, never the text of a criminal history.

    What is usually true is confirmed in one answer; anything else is then asked one by one.
    """

    instructed = InstructedForm("referral-eligibility", _("Referral: eligibility"), fixed=("convictions",))

    all_true = TilesField(
        label=_("Is all of this true, as far as you know?"),
        required=False,
        choices=[("yes", _("Yes, all of it")), ("no", _("Not all of it, or I don't know"))],
    )
    resident = YesNoUnknownField(label=_("Do they live or stay in the program's area?"))
    substance_use = YesNoUnknownField(
        label=_("Do they use controlled substances, as far as you know?"),
        help_text=_("From what you see, what they tell you, or what you already know."),
    )
    amenable = YesNoUnknownField(
        label=_("Can you talk with them safely?"),
        help_text=_("Answer No if they're violent or a danger to themselves or others."),
    )
    exploits_minors = YesNoUnknownField(
        label=_("Do they appear to exploit minors?"),
        help_text=_("For example: having a minor carry or sell drugs."),
    )
    no_contact_order = YesNoUnknownField(
        label=_("Is there a no-contact order against them?"),
        help_text=_("For example: a domestic violence protective order."),
    )
    convictions = TilesField(
        label=_("Ever convicted of any of these?"),
        choices=[("none", _("None of these")), ("some", _("One or more")), ("unknown", _("Unknown"))],
        compact=True,
    )
    which = CheckboxTilesField(label=_("Which ones?"), required=False, choices=[], compact=True)
    most_recent = StepperField(
        label=_("What year was the most recent?"),
        required=False,
        help_text=_("Leave blank if unknown."),
        min_value=1900,
    )
    supervision = TilesField(
        label=_("Are they on probation, parole, or release now?"), choices=SUPERVISION_WORDS, compact=True
    )
    ok_to_ask = CheckboxField(
        label=_("The person said it's OK to ask their officer"),
        required=False,
        help_text=_(
            "Asking tells their officer that the program is being considered, so ask the person first."
        ),
    )
    supervising_agency = TilesField(label=_("Which office supervises them?"), required=False, choices=[])
    supervising_officer_agrees = TilesField(
        label=_("What does their probation or parole officer say?"),
        required=False,
        choices=[
            ("yes", _("They agree (by phone)")),
            ("no", _("They don't agree (by phone)")),
            ("unknown", _("No answer yet")),
        ],
        compact=True,
    )
    supervising_officer_name = forms.CharField(
        label=_("Who answered by phone? Name and office"),
        max_length=120,
        required=False,
        help_text=_("For example: Officer Reyes, Orange County probation."),
    )

    def adapt_fields(self) -> None:
        asked = questions_for(self.wizard.version)
        left_out = KNOWN_AT_CONTACT if self.wizard.at_a_desk else frozenset()
        self.left_to_contact = any(name in asked for name in left_out)
        answerable = [name for name in CONFIRMED_TOGETHER if name in asked and name not in left_out]
        self.confirmed_together = answerable if len(answerable) > 1 else []
        for name in CONFIRMED_TOGETHER:
            self.fields[name].required = not self.confirmed_together
        self.remove_fields(*(name for name in CONFIRMED_TOGETHER if name not in answerable))
        if "supervision" not in asked:
            self.remove_fields("supervision")
        self.adapt_supervising_officer(asked)
        if not self.confirmed_together:
            self.remove_fields("all_true")
        if not asked.convictions:
            self.remove_fields("convictions", "which", "most_recent")
            return
        if "most_recent" not in asked:
            self.remove_fields("most_recent")
        self.fields["which"].choices = [  # type: ignore[attr-defined]
            (str(each), capitalize_first(gettext(CONVICTION_WORDS[each]))) for each in asked.convictions
        ]
        self.fields["convictions"].help_text = describe_convictions(asked)

    def adapt_supervising_officer(self, asked: CriteriaQuestions) -> None:
        """Leave out the supervising officer where the criteria don't ask; offer the offices that answer in Handoff."""
        if "supervising_officer_agrees" not in asked:
            self.remove_fields(*OF_SUPERVISING_OFFICER)
            return
        self.fields["supervising_officer_name"].widget.attrs["autocomplete"] = "off"
        agencies = self.wizard.answering_agencies
        if len(agencies) > 1:
            named = [(str(each.public_id), each.name) for each in agencies]
            self.fields["supervising_agency"].choices = named  # type: ignore[attr-defined]
        else:
            self.remove_fields("supervising_agency")

    @property
    def statements(self) -> list[str | Promise]:
        """What the one answer confirms, in sentences."""
        return [CONFIRMED_TOGETHER[name].statement for name in self.confirmed_together]

    @property
    def bound_groups(self) -> list[BoundFieldGroup]:
        approved = " ".join(questions_for(self.wizard.version).approved_supervision)
        one_by_one = ("all_true", "no") if self.confirmed_together else ("", "")
        groups = [
            BoundFieldGroup("", self.present("all_true")),
            BoundFieldGroup("", self.present(*CONFIRMED_TOGETHER), False, True, *one_by_one),
            BoundFieldGroup("", self.present("convictions")),
            BoundFieldGroup("", self.present("which", "most_recent"), False, True, "convictions", "some"),
            BoundFieldGroup("", self.present("supervision")),
            BoundFieldGroup(
                _("Their probation or parole officer"),
                self.present(*self.supervising_officer_fields()),
                False,
                True,
                "supervision",
                approved,
                self.supervising_officer_note(),
            ),
        ]
        return [group for group in groups if group.fields or group.note]

    def is_answered_in_handoff(self) -> bool:
        question = self.wizard.supervision_question
        return question is not None and question.answer in ANSWERED

    def supervising_officer_fields(self) -> tuple[str, ...]:
        return () if self.is_answered_in_handoff() else OF_SUPERVISING_OFFICER

    def supervising_officer_note(self) -> AskNote | None:
        """What their officer was asked and said in Handoff, and whether anyone there can be asked now."""
        if "supervising_officer_agrees" not in self.fields:
            return None
        question, can_ask = self.wizard.supervision_question, bool(self.wizard.answering_agencies)
        if question is None:
            sentence = (
                gettext(
                    "Only their own answer counts: in Handoff, or by phone. Until then this stays unknown."
                )
                if can_ask
                else gettext("Only their own answer counts, by phone. Until then this stays unknown.")
            )
            return AskNote(sentence, can_ask)
        if question.answer == Answer.WAITING:
            asked_at = question.asked_at.astimezone(time_zone_of(self.wizard.program))
            words = gettext(
                "Asked in Handoff on %(when)s. No answer yet: we'll notify you, and this stays unknown."
            )
            return AskNote(words % {"when": date_format(asked_at, "DATETIME_FORMAT")})
        return AskNote(f"{question.get_answer_display()}.", can_ask and question.answer == Answer.NOT_OURS)

    def present(self, *names: str) -> list[BoundField]:
        return [self[name] for name in names if name in self.fields]

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        confirmed = cleaned.get("all_true") == "yes"
        for name in self.confirmed_together:
            if confirmed:
                cleaned[name] = CONFIRMED_TOGETHER[name].usual
            elif not cleaned.get(name) and cleaned.get("all_true"):
                self.add_error(name, _("Answer this one. Unknown is an answer too."))
        answered = all(cleaned.get(name) for name in self.confirmed_together)
        if self.confirmed_together and not answered and not cleaned.get("all_true"):
            self.add_error("all_true", _("Choose one, or answer the questions below one by one."))
        if cleaned.get("convictions") == "some" and not cleaned.get("which"):
            self.add_error("which", _("Choose which ones."))
        self.clean_supervising_officer()
        year = cleaned.get("most_recent")
        if year is not None and year > local_date(self.wizard.program, self.wizard.at).year:
            self.add_error("most_recent", _("This year is in the future."))

    def clean_supervising_officer(self) -> None:
        """An answer by phone needs the person's OK and the name of who answered (E10)."""
        cleaned = self.cleaned_data
        by_phone = cleaned.get("supervising_officer_agrees") in {"yes", "no"}
        if (
            not by_phone
            or not needs_supervising_officer(self.wizard, cleaned)
            or self.is_answered_in_handoff()
        ):
            return
        if not cleaned.get("ok_to_ask"):
            self.add_error("ok_to_ask", _("Ask the person first. Without their OK, choose “No answer yet.”"))
        if not cleaned.get("supervising_officer_name"):
            self.add_error("supervising_officer_name", _("Enter the name and office of who answered."))

    @property
    def chosen_agency(self) -> Agency | None:
        """The office to ask: the chosen one, or the only one."""
        agencies = list(self.wizard.answering_agencies)
        chosen = self.cleaned_data.get("supervising_agency")
        found = [each for each in agencies if str(each.public_id) == chosen] or agencies
        return found[0] if len(found) == 1 else None


def describe_convictions(asked: CriteriaQuestions) -> str:
    """The conviction classes in the criteria, each with its look-back."""
    said = []
    for key, years in asked.convictions.items():
        words = gettext(CONVICTION_WORDS[key])
        if years:
            words = gettext("%(what)s (last %(years)s years)") % {"what": words, "years": years}
        said.append(words)
    return capitalize_first("; ".join(said)) + "."


class DecideForm(StepForm):
    """The officer's decision. The advice does not bind; a decision that departs from it needs a reason (G8)."""

    instructed = InstructedForm("referral-decision", _("Referral: your decision"))

    groups = (
        FieldGroup(("decision",)),
        FieldGroup(("reason",), _("Reason"), folded=True),
    )

    decision = TilesField(
        label=_("Your decision"), choices=[], error_messages={"required": _("Choose your decision.")}
    )
    reason = LongTextField(
        label=_("Your reason, or your recommendation to the DA"),
        required=False,
        max_length=300,
        rows=2,
        note=_("Don't write criminal history here."),
        help_text=_(
            "Required if you ask for an exception, don't offer the program, or go against the result."
        ),
    )

    def adapt_fields(self) -> None:
        assessment = assessment_of(self.wizard)
        self.advice = assessment.advice if assessment is not None else Advice.MORE_INFORMATION
        choices = open_decisions(self.wizard.pathway, self.advice)
        # Where the script follows the result at once, this page comes after the officer chose not to offer it.
        if self.wizard.offers_at_once:
            choices = [(value, words) for value, words in choices if value != Decision.OFFER]
        if not decides_exceptions(self.wizard.program, self.wizard.at):
            choices = [(value, words) for value, words in choices if value != Decision.ASK_EXCEPTION]
        self.fields["decision"].choices = choices  # type: ignore[attr-defined]

    @property
    def bound_groups(self) -> list[BoundFieldGroup]:
        """Opens the reason at once unless the advice is 'eligible': most other decisions need one."""
        opened = self.advice != Advice.ELIGIBLE
        return [replace(group, open=group.open or opened) for group in super().bound_groups]

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        decision = cleaned.get("decision")
        free = decision in NEEDS_NO_REASON[self.advice] and decision != Decision.ASK_EXCEPTION
        if decision and not free and not cleaned.get("reason"):
            self.add_error("reason", _("Enter the reason in a few words."))


def open_decisions(pathway: str, advice: Advice) -> list[Choice]:
    """The decisions an officer may take under an advice. Outside the criteria an offer goes through the DA (E4)."""
    arrest = pathway == EligibilityPathway.ARREST_DIVERSION
    words = {
        Decision.OFFER: _("Offer the program"),
        Decision.ASK_EXCEPTION: _("Ask the DA for an exception"),
        Decision.SOCIAL: _("Make a social referral instead (no charge)")
        if arrest
        else _("Send to the outreach team"),
        Decision.NO_OFFER: _("Don't offer the program now"),
    }
    within = advice in {Advice.ELIGIBLE, Advice.MORE_INFORMATION}
    open_ones = [
        *([Decision.OFFER] if arrest and within else []),
        *([Decision.ASK_EXCEPTION] if advice == Advice.ELIGIBLE_BY_EXCEPTION else []),
        *([Decision.SOCIAL] if arrest or within or advice == Advice.IMMUNITY else []),
        Decision.NO_OFFER,
    ]
    return [(each, words[each]) for each in open_ones]
