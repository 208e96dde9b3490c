"""Search of the directory, and which entries need checking."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations

from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, QuerySet, When

from handoff.core.sorting import by_name
from handoff.core.text import uuid_or_none
from handoff.directory.definitions import ANSWERING_KINDS, WEEKDAYS
from handoff.directory.models import (
    CostOption,
    DifferentServices,
    DirectoryImport,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceLanguage,
    ServiceNeed,
)
from handoff.directory.rules.hours import ONE_DAY, weeks_of_month
from handoff.directory.rules.words import may_be_same_name, words_of_search
from handoff.programs.models import Agency, Program
from handoff.programs.queries import local_date, policy_at, time_zone_of

ON_CARDS = (
    Prefetch("places", queryset=ServiceAtLocation.objects.select_related("location")),
    "schedules",
    "phones",
    "languages",
)
SHOWN_WITH = (*ON_CARDS, "needs", "costs")


@dataclass(frozen=True)
class Search:
    """What is looked for; blank means any."""

    words: str = ""
    need: str = ""
    language: str = ""
    place: str = ""
    open_now: bool = False
    closed_too: bool = False


def services_of(program: Program) -> QuerySet[Service]:
    """Every entry of a program's directory, with its organization."""
    return Service.objects.filter(program=program).select_related("organization")


def offered_services(program: Program, at: datetime) -> QuerySet[Service]:
    """Services that someone can be sent to: open, or with a season that is still to come.

    One whose organization isn't known yet is left out until that is mended.
    """
    today = local_date(program, at)
    coming = Exists(Schedule.objects.filter(service=OuterRef("pk"), valid_from__gt=today))
    status = Q(status=Service.Status.ACTIVE) | (Q(status=Service.Status.INACTIVE) & coming)
    return services_of(program).filter(status, organization__isnull=False)


def search_services(program: Program, search: Search, at: datetime) -> QuerySet[Service]:
    """The services that match, by name; with `open_now` the open ones first, then those whose hours aren't known."""
    found = services_to_search(program, search, at)
    for word in words_of_search(search.words):
        found = found.filter(search_key__contains=word)
    if search.need:
        found = found.filter(Exists(ServiceNeed.objects.filter(service=OuterRef("pk"), kind=search.need)))
    if search.language:
        spoken = ServiceLanguage.objects.filter(service=OuterRef("pk"), code=search.language)
        found = found.filter(Exists(spoken))
    if search.place:
        places = ServiceAtLocation.objects.filter(service=OuterRef("pk"))
        for word in words_of_search(search.place):
            places = places.filter(location__place_key__contains=word)
        found = found.filter(Exists(places))
    return found


def services_to_search(program: Program, search: Search, at: datetime) -> QuerySet[Service]:
    """The services of any kind and place that a search looks among, in the order that it lists them."""
    if search.open_now:
        found = only_open(services_of(program), program, at)
        return found if search.closed_too else found.filter(organization__isnull=False)
    found = services_of(program) if search.closed_too else offered_services(program, at)
    return found.order_by(*by_name("name"), "pk")


def ids_of(services: QuerySet[Service]) -> list[int]:
    """The ids alone, in order: a list is counted and divided into pages by them, at the cost of one search."""
    return list(services.values_list("pk", flat=True))


def services_on_cards(program: Program, ids: Iterable[int]) -> list[Service]:
    """The services of one page in its order, with what their cards say and no more."""
    wanted = list(ids)
    found = services_of(program).prefetch_related(*ON_CARDS).in_bulk(wanted)
    return [found[each] for each in wanted if each in found]


def only_open(services: QuerySet[Service], program: Program, at: datetime) -> QuerySet[Service]:
    """Services that are scheduled to be open now, and after them active ones whose hours aren't known."""
    local = at.astimezone(time_zone_of(program))
    overnight = Q(closes_at__lte=F("opens_at"))
    now = local.time()
    today = starts_on(local.date()) & Q(opens_at__lte=now) & (Q(closes_at__gt=now) | overnight)
    yesterday = starts_on(local.date() - ONE_DAY) & overnight & Q(closes_at__gt=now)
    # Two sets, each read once: a question about each row would be asked for each of thousands.
    spells = Schedule.objects.filter(program=program, opens_at__isnull=False)
    is_open = Q(pk__in=spells.filter(today | yesterday).values("service_id"))
    has_hours = Q(pk__in=spells.values("service_id"))
    listed = services.filter(status=Service.Status.ACTIVE)
    # Of these, whoever has hours is open: the order needn't ask again which.
    return listed.filter(is_open | ~has_hours).order_by(
        Case(When(has_hours, then=0), default=1), *by_name("name"), "pk"
    )


def starts_on(day: date) -> Q:
    """Schedules with a spell that starts on this day; the same rule as `Spell.starts_on`."""
    in_week = Q(weeks="")
    for week in weeks_of_month(day):
        in_week |= Q(weeks__contains=week)
    return (
        Q(weekdays__contains=WEEKDAYS[day.weekday()])
        & in_week
        & (Q(valid_from__isnull=True) | Q(valid_from__lte=day))
        & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    )


