"""Founding a program of the fictional county: settings, partners, staff and criteria, as on its pages."""

from datetime import datetime, time, timedelta
from random import Random

from django.contrib.auth.hashers import make_password

from handoff.access.actor import clock_actor
from handoff.access.roles import RoleName
from handoff.accounts import services as accounts
from handoff.accounts.definitions import DEMO_PASSWORD
from handoff.accounts.models import Membership, User
from handoff.accounts.queries import only_in_training
from handoff.accounts.services.factors import give_training_factors
from handoff.audit import services as audit
from handoff.charges.services import install_offenses
from handoff.consent.queries import discloser_of
from handoff.core.refusals import Refused
from handoff.core.wall import step_behind_wall
from handoff.demo import texts
from handoff.demo.cast import cast_of
from handoff.demo.organisation import Organisation, Partner, Worker
from handoff.demo.times import SETUP_DAYS, WINDOW_BEFORE, Days, at, local_day
from handoff.demo.world import World
from handoff.eligibility.engine.north_carolina import NORTH_CAROLINA
from handoff.eligibility.models import CriteriaApproval
from handoff.eligibility.services import approve_criteria, propose_criteria, save_criteria_draft
from handoff.programs import services as programs
from handoff.programs.inputs import AgencyGiven, PolicyGiven, ProgramGiven, QuestionGiven
from handoff.programs.models import Program
from handoff.programs.readers.census import counties

NAME_TAKEN = "The account {username} is somebody's already. Use another database for the training county."
FOUNDED_AGO = 730 + SETUP_DAYS


def found_program(*, organisation: Organisation, days: Days, seed: int) -> World:
    """Make the program, its staff, its partners and its criteria, ten weeks before the first referral."""
    founded = at(days.working_day(days.ago(FOUNDED_AGO)), 9, 0)
    given = ProgramGiven(
        name=organisation.name,
        jurisdiction=organisation.jurisdiction,
        phone=f"{organisation.area}-555-0100",
        text_number=f"{organisation.area}-555-0101",
        email=f"hello@{organisation.slug}.example.org",
        address=f"12 Weir Road, {organisation.towns[0]}",
        residence_rule=f"Lives or stays in {organisation.jurisdiction}.",
        card_message=texts.CARD,
        card_message_es=texts.CARD_ES,
    )
    program = programs.create_program(
        slug=organisation.slug,
        given=given,
        at=founded,
        policy=PolicyGiven(intake_window_days=WINDOW_BEFORE),
        is_demo=True,
    )
    step_behind_wall(program.pk)
    borrow_census(program, organisation)
    cast = cast_of(organisation, Random(f"{seed}:{organisation.slug}:staff"))
    world = World(organisation, program, days, cast, seed)
    add_managers(world, founded)
    add_partners(world, founded + timedelta(minutes=20))
    add_staff(world, founded + timedelta(hours=1))
    open_doors(world, founded + timedelta(hours=3))
    agree_on_criteria(world, founded + timedelta(days=7))
    world.discloser = discloser_of(program)
    return world


def borrow_census(program: Program, organisation: Organisation) -> None:
    """Give the invented county the shares of a real one, and say so: figures need something to be compared with."""
    real = counties()[organisation.borrowed_census]
    stated = f"{organisation.jurisdiction} (invented; shares borrowed from {real.name})"
    program.demographics = {**real.as_json(), "county": stated}
    program.save(update_fields=["demographics"])


def add_partners(world: World, moment: datetime) -> None:
    """Have the manager write down the organisations; roles are held for them, so they come before the staff."""
    manager = world.actor(world.cast.first(RoleName.PROGRAM_MANAGER), moment)
    for partner in world.organisation.partners:
        given = AgencyGiven(
            kind=partner.kind,
            name=partner.name,
            phone=partner.phone,
            email=f"{partner.key}@{world.organisation.slug}.example.org",
            sworn_officers=partner.sworn,
            takes_handoffs_all_hours=partner.all_hours,
        )
        world.partners[partner.key] = programs.add_agency(
            actor=manager, program=world.program, given=given, at=moment
        )


def add_managers(world: World, moment: datetime) -> None:
    """Make all accounts; the first role comes with the installation, the manager's from the site administrator."""
    password = make_password(DEMO_PASSWORD)
    for place, worker in enumerate(world.cast.workers):
        world.users[worker.username] = account(world, worker, place, password)
    give_training_factors(world.users.values())
    admin = world.users[world.cast.first(RoleName.SITE_ADMINISTRATOR)]
    role = RoleName.SITE_ADMINISTRATOR
    Membership.objects.create(user=admin, program=world.program, role=role, starts_on=local_day(moment))
    clock = clock_actor(world.program.pk)
    audit.record(
        actor=clock, at=moment, action="role.granted", subject=admin.public_id, details={"role": role}
    )
    give_role(world, world.worker(world.cast.first(RoleName.PROGRAM_MANAGER)), moment)


