"""Program settings in words: policies, the state of agreements, the county's census figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handoff.core.forms import Form
from handoff.core.forms.base import instructed_forms
from handoff.core.forms.phones import shown_phone
from handoff.core.instructions import InstructedForm, InstructionKey
from handoff.core.sorting import plain_letters, sort_key
from handoff.core.templatetags.handoff import moment
from handoff.programs.definitions import CASELOAD_WARN, EXPIRES_SOON_DAYS, TIME_ZONES
from handoff.programs.models import Agency, AgencyAgreement, PolicyVersion, Program
from handoff.programs.queries import SpecialDay, instructions_of, writer_names

SHARES: dict[str, Promise] = {
    "age_over_18": gettext_lazy("Adults"),
    "white": gettext_lazy("White"),
    "black": gettext_lazy("Black or African American"),
    "native": gettext_lazy("American Indian"),
    "asian": gettext_lazy("Asian"),
    "pac_isl": gettext_lazy("Pacific Islander"),
    "other_single_race": gettext_lazy("Another race"),
    "two_plus_races": gettext_lazy("Two or more races"),
    "hispanic": gettext_lazy("Hispanic or Latino (of any race)"),
    "white_not_hispanic": gettext_lazy("White, not Hispanic"),
}

HOLIDAYS: dict[str, Promise] = {
    "New Year's Day": gettext_lazy("New Year's Day"),
    "Martin Luther King Jr. Day": gettext_lazy("Martin Luther King Jr. Day"),
    "Washington's Birthday": gettext_lazy("Washington's Birthday"),
    "Good Friday": gettext_lazy("Good Friday"),
    "Memorial Day": gettext_lazy("Memorial Day"),
    "Juneteenth National Independence Day": gettext_lazy("Juneteenth National Independence Day"),
    "Independence Day": gettext_lazy("Independence Day"),
    "Labor Day": gettext_lazy("Labor Day"),
    "Columbus Day": gettext_lazy("Columbus Day"),
    "Veterans Day": gettext_lazy("Veterans Day"),
    "Thanksgiving Day": gettext_lazy("Thanksgiving Day"),
    "Day After Thanksgiving": gettext_lazy("Day After Thanksgiving"),
    "Christmas Eve": gettext_lazy("Christmas Eve"),
    "Christmas Day": gettext_lazy("Christmas Day"),
    "Day After Christmas": gettext_lazy("Day After Christmas"),
}
"""The names that `holidays` gives the days of North Carolina and of the nation, which it knows only in English."""
OBSERVED = " (observed)"


def holiday_words(name: str) -> str:
    """A holiday's name in the reader's language; two that fall on one day are named both, a program's own as it is."""
    return "; ".join(map(_one_holiday, name.split("; ")))


@dataclass(frozen=True)
class ShownDay(SpecialDay):
    """A day that differs from the week, with its name in the reader's language."""

    @property
    def shown_name(self) -> str:
        return holiday_words(self.name)


def shown_days(days: Iterable[SpecialDay]) -> list[ShownDay]:
    return [ShownDay(each.day, each.name, each.is_open, each.is_holiday, each.is_set) for each in days]


def _one_holiday(name: str) -> str:
    words = str(HOLIDAYS.get(name.removesuffix(OBSERVED), name.removesuffix(OBSERVED)))
    return _("%(holiday)s (observed)") % {"holiday": words} if name.endswith(OBSERVED) else words


@dataclass(frozen=True)
class StatusText:
    """A state in words; `kind` only picks the color of its tag."""

    words: str
    kind: str


@dataclass(frozen=True)
class PartnerRow:
    """One partner on the list, with the state of its agreements."""

    agency: Agency
    states: list[StatusText]


def agreement_state(agreement: AgencyAgreement, today: date) -> StatusText:
    """Until when an agreement holds. `expires_on` is the first day without it."""
    ends = agreement.expires_on
    if ends is None:
        return StatusText(_("No end date"), "info")
    day = date_format(ends)
    left = (ends - today).days
    if left <= 0:
        return StatusText(_("Expired on %(day)s") % {"day": day}, "overdue")
    if left <= EXPIRES_SOON_DAYS:
        words = ngettext(
            "Expires in %(count)d day, on %(day)s", "Expires in %(count)d days, on %(day)s", left
        )
        return StatusText(words % {"count": left, "day": day}, "soon")
    return StatusText(_("Active through %(day)s") % {"day": day}, "done")