def check_due_before(program: Program, at: datetime) -> date:
    """Entries last checked before this day are to be checked again."""
    today = local_date(program, at)
    return today - timedelta(days=policy_at(program, today).directory_check_days)


def services_to_check(program: Program, due: date) -> QuerySet[Service]:
    """Entries never checked or last checked before a day, the oldest check first; not those closed for good."""
    late = Q(checked_on__isnull=True) | Q(checked_on__lt=due)
    listed = services_of(program).exclude(status=Service.Status.DEFUNCT)
    return listed.filter(late).order_by(F("checked_on").asc(nulls_first=True), *by_name("name"), "pk")


def possible_doubles(program: Program) -> list[tuple[Service, Service]]:
    """Pairs of an organization's services with nearly the same name; whether they are one is for a person to say.

    What someone said isn't the same stays out.
    """
    different = set(DifferentServices.objects.filter(program=program).values_list("one_id", "other_id"))
    listed = services_of(program).exclude(status=Service.Status.DEFUNCT).exclude(organization=None)
    by_organization: dict[int, list[Service]] = defaultdict(list)
    for service in listed.order_by(*by_name("name"), "pk"):
        by_organization[service.organization_id or 0].append(service)
    return [
        (one, other)
        for services in by_organization.values()
        for one, other in combinations(services, 2)
        if may_be_same_name(one.name, other.name)
        and (min(one.pk, other.pk), max(one.pk, other.pk)) not in different
    ]


def services_without_need(program: Program) -> QuerySet[Service]:
    """Entries that a search by need can't find, which files without our terms leave behind."""
    listed = services_of(program).exclude(status=Service.Status.DEFUNCT)
    return listed.filter(needs__isnull=True, organization__isnull=False).order_by(*by_name("name"), "pk")


def services_to_mend(program: Program) -> QuerySet[Service]:
    """Entries that can't be found yet because no organization is named."""
    return services_of(program).filter(organization__isnull=True).order_by(*by_name("name"), "pk")


def with_details(services: QuerySet[Service]) -> QuerySet[Service]:
    """Services with everything a page says about them, in a fixed number of queries."""
    return services.prefetch_related(*SHOWN_WITH)


def find_service(program: Program, public_id: uuid.UUID) -> Service | None:
    return with_details(services_of(program)).filter(public_id=public_id).first()


def organizations_of(program: Program) -> QuerySet[Organization]:
    return Organization.objects.filter(program=program).order_by(*by_name("name"), "pk")


def find_service_by_text(program: Program, public_id: str) -> Service | None:
    """The service with an id that came with a form; None for anything else."""
    known = uuid_or_none(public_id)
    return None if known is None else services_of(program).filter(public_id=known).first()


def find_organization(program: Program, public_id: uuid.UUID) -> Organization | None:
    return organizations_of(program).select_related("agency").filter(public_id=public_id).first()


def answering_agencies(organization: Organization) -> list[Agency]:
    """The partners that an organization can be, by name, and the one that it is though that has left the program."""
    agencies = Agency.objects.filter(program_id=organization.program_id).order_by(*by_name("name"), "pk")
    known = organization.agency_id
    return list(agencies.filter(Q(kind__in=ANSWERING_KINDS, is_active=True) | Q(pk=known or 0)))


def services_of_organization(organization: Organization) -> QuerySet[Service]:
    return Service.objects.filter(organization=organization).order_by(*by_name("name"), "pk")


def find_phone(service: Service, public_id: uuid.UUID) -> Phone | None:
    return Phone.objects.filter(service=service, public_id=public_id).first()


def find_place(service: Service, public_id: uuid.UUID) -> ServiceAtLocation | None:
    places = ServiceAtLocation.objects.filter(service=service).select_related("location")
    return places.filter(public_id=public_id).first()


def find_hours(service: Service, public_id: uuid.UUID) -> Schedule | None:
    return Schedule.objects.filter(service=service, public_id=public_id).first()


def find_cost(service: Service, public_id: uuid.UUID) -> CostOption | None:
    return CostOption.objects.filter(service=service, public_id=public_id).first()


def languages_in_use(program: Program) -> list[str]:
    """The codes of the languages that some service is offered in."""
    rows = ServiceLanguage.objects.filter(program=program)
    return sorted(rows.order_by().values_list("code", flat=True).distinct())


def is_used_elsewhere(location: Location, service: Service) -> bool:
    """True if another service is offered at the same place."""
    return ServiceAtLocation.objects.filter(location=location).exclude(service=service).exists()


def imported_services(batch: DirectoryImport) -> QuerySet[Service]:
    """The services that came from the same source as a file."""
    return (
        Service.objects.filter(program=batch.program, source_name=batch.source_name)
        .exclude(source_id="")
        .select_related("organization", "program")
    )


def imports_of(program: Program) -> QuerySet[DirectoryImport]:
    """The files that were imported, the latest first; undone ones too."""
    found = DirectoryImport.objects.filter(program=program, imported_at__isnull=False)
    return found.defer("entries", "before").order_by("-imported_at")


def find_import(program: Program, public_id: uuid.UUID) -> DirectoryImport | None:
    found = DirectoryImport.objects.filter(program=program).select_related("program")
    return found.filter(public_id=public_id).first()
