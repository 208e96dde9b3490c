"""Keeping the directory: entries, their parts, the check of today, and what is refused."""

from datetime import date, time
from decimal import Decimal

import pytest

from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.directory import services
from handoff.directory.facts import (
    CostFacts,
    HoursFacts,
    OrganizationFacts,
    PhoneFacts,
    PlaceFacts,
    ServiceFacts,
)
from handoff.directory.models import Location, Organization, Service
from handoff.directory.queries import (
    Search,
    find_cost,
    find_hours,
    find_phone,
    find_place,
    organizations_of,
    search_services,
)
from handoff.testing.directory import (
    EVERY_DAY,
    make_cost,
    make_hours,
    make_organization,
    make_phone,
    make_place,
    make_service,
)
from handoff.testing.programs import AT, make_actor, make_agency, make_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def worker(program):
    return make_actor(program, "case_manager")


def pantry(**fields):
    return ServiceFacts(**{"name": "Food pantry", "needs": ("food",), "languages": ("en",), **fields})


def add(actor, program, organization=None, facts=None, **parts):
    return services.add_service(
        actor=actor,
        program=program,
        organization=organization or OrganizationFacts(name="Alder Community Action"),
        facts=facts or pantry(),
        at=AT,
        **parts,
    )


def last_event():
    return AuditEvent.objects.order_by("pk").last()


def test_a_service_is_added_with_its_parts_and_counts_as_checked(program, worker):
    service = add(
        worker,
        program,
        phone=PhoneFacts(number="910-555-0160", extension="012"),
        place=PlaceFacts(city="Alder"),
        hours=HoursFacts(weekdays=("TU", "TH"), opens_at=time(10), closes_at=time(14)),
    )
    assert service.organization.name == "Alder Community Action"
    assert (service.checked_on, service.checked_by_id) == (date(2026, 3, 2), worker.user_id)
    assert service.phones.get().extension == "012"
    assert service.places.get().location.city == "Alder"
    assert service.schedules.get().weekdays == "TU,TH"
    assert last_event().action == "directory.added" and last_event().subject == str(service.public_id)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (pantry(name=" "), "Enter the service's name"),
        (pantry(minimum_age=18, maximum_age=17), "oldest age"),
    ],
)
def test_a_service_that_makes_no_sense_is_refused_and_nothing_is_saved(program, worker, facts, sentence):
    with pytest.raises(Refused, match=sentence):
        add(worker, program, facts=facts)
    assert not Service.objects.exists() and not Organization.objects.exists()


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [
        (HoursFacts(weekdays=("MO",), opens_at=time(9)), "both times"),
        (HoursFacts(opens_at=time(9), closes_at=time(10)), "Choose the days"),
        (HoursFacts(weekdays=("MO",)), "describe the hours"),
        (
            HoursFacts(description="x", valid_from=date(2026, 2, 1), valid_to=date(2026, 1, 1)),
            "before the first day",
        ),
    ],
)
def test_hours_that_make_no_sense_are_refused(program, worker, hours, sentence):
    service = make_service(program)
    with pytest.raises(Refused, match=sentence):
        services.save_hours(actor=worker, service=service, facts=hours, at=AT)
    with pytest.raises(Refused, match=sentence):
        add(worker, program, hours=hours)


def test_hours_may_be_words_alone(program, worker):
    facts = HoursFacts(description="By appointment")
    hours = services.save_hours(actor=worker, service=make_service(program), facts=facts, at=AT)
    assert hours.opens_at is None


def test_an_organization_is_named_once(program, worker):
    make_organization(program, name="Longleaf Recovery")
    make_organization(make_program(), name="Depot Street")
    with pytest.raises(Refused, match="already has an organization"):
        add(worker, program, OrganizationFacts(name="longleaf recovery"))
    with pytest.raises(Refused, match="Enter the organization"):
        add(worker, program, OrganizationFacts(name=" "))
    assert add(worker, program, OrganizationFacts(name="Depot Street")).pk