def agreement_states(agency: Agency, today: date) -> list[StatusText]:
    """The state of each kind of agreement with a partner, by the one that ends last; a missing memorandum is listed."""
    found = []
    for kind in AgencyAgreement.Kind:
        agreements = sorted(
            (each for each in agency.agreements.all() if each.kind == kind), key=agreement_end, reverse=True
        )
        if agreements:
            state = agreement_state(agreements[0], today)
            found.append(StatusText(f"{kind.label}: {state.words}", state.kind))
    if not any(each.kind == AgencyAgreement.Kind.MOU for each in agency.agreements.all()):
        found.append(StatusText(_("No memorandum of understanding on file"), "soon"))
    return found


def agreement_end(agreement: AgencyAgreement) -> date:
    return agreement.expires_on or date.max


def partners_by_kind(agencies: Iterable[Agency], today: date) -> list[tuple[str | Promise, list[PartnerRow]]]:
    """Partners by kind, in the order of the handbook; kinds without a partner are left out."""
    rows = [PartnerRow(agency=agency, states=agreement_states(agency, today)) for agency in agencies]
    grouped = [(kind.label, [row for row in rows if row.agency.kind == kind]) for kind in Agency.Kind]
    return [(label, each) for label, each in grouped if each]


def policy_sentences(policy: PolicyVersion) -> list[str]:
    return [
        _("After an arrest diversion, the intake is due within %(days)s days.")
        % {"days": policy.intake_window_days},
        _("We remind the care team %(days)s days before the deadline.") % {"days": policy.remind_before_days},
        _("First contact is due within %(hours)s hours of the referral.")
        % {"hours": policy.contact_due_hours},
        _("The team meets every %(days)s days.") % {"days": policy.staffing_every_days},
        _("Caseload limit: %(full)s people full-time, %(part)s part-time.")
        % {"full": policy.caseload_full_time, "part": policy.caseload_part_time},
        _("Above %(count)s people, a supervisor's reason is recorded.") % {"count": policy.caseload_ceiling},
        _("In a caseload, intensive support counts %(most)s%% of a person, and light support %(least)s%%.")
        % {"most": policy.weight_intensive, "least": policy.weight_light},
        _(
            "Workers are reminded after %(silent)s days without contact. After %(days)s days, a participant "
            "counts as out of touch."
        )
        % {"silent": policy.silent_days, "days": policy.out_of_touch_days},
        _("A release of information (ROI) lasts %(days)s days.") % {"days": policy.roi_days},
        _("Records of people who weren't enrolled are kept for %(days)s days.")
        % {"days": policy.declined_kept_days},
        _("Services in the provider directory are checked again after %(days)s days.")
        % {"days": policy.directory_check_days},
        _("What happened before and after a referral is compared over %(days)s days each.")
        % {"days": policy.look_back_days},
    ]


def policy_warning(policy: PolicyVersion) -> str:
    """The warning about a setting that is allowed but not advised, or ''."""
    if policy.caseload_full_time > CASELOAD_WARN:
        return _("A caseload of more than 20, up to 25, is allowed for a while but isn't recommended.")
    return ""


@dataclass(frozen=True)
class PolicyRow:
    """One version of the policy, and when it applies."""

    policy: PolicyVersion
    state: StatusText
    sentences: list[str]
    warning: str


def policy_rows(policies: Iterable[PolicyVersion], today: date) -> list[PolicyRow]:
    """One row per version; `policies` are ordered the latest effective date first."""
    # The first version that has taken effect is the current one; those after it are past.
    rows, current_found = [], False
    for policy in policies:
        day = date_format(policy.effective_on)
        if policy.effective_on > today:
            state = StatusText(_("Starts on %(day)s") % {"day": day}, "soon")
        elif not current_found:
            state, current_found = StatusText(_("Active since %(day)s") % {"day": day}, "done"), True
        else:
            state = StatusText(_("Past: started on %(day)s") % {"day": day}, "info")
        rows.append(PolicyRow(policy, state, policy_sentences(policy), policy_warning(policy)))
    return rows


