"""How each preparation of the launch checklist stands, from the records and from what people said (P3)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from handoff.access.roles import ROLES, RoleName
from handoff.accounts.models import User
from handoff.accounts.queries import current_memberships
from handoff.casework.funds.queries import open_funds
from handoff.desk.launch.definitions import CHAPTERS, Chapter, Preparation
from handoff.desk.launch.queries import Missing, launch_steps
from handoff.measures.collection.presenters import name_of
from handoff.measures.collection.queries import planned_sources, unplanned_keys
from handoff.measures.definitions.sources import SOURCE_BY_KEY
from handoff.programs.models import Agency, PreparationMark, Program
from handoff.programs.queries import local_date, partner_agencies
from handoff.staffing.meetings.queries import open_series

NEEDED_ROLES = (RoleName.CASE_MANAGER, RoleName.PEER_SUPPORT, RoleName.PROGRAM_MANAGER)


@dataclass(frozen=True)
class Prepared:
    """How one preparation stands: what is missing by the records, or what someone said of it and who."""

    preparation: Preparation
    missing: tuple[Missing, ...] = ()
    mark: PreparationMark | None = None
    marked_by: str = ""

    @property
    def done(self) -> bool:
        if self.preparation.is_asked:
            return self.mark is not None and self.mark.is_done
        return not self.missing


def launch_checklist(program: Program, at: datetime) -> list[tuple[Chapter, list[Prepared]]]:
    """Every preparation of the handbook, chapter by chapter."""
    steps = {each.definition.key: each.missing for each in launch_steps(program, at)}
    marks = newest_marks(program)
    names = dict(
        User.objects.filter(pk__in=[each.marked_by_id for each in marks.values()]).values_list(
            "pk", "full_name"
        )
    )

    def prepared(each: Preparation) -> Prepared:
        if each.step:
            return Prepared(each, steps[each.step])
        if each.finder:
            return Prepared(each, tuple(FINDERS[each.finder](program, at)))
        mark = marks.get(each.key)
        return Prepared(each, mark=mark, marked_by=names.get(mark.marked_by_id or 0, "") if mark else "")

    return [(chapter, [prepared(each) for each in chapter.preparations]) for chapter in CHAPTERS]


def newest_marks(program: Program) -> Mapping[str, PreparationMark]:
    """What was last said of each preparation."""
    return {each.key: each for each in PreparationMark.objects.filter(program=program).order_by("pk")}


def missing_district_attorney(program: Program, at: datetime) -> Iterator[Missing]:
    if not partner_agencies(program).filter(kind=Agency.Kind.DISTRICT_ATTORNEY).exists():
        sentence = _(
            "The district attorney's office isn't a partner yet. Without it, start with social referrals."
        )
        yield Missing(sentence, "programs:add_partner")


def missing_roles(program: Program, at: datetime) -> Iterator[Missing]:
    held = current_memberships(local_date(program, at)).filter(program=program)
    roles = set(held.values_list("role", flat=True))
    for each in NEEDED_ROLES:
        if each not in roles:
            words = _("No one has this role yet: %(role)s.") % {"role": ROLES[each].name}
            yield Missing(words, "accounts:add_member")


def missing_meetings(program: Program, at: datetime) -> Iterator[Missing]:
    if open_series(program) is None:
        yield Missing(_("No regular staffing meeting yet. Set its day and time."), "meetings:list")


def missing_data_plan(program: Program, at: datetime) -> Iterator[Missing]:
    for key in unplanned_keys(program):
        sentence = _("No one looks after this source yet: %(source)s.")
        yield Missing(sentence % {"source": _(SOURCE_BY_KEY[key].name)}, "collection:plan")
    for each in planned_sources(program, at):
        if not each.is_kept:
            sentence = _("This source lacks an owner or a backup who works here: %(source)s.")
            yield Missing(sentence % {"source": name_of(each.source)}, "collection:plan")


def missing_funds(program: Program, at: datetime) -> Iterator[Missing]:
    if not open_funds(program).exists():
        yield Missing(_("No fund is open yet."), "supplies:funds")


FINDERS: Mapping[str, Callable[[Program, datetime], Iterator[Missing]]] = {
    "district_attorney": missing_district_attorney,
    "roles": missing_roles,
    "meetings": missing_meetings,
    "data_plan": missing_data_plan,
    "funds": missing_funds,
}
