"""Each form of the product can be explained by a program, or there is a reason why not (X2, D1)."""

from pathlib import Path

import pytest
from django.utils.translation import override

from handoff.core.forms import Form
from handoff.core.forms.base import instructed_forms
from handoff.programs.rules.texts import object_to_text
from tests.architecture.test_required_fields import FORMS

NAMES = Path(__file__).with_name("instructed_fields.txt")
LEFT_OUT = {
    "handoff.charges.forms.OffenseSearchForm": "a search",
    "handoff.accounts.": "sign-in, accounts and the roster",
    "handoff.casework.appointments.forms.TimeAndPlace": "a base of forms",
    "handoff.staffing.agendas.forms.PutOnForm": "a choice among the people shown",
    "handoff.staffing.agendas.forms.TakeOffForm": "one question with its choices",
    "handoff.casework.caseloads.forms.MoveForm": "a choice among the people shown",
    "handoff.casework.caseloads.forms.ReasonForm": "for the manager, who would write the instruction",
    "handoff.casework.caseloads.forms.WorkingTimeForm": "for the manager, who would write the instruction",
    "handoff.casework.court.forms.CourtroomForm": "for the manager, who would write the instruction",
    "handoff.casework.court.forms.WhenAndWhere": "a base of forms",
    "handoff.casework.court.forms.WishForm": "one choice, explained beside it",
    "handoff.casework.letters.forms.CodeForm": "the code of a link, for someone outside",
    "handoff.casework.turnover.forms.HandOverForm": "a choice among the people shown",
    "handoff.casework.turnover.forms.DaysForm": "for the manager, who would write the instruction",
    "handoff.casework.turnover.forms.PlanForm": "for the manager, who would write the instruction",
    "handoff.casework.forms.DayForm": "a base of forms",
    "handoff.casework.forms.HelpFields": "a base of forms",
    "handoff.casework.forms.OccurredAtForm": "a base of forms",
    "handoff.casework.forms.SearchForm": "a search",
    "handoff.casework.matching.forms.ChooseWorkerForm": "for the manager, who would write the instruction",
    "handoff.casework.matching.forms.ProfileForm": "about the worker themselves",
    "handoff.casework.plans.forms.DaysForm": "a base of forms",
    "handoff.casework.supplies.forms.": "for the manager, who would write the instruction, and what was wrong",
    "handoff.consent.forms.": "what a person signs: its words are a legal form",
    "handoff.consent.intake_done.": "what a person signs: its words are a legal form",
    "handoff.staffing.news.forms.ThanksForm": "three answers, and nothing to explain",
    "handoff.staffing.summaries.forms.SummaryConsentForm": "what a person signs: its words are a legal form",
    "handoff.consent.register.": "filters of the disclosure log",
    "handoff.core.": "bases of forms, and the gallery",
    "handoff.desk.people.forms.PeopleFilterForm": "a filter",
    "handoff.desk.people.forms.TimelineForm": "a filter",
    "handoff.desk.shared.": "a search",
    "handoff.desk.succession.": "accounts",
    "handoff.desk.trail.": "filters and reviews of the audit log",
    "handoff.directory.": "the provider directory, which holds no person",
    "handoff.eligibility.": "settings: the criteria",
    "handoff.enrollment.links.": "a check of who opened a link, and what that person signs",
    "handoff.measures.database.": "filters of the participant database",
    "handoff.measures.surveys.": "settings of a survey, and its own questions",
    "handoff.measures.baselines.": "for the managers, who would write the instruction",
    "handoff.measures.own.": "for the managers, who would write the instruction",
    "handoff.measures.collection.": "about the program's own work with data, not about a person",
    "handoff.desk.launch.": "for the manager, who would write the instruction",
    "handoff.measures.outside.": "for the managers, who would write the instruction",
    "handoff.measures.quality.forms.SettleForm": "buttons only",
    "handoff.opportunity.forms.ColumnsForm": "the columns of one file",
    "handoff.participants.forms.SamePersonForm": "a base of forms",
    "handoff.programs.forms.instructions.": "the instructions themselves",
    "handoff.programs.forms.setup.": "settings, which the manager who would write the instruction fills in",
    "handoff.records.forms.FindForm": "a search",
    "handoff.records.forms.PeriodForm": "a filter",
    "handoff.referrals.forms.base.": "a base of forms",
    "handoff.referrals.forms.roi.": "what a person signs: its words are a legal form",
    "handoff.referrals.forms.steps.OfferForm": "buttons only",
    "handoff.spreadsheets.forms.ColumnsForm": "the columns of one file",
    "handoff.enrollment.look_back.files.forms.": "a file",
    "handoff.staffing.court_files.forms.": "a file, and a choice among the matches shown",
    "handoff.staffing.imports.forms.": "a file, and a choice among the matches shown",
    "handoff.staffing.meetings.forms.AttendeesForm": "a choice among the people shown",
    "handoff.staffing.table.forms.WeightsForm": "for whoever leads the meetings: numbers for an order",
    "handoff.staffing.reports.forms.CompareForm": "a choice among the people shown",
    "handoff.workbooks.": "a file, and a choice among answers to questions about it",
}


