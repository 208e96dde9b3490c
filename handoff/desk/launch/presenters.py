"""The guide and the launch checklist as shown: steps and preparations with their links, and the checklist on paper."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handoff.core.languages import full_date
from handoff.desk.launch.queries import LaunchStep, is_starting, launch_steps
from handoff.desk.launch.queries.preparations import Prepared, launch_checklist
from handoff.documents.engines.pdf import render_pdf
from handoff.programs.models import Program
from handoff.programs.queries import local_date, time_zone_of


@dataclass(frozen=True)
class ShownMissing:
    sentence: str
    url: str


@dataclass(frozen=True)
class ShownStep:
    """One step with its link, and a link for each thing that is missing."""

    number: int
    key: str
    title: Promise
    why: Promise
    url: str
    needed: bool
    missing: tuple[ShownMissing, ...]


@dataclass(frozen=True)
class Guide:
    """All steps, and how far the program has come."""

    steps: tuple[ShownStep, ...]
    next: ShownStep | None
    ready: bool
    done: int


def build_guide(program: Program, at: datetime) -> Guide:
    steps = launch_steps(program, at)
    shown = tuple(show_step(number, step, program) for number, step in enumerate(steps, start=1))
    blocking = [one for one, step in zip(shown, steps, strict=True) if step.blocks]
    return Guide(
        steps=shown,
        next=blocking[0] if blocking else None,
        ready=not blocking,
        done=sum(not each.missing for each in shown),
    )


def show_step(number: int, step: LaunchStep, program: Program) -> ShownStep:
    return ShownStep(
        number=number,
        key=step.definition.key,
        title=step.definition.title,
        why=step.definition.why,
        url=reverse(step.definition.page, args=[program.slug]),
        needed=step.definition.needed,
        missing=tuple(
            ShownMissing(each.sentence, reverse(each.page, args=[program.slug])) for each in step.missing
        ),
    )


def guide_while_starting(program: Program, at: datetime) -> Guide | None:
    """The guide for a program without a referral; None once it has one, when its home is its work."""
    return build_guide(program, at) if is_starting(program) else None


@dataclass(frozen=True)
class ShownPreparation:
    """One line of the checklist: what it is, whether it is done, and what that rests on."""

    words: str
    done: bool
    how: str
    missing: tuple[ShownMissing, ...]
    url: str


@dataclass(frozen=True)
class ShownChapter:
    title: str
    section: str
    lines: tuple[ShownPreparation, ...]


@dataclass(frozen=True)
class Checklist:
    """The handbook's preparations, and how many are done."""

    chapters: tuple[ShownChapter, ...]
    done: int
    total: int


def build_checklist(program: Program, at: datetime) -> Checklist:
    chapters = tuple(
        ShownChapter(
            _(chapter.title),
            chapter.section,
            tuple(show_preparation(each, program) for each in prepared),
        )
        for chapter, prepared in launch_checklist(program, at)
    )
    lines = [line for chapter in chapters for line in chapter.lines]
    return Checklist(chapters, sum(each.done for each in lines), len(lines))


def show_preparation(each: Prepared, program: Program) -> ShownPreparation:
    own = each.preparation
    url = reverse("launch:preparation", args=[program.slug, own.key]) if own.is_asked else ""
    missing = tuple(
        ShownMissing(one.sentence, reverse(one.page, args=[program.slug])) for one in each.missing
    )
    return ShownPreparation(_(own.words), each.done, how_words(each, program), missing, url)


def how_words(each: Prepared, program: Program) -> str:
    """What a line rests on: the records, or who said so and when."""
    if not each.preparation.is_asked:
        return _("From the records") if each.done else ""
    if each.mark is None:
        return _("No one has said yet")
    day = full_date(each.mark.marked_at.astimezone(time_zone_of(program)).date())
    said = _("%(name)s, %(day)s") % {"name": each.marked_by or _("Someone"), "day": day}
    return f"{said}: {each.mark.note}" if each.mark.note else said


def checklist_pdf(program: Program, checklist: Checklist, at: datetime) -> bytes:
    """The checklist on paper, for the coordination group."""
    sections = [
        {
            "heading": _("%(title)s (handbook %(section)s)")
            % {"title": chapter.title, "section": chapter.section},
            "table": {
                "columns": [_("Preparation"), _("Done"), _("What it rests on, or what is missing")],
                "rows": [_paper_row(each) for each in chapter.lines],
            },
        }
        for chapter in checklist.chapters
    ]
    data = {
        "title": _("Launch checklist"),
        "program": program.name,
        "opening": [done_words(checklist)],
        "made": full_date(local_date(program, at)),
        "footer": "",
        "sections": sections,
    }
    return render_pdf("document", data, get_language() or "en")


def _paper_row(line: ShownPreparation) -> list[str]:
    rest = [line.how, *(each.sentence for each in line.missing)]
    return [line.words, _("Yes") if line.done else _("Not yet"), " ".join(each for each in rest if each)]


def done_words(checklist: Checklist) -> str:
    return _("%(done)s of %(total)s preparations are done.") % {
        "done": checklist.done,
        "total": checklist.total,
    }
