"""The plan as pages show it, and the paper that is the person's own."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from handoff.casework.models import AgreedPlan, AgreedPlanEvent, Goal, GoalStepVersion
from handoff.casework.needs.presenters import when_known
from handoff.casework.plans.queries import copy_state, has_changed, last_review, next_review
from handoff.core.forms.phones import shown_phone
from handoff.core.languages import full_date
from handoff.core.templatetags.handoff import day
from handoff.core.ui import TimelineEntry
from handoff.documents.engines.pdf import render_pdf
from handoff.participants.models import Person

What = AgreedPlanEvent.What


@dataclass(frozen=True)
class PlanCard:
    """One plan: its days, its goals as they read then, and whether the person has a copy."""

    plan: AgreedPlan
    agreed_on: date
    reviewed_on: date | None
    review_on: date | None
    goals: list[str]
    copy: str
    copy_is: str
    """What was last recorded of the copy, which isn't offered again; blank if nothing."""
    has_changed: bool
    events: list[TimelineEntry]


def plan_card(plan: AgreedPlan, goals: Sequence[Goal], names: dict[int, str], zone: ZoneInfo) -> PlanCard:
    newest = copy_state(plan)
    return PlanCard(
        plan=plan,
        agreed_on=plan.agreed_on,
        reviewed_on=last_review(plan),
        review_on=next_review(plan),
        goals=[each.version.words for each in plan.goals.all()],
        copy=copy_text(newest),
        copy_is=newest.what if newest is not None else "",
        has_changed=has_changed(plan, goals),
        events=list(plan_entries([plan], names, zone))[::-1],
    )


def copy_text(newest: AgreedPlanEvent | None) -> str:
    if newest is None:
        return _("They don't have a copy yet.")
    if newest.what == What.COPY_DECLINED:
        return _("They don't want a copy.")
    return _("They got a copy on %(day)s.") % {"day": day(newest.occurred_on)}


def plan_entries(
    plans: Iterable[AgreedPlan], names: dict[int, str], zone: ZoneInfo, url: str = ""
) -> Iterator[TimelineEntry]:
    """What happened with some plans, as entries of a timeline."""
    for plan in plans:
        yield TimelineEntry(
            at=when_known(plan.agreed_on, plan.added_at, zone),
            title=_("Plan agreed on"),
            by=names.get(plan.added_by_id or 0, ""),
            text=plan.words,
            url=url,
        )
        for event in plan.events.all():
            yield TimelineEntry(
                at=when_known(event.occurred_on, event.recorded_at, zone),
                title=str(event.get_what_display()),
                by=names.get(event.recorded_by_id or 0, ""),
                url=url,
            )


def user_ids(plans: Iterable[AgreedPlan]) -> set[int | None]:
    """Everyone named in some plans: who wrote them, and who does their steps."""
    found: set[int | None] = set()
    for plan in plans:
        found |= {plan.added_by_id, *(each.recorded_by_id for each in plan.events.all())}
        found |= {step.version.worker_id for goal in plan.goals.all() for step in goal.steps.all()}
    return found


def language_of(person: Person) -> str:
    """The language of a paper for a person: theirs, or English where no paper is in it."""
    return person.language if person.language in dict(settings.LANGUAGES) else "en"


@dataclass(frozen=True)
class PaperGoal:
    """One goal on the paper: its words, and each step with who does it and by when."""

    words: str
    steps: list[tuple[str, str, str]]


@dataclass(frozen=True)
class PlanPaper:
    """What stands on the paper, in its language. It names no charge, no police, no diagnosis, no condition."""

    language: str
    title: str
    opening: list[str]
    goals: list[PaperGoal]
    columns: list[str]
    words_heading: str
    words: str
    closing: list[str]


def plan_paper(plan: AgreedPlan, names: dict[int, str], language: str) -> PlanPaper:
    """The person's paper: first name alone, goals in their words and order, who does what."""
    with translation.override(language):
        called = plan.person.preferred_name or plan.person.first_name
        phone = shown_phone(plan.program.phone)
        review_on = next_review(plan)
        closing = [
            _("This paper is yours. You can change your goals any time, and nothing is held against you.")
        ]
        if review_on is not None:
            closing.append(_("We look at it together again on %(day)s.") % {"day": full_date(review_on)})
        if phone:
            closing.append(_("Questions? Call %(phone)s.") % {"phone": phone})
        return PlanPaper(
            language=language,
            title=_("%(name)s's plan") % {"name": called},
            opening=[
                _("These are your goals, in your words and in your order."),
                _("We agreed on this on %(day)s.") % {"day": full_date(plan.agreed_on)},
            ],
            goals=[
                PaperGoal(each.version.words, [paper_step(step.version, names) for step in each.steps.all()])
                for each in plan.goals.all()
            ],
            columns=[_("What"), pgettext("column of a plan", "Who"), _("By when")],
            words_heading=_("What else we agreed on"),
            words=plan.words,
            closing=closing,
        )


def paper_step(version: GoalStepVersion, names: dict[int, str]) -> tuple[str, str, str]:
    if version.owner == GoalStepVersion.Owner.PARTICIPANT:
        who = pgettext("who does a step, on the participant's paper", "You")
    else:
        who = names.get(version.worker_id or 0, _("Your team"))
    return version.words, who, full_date(version.due_on) if version.due_on else ""


def plan_pdf(paper: PlanPaper, program_name: str) -> bytes:
    """The paper as PDF, the same sentences as on the page to print."""
    sections: list[dict[str, object]] = [
        {
            "heading": f"{number}. {goal.words}",
            "table": {"columns": paper.columns, "rows": [list(each) for each in goal.steps]},
        }
        for number, goal in enumerate(paper.goals, start=1)
    ]
    if paper.words:
        sections.append({"heading": paper.words_heading, "paragraphs": [paper.words]})
    sections.append({"paragraphs": paper.closing})
    data = {
        "title": paper.title,
        "program": program_name,
        "opening": paper.opening,
        "sections": sections,
    }
    return render_pdf("document", data, paper.language)