def names(form_class: type[Form]) -> list[str]:
    assert form_class.instructed is not None
    return [f"{form_class.instructed.name} {field}" for field in form_class.instructed_fields()]


def path_of(form_class: type) -> str:
    return f"{form_class.__module__}.{form_class.__qualname__}"


PRODUCT = [form_class for form_class in FORMS if issubclass(form_class, Form)]
LISTED = {
    form.name: form_class
    for form, form_class in instructed_forms()
    if form_class.__module__.startswith("handoff.") and ".tests" not in form_class.__module__
}


def test_each_form_may_be_explained_by_a_program_or_there_is_a_reason():
    found = [
        path_of(each)
        for each in PRODUCT
        if each.instructed is None and not path_of(each).startswith(tuple(LEFT_OUT))
    ]
    assert not found, f"give these an `instructed`, or a reason here: {found}"


def test_no_reason_is_kept_for_a_form_that_is_gone():
    paths = [path_of(each) for each in FORMS]
    assert [prefix for prefix in LEFT_OUT if not any(path.startswith(prefix) for path in paths)] == []


def test_forms_with_one_name_show_their_instructions_on_one_page():
    """A field that only the other form has would count as one without a form."""
    for each in PRODUCT:
        if each.instructed is not None:
            assert set(names(each)) <= set(names(LISTED[each.instructed.name])), path_of(each)


def names_now() -> set[str]:
    return {name for form_class in LISTED.values() for name in names(form_class)}


def names_known() -> set[str]:
    return set(NAMES.read_text(encoding="utf-8").splitlines())


def test_the_name_of_a_field_never_changes_by_itself():
    """What programs wrote is stored under it. Who renames a field renames it in the stored rows, by a migration."""
    gone = sorted(names_known() - names_now())
    assert not gone, f"rename these in programs.FieldInstruction by a migration, then in {NAMES.name}: {gone}"


@pytest.mark.nightly
def test_each_new_field_is_on_the_list_of_names():
    """Else its renaming would go unseen. Nightly, so that two branches with new fields don't wait for each other."""
    new = sorted(names_now() - names_known())
    assert not new, f"add these lines to {NAMES.name}: {new}"


@pytest.mark.parametrize("language", ["en", "es"])
def test_our_own_hints_keep_to_the_rules_that_programs_must_keep_to(language):
    """N20: G1 to G9 hold for the defaults as well."""
    with override(language):
        hints = [
            str(field.help_text)
            for form_class in LISTED.values()
            for field in form_class.instructed_fields().values()
        ]
        assert len(hints) > 150
        assert [hint for hint in hints if hint and object_to_text(hint)] == []