def test_an_organization_of_another_program_is_refused(program, worker):
    with pytest.raises(Refused, match="another program"):
        add(worker, program, make_organization(make_program()))


def test_a_changed_service_keeps_its_parts_and_says_what_changed(program, worker):
    service = make_service(program, name="Food pantry", needs=("food", "benefits"), languages=("en",))
    make_phone(service)
    services.change_service(
        actor=worker,
        service=service,
        organization=service.organization,
        facts=pantry(status="defunct", needs=("food", "family"), languages=("es",)),
        at=AT,
    )
    service.refresh_from_db()
    assert sorted(service.needs.values_list("kind", flat=True)) == ["family", "food"]
    assert list(service.languages.values_list("code", flat=True)) == ["es"]
    assert service.phones.count() == 1
    assert last_event().details["fields"] == ["status"]


def test_a_renamed_organization_is_found_under_its_new_name(program, worker):
    service = make_service(program)
    services.change_organization(
        actor=worker, organization=service.organization, facts=OrganizationFacts(name="Río Norte"), at=AT
    )
    assert list(search_services(program, Search(words="rio norte"), AT)) == [service]
    services.change_organization(
        actor=worker, organization=service.organization, facts=OrganizationFacts(name="Río Norte"), at=AT
    )


def test_an_organization_is_a_partner_that_offers_services_or_none(program, worker):
    """P8: the police never answer referrals to services; a wrong link is removed."""
    organization = make_organization(program)

    def link(agency):
        facts = OrganizationFacts(name=organization.name)
        services.change_organization(
            actor=worker, organization=organization, facts=facts, agency=agency, at=AT
        )
        organization.refresh_from_db()
        return organization.agency

    shelter = make_agency(program, "community", "Harbor Light")
    for other in (
        make_agency(program, "law_enforcement", "Alder Police"),
        make_agency(program, "community", "Left us", is_active=False),
        make_agency(make_program(), "community", "Elsewhere"),
    ):
        with pytest.raises(Refused, match="partners that offer services"):
            link(other)
    assert link(shelter) == shelter
    assert link(None) is None


def test_a_check_is_recorded_with_who_and_when(program, worker):
    service = make_service(program, checked_on=None)
    services.mark_checked(actor=worker, service=service, at=AT)
    service.refresh_from_db()
    assert (service.checked_on, service.checked_by_id) == (date(2026, 3, 2), worker.user_id)
    assert last_event().action == "directory.checked"


def test_a_service_closed_for_good_is_not_checked(program, worker):
    service = make_service(program, status="defunct")
    with pytest.raises(Refused, match="closed for good"):
        services.mark_checked(actor=worker, service=service, at=AT)


def test_a_part_is_added_changed_and_removed(program, worker):
    service = make_service(program)
    phone = services.save_phone(actor=worker, service=service, facts=PhoneFacts(number="910-555-0161"), at=AT)
    services.save_phone(
        actor=worker, service=service, facts=PhoneFacts(number="910-555-0162"), phone=phone, at=AT
    )
    assert service.phones.get().number == "910-555-0162"
    hours = make_hours(service, EVERY_DAY, "09:00", "17:00")
    services.save_hours(
        actor=worker, service=service, facts=HoursFacts(description="Call"), hours=hours, at=AT
    )
    cost = services.save_cost(
        actor=worker, service=service, facts=CostFacts(option="Visit", amount=Decimal(14)), at=AT
    )
    services.save_cost(actor=worker, service=service, facts=CostFacts(option="Day"), cost=cost, at=AT)
    assert service.costs.get().amount is None
    for part in (phone, hours, cost):
        services.remove_part(actor=worker, part=part, at=AT)
    assert not (service.phones.exists() or service.schedules.exists() or service.costs.exists())
    assert last_event().details["fields"] == ["cost"]


@pytest.mark.parametrize(
    ("save", "facts", "sentence"),
    [
        (services.save_phone, PhoneFacts(number=" "), "Enter a phone number"),
        (services.save_place, PlaceFacts(), "Enter an address"),
        (services.save_cost, CostFacts(option=" "), "what the cost is for"),
    ],
)
def test_a_part_that_says_nothing_is_refused(program, worker, save, facts, sentence):
    with pytest.raises(Refused, match=sentence):
        save(actor=worker, service=make_service(program), facts=facts, at=AT)