def program_facts(program: Program) -> list[tuple[str, str]]:
    names = dict(settings.LANGUAGES)
    return [
        (_("Jurisdiction"), program.jurisdiction),
        (_("Residence rule"), program.residence_rule),
        (_("County"), program.demographics.get("county", "")),
        (_("Time zone"), time_zone_name(program.time_zone)),
        (_("Languages"), ", ".join(names.get(code, code) for code in program.languages)),
        (_("Phone"), shown_phone(program.phone)),
        (_("Text message number"), shown_phone(program.text_number)),
        (_("Email"), program.email),
        (_("Address"), program.address),
    ]


def time_zone_name(zone: str) -> str:
    """A time zone as people say it; one that no form offers by its name in the database of zones."""
    return _(TIME_ZONES[zone]) if zone in TIME_ZONES else zone.replace("_", " ")


def census_facts(program: Program) -> list[tuple[str | Promise, str]]:
    """The county's census shares in percent; none when the program has no county."""
    shares = program.demographics.get("percent", {})
    return [
        (label, _("%(share)s%%") % {"share": shares[name]} if shares[name] is not None else _("No data"))
        for name, label in SHARES.items()
        if name in shares
    ]


@dataclass(frozen=True)
class ListedForm:
    """A form, how many fields it has, and at how many of them the program wrote its own instruction."""

    name: str
    title: str
    fields: int
    own: int


@dataclass(frozen=True)
class FormGroup:
    """Forms about one thing, such as the referral's."""

    title: str
    forms: list[ListedForm]


def instructed_form_groups(written: dict[InstructionKey, str], words: str = "") -> list[FormGroup]:
    """Every form whose instructions a program may write, grouped by subject; `written` is what it wrote.

    With `words`, only the forms that have all of them in their title or in the name of a field.
    """
    wanted = plain_letters(words).split()
    groups: dict[str, list[ListedForm]] = {}
    for form, form_class in sorted(instructed_forms(), key=lambda each: sort_key(str(each[0].title))):
        fields = form_class.instructed_fields()
        known = plain_letters(" ".join([str(form.title), *(str(field.label) for field in fields.values())]))
        if not all(word in known for word in wanted):
            continue
        own = {field for key, field, _language in written if key == form.name} & fields.keys()
        listed = ListedForm(form.name, str(form.title), len(fields), len(own))
        groups.setdefault(listed.title.partition(":")[0], []).append(listed)
    shared = [FormGroup(title, forms) for title, forms in groups.items() if len(forms) > 1]
    alone = [form for forms in groups.values() if len(forms) == 1 for form in forms]
    return [*shared, *([FormGroup(_("Other forms"), alone)] if alone else [])]


@dataclass(frozen=True)
class LeftOverInstruction:
    """A text of the program that no form shows, because its field was renamed or removed."""

    key: InstructionKey
    text: str

    @property
    def where(self) -> str:
        form, field, language = self.key
        return f"{form}.{field} ({language})"


def left_over_instructions(written: dict[InstructionKey, str]) -> list[LeftOverInstruction]:
    """Every text of the program that no form shows."""
    fields = {form.name: set(form_class.instructed_fields()) for form, form_class in instructed_forms()}
    return [
        LeftOverInstruction((form, field, language), text)
        for (form, field, language), text in written.items()
        if field not in fields.get(form, set())
    ]


@dataclass(frozen=True)
class EarlierInstruction:
    """One version of a program's text at a field."""

    label: str
    language: str
    text: str
    effective: str
    by: str


def instruction_history(
    program: Program, form: InstructedForm, form_class: type[Form]
) -> list[EarlierInstruction]:
    """Every version the program wrote for a form, newest first, with the name of whoever wrote it."""
    rows = list(instructions_of(program).filter(form=form.name))
    names = writer_names(each.made_by_id for each in rows)
    labels = {name: str(field.label) for name, field in form_class.instructed_fields().items()}
    return [
        EarlierInstruction(
            label=labels.get(each.field, each.field),
            language=each.language,
            text=each.text,
            effective=moment(each.effective_at, program),
            by=names.get(each.made_by_id or 0, ""),
        )
        for each in rows
    ]