def add_staff(world: World, moment: datetime) -> None:
    """Have the site administrator give everybody else their role."""
    managing = {RoleName.SITE_ADMINISTRATOR, RoleName.PROGRAM_MANAGER}
    for worker in world.cast.workers:
        if worker.role not in managing and worker.since_ago is None:
            give_role(world, worker, moment)


def account(world: World, worker: Worker, place: int, password: str) -> User:
    """Return the account of a member of staff; all have the training password; addresses come later."""
    found = User.objects.filter(username__iexact=worker.username).first()
    if found is not None and not only_in_training(found):
        raise Refused(NAME_TAKEN.format(username=worker.username))
    return found or User.objects.create(
        username=worker.username,
        full_name=worker.name,
        phone=f"{world.organisation.area}-555-01{30 + place % 70:02d}",
        badge_number=worker.badge,
        password=password,
    )


def give_role(world: World, worker: Worker, moment: datetime) -> None:
    """Have the site administrator give somebody their role."""
    accounts.grant_role(
        actor=world.actor(world.cast.first(RoleName.SITE_ADMINISTRATOR), moment),
        user=world.users[worker.username],
        program=world.program,
        agency=world.partners.get(worker.partner),
        role=worker.role,
        on=local_day(moment),
        at=moment,
    )


def open_doors(world: World, moment: datetime) -> None:
    """The manager sets hours, agreement, scripts and an intake question of the program's own."""
    program, manager = world.program, world.actor(world.cast.first(RoleName.PROGRAM_MANAGER), moment)
    hours = {weekday: (time(8), time(17)) for weekday in range(5)}
    programs.set_open_hours(actor=manager, program=program, hours=hours, at=moment)
    for language, text in (("en", texts.SCRIPT_EN), ("es", texts.SCRIPT_ES)):
        programs.publish_script(actor=manager, program=program, language=language, text=text, at=moment)
    pets = QuestionGiven(
        section="housing",
        text="Is there an animal that needs a place too?",
        text_es="¿Hay un animal que también necesite un lugar?",
        answer_kind="yes_no",
    )
    programs.add_question(actor=manager, program=program, given=pets, at=moment)
    install_offenses(actor=manager, program=program, at=moment)
    publish_and_sign(world, texts.AGREEMENT_ONE, texts.AGREEMENT_ONE_ES, moment)
    for partner in world.organisation.partners:
        describe(world, partner, moment)


def describe(world: World, partner: Partner, moment: datetime) -> None:
    """Write down whom to call at a partner and what it offers."""
    actor, agency = (
        world.actor(world.cast.first(RoleName.PROGRAM_MANAGER), moment),
        world.partners[partner.key],
    )
    name, job = partner.contact
    if name:
        programs.add_contact(
            actor=actor,
            agency=agency,
            name=name,
            job=job,
            phone=partner.phone,
            email=agency.email,
            at=moment,
        )
    for service, how in partner.services:
        programs.add_service(actor=actor, agency=agency, name=service, how_to_get_it=how, at=moment)


def publish_and_sign(world: World, text: str, text_es: str, moment: datetime) -> None:
    """Put an agreement in force; everybody who is there signs it within the hour."""
    manager = world.actor(world.cast.first(RoleName.PROGRAM_MANAGER), moment)
    accounts.publish_agreement(actor=manager, program=world.program, text=text, text_es=text_es, at=moment)
    for place, worker in enumerate(each for each in world.cast.workers if each.since_ago is None):
        user, signed_at = world.users[worker.username], moment + timedelta(seconds=50 * (place + 1))
        accounts.sign_agreement(
            actor=world.actor(worker.username, moment),
            user=user,
            program=world.program,
            typed_name=user.full_name,
            at=signed_at,
        )
    world.actors.clear()


def agree_on_criteria(world: World, moment: datetime) -> None:
    """The North Carolina example, proposed, and approved by both sides a few days later."""
    program, manager = world.program, world.actor(world.cast.first(RoleName.PROGRAM_MANAGER), moment)
    version = save_criteria_draft(
        actor=manager,
        program=program,
        plain=NORTH_CAROLINA.to_plain(),
        effective_on=local_day(moment),
        note="The handbook's example, agreed on at the first meeting.",
        at=moment,
    )
    version = propose_criteria(actor=manager, version=version, at=moment + timedelta(minutes=20))
    for days_on, (role, side) in enumerate(SIDES, start=1):
        approver = world.actor(world.cast.first(role), moment)
        approve_criteria(actor=approver, version=version, side=side, at=moment + timedelta(days=days_on))


SIDES = (
    (RoleName.LAW_LEADER, CriteriaApproval.Side.LAW_ENFORCEMENT),
    (RoleName.DISTRICT_ATTORNEY, CriteriaApproval.Side.DISTRICT_ATTORNEY),
)