def test_a_place_that_is_shared_is_left_to_the_other_services(program, worker):
    pantry_place, other = make_place(make_service(program)), make_service(program)
    shared = other.places.create(program=program, location=pantry_place.location)
    services.save_place(
        actor=worker, service=other, facts=PlaceFacts(address_1="9 Elm St"), place=shared, at=AT
    )
    pantry_place.location.refresh_from_db()
    assert pantry_place.location.address_1 == "12 Court Square"
    assert other.places.get().location.address_1 == "9 Elm St"


def test_a_place_of_one_service_is_changed_and_removed_with_it(program, worker):
    service = make_service(program)
    place = services.save_place(actor=worker, service=service, facts=PlaceFacts(city="Elm"), at=AT)
    services.save_place(actor=worker, service=service, facts=PlaceFacts(city="Alder"), place=place, at=AT)
    assert Location.objects.get().place_key == "alder"
    services.remove_part(actor=worker, part=place, at=AT)
    assert not Location.objects.exists()


def test_a_shared_place_stays_when_one_service_leaves_it(program, worker):
    place, other = make_place(make_service(program)), make_service(program)
    shared = other.places.create(program=program, location=place.location)
    services.remove_part(actor=worker, part=shared, at=AT)
    assert Location.objects.count() == 1


def test_only_case_managers_and_program_managers_of_the_program_change_it(program):
    service = make_service(program)
    for actor, sentence in (
        (make_actor(program, "peer_support"), "Only case managers"),
        (make_actor(make_program(), "case_manager"), "another program"),
    ):
        with pytest.raises(Refused, match=sentence):
            services.mark_checked(actor=actor, service=service, at=AT)
        with pytest.raises(Refused, match=sentence):
            services.set_note(actor=actor, service=service, note="x", at=AT)


def test_no_one_else_writes_the_directory(program):
    """Every act refuses a reader of the directory, and whoever keeps the one of another program."""
    service = make_service(program)
    phone = make_phone(service)
    acts = [
        lambda actor: add(actor, program),
        lambda actor: services.change_service(
            actor=actor, service=service, organization=service.organization, facts=pantry(), at=AT
        ),
        lambda actor: services.change_organization(
            actor=actor, organization=service.organization, facts=OrganizationFacts(name="New"), at=AT
        ),
        lambda actor: services.save_phone(
            actor=actor, service=service, facts=PhoneFacts(number="910-555-0161"), at=AT
        ),
        lambda actor: services.save_place(
            actor=actor, service=service, facts=PlaceFacts(city="Alder"), at=AT
        ),
        lambda actor: services.save_hours(
            actor=actor, service=service, facts=HoursFacts(description="Call"), at=AT
        ),
        lambda actor: services.save_cost(actor=actor, service=service, facts=CostFacts(option="Day"), at=AT),
        lambda actor: services.remove_part(actor=actor, part=phone, at=AT),
    ]
    reader, outsider = make_actor(program, "peer_support"), make_actor(make_program(), "case_manager")
    for act in acts:
        with pytest.raises(Refused, match="Only case managers"):
            act(reader)
        with pytest.raises(Refused, match="another program"):
            act(outsider)


def test_the_organizations_to_choose_are_the_program_s_own(program):
    make_organization(make_program())
    own = make_organization(program)
    assert list(organizations_of(program)) == [own]


def test_a_part_is_found_under_its_own_service_alone(program):
    own, other = make_service(program), make_service(program)
    for find, part in (
        (find_phone, make_phone(own)),
        (find_place, make_place(own)),
        (find_hours, make_hours(own, EVERY_DAY, "09:00", "17:00")),
        (find_cost, make_cost(own, "Visit")),
    ):
        assert find(own, part.public_id) == part
        assert find(other, part.public_id) is None
