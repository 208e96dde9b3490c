"""Set up a demo program: settings, partners, staff and criteria, through the services its pages call."""

from datetime import datetime, time, timedelta
from random import Random

from django.contrib.auth.hashers import make_password

from handoff.access.actor import system_actor
from handoff.access.roles import RoleName
from handoff.accounts import services as accounts
from handoff.accounts.definitions import DEMO_PASSWORD
from handoff.accounts.models import Membership, User
from handoff.accounts.queries import is_training_only
from handoff.accounts.services.factors import set_up_training_factors
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.charges.services import install_offenses
from handoff.consent.queries import discloser_of
from handoff.core.refusals import Refused
from handoff.core.tenancy import enter_tenant
from handoff.demo import texts
from handoff.demo.dates import INTAKE_DAYS_BEFORE, SETUP_DAYS, DemoCalendar, at, local_day
from handoff.demo.organizations import Organization, Partner, StaffMember
from handoff.demo.program import DemoProgram
from handoff.demo.staff import build_staff
from handoff.eligibility.engine.north_carolina import NORTH_CAROLINA
from handoff.eligibility.models import CriteriaVersion
from handoff.eligibility.services import approve_criteria, propose_criteria, save_criteria_draft
from handoff.programs import services as programs
from handoff.programs.definitions import STARTING_SCRIPTS
from handoff.programs.inputs import AgencyInput, PolicyInput, ProgramInput, QuestionInput
from handoff.programs.models import Program
from handoff.programs.readers.census import read_counties

NAME_TAKEN = "The account {username} is already in use. Use another database for the training county."
FOUNDED_AGO = 730 + SETUP_DAYS


def create_demo_program(*, organization: Organization, days: DemoCalendar, seed: int) -> DemoProgram:
    """Create the program, staff, partners and criteria ten weeks before the first referral."""
    founded = at(days.working_day(days.ago(FOUNDED_AGO)), 9, 0)
    program_input = ProgramInput(
        name=organization.name,
        jurisdiction=organization.jurisdiction,
        phone=f"{organization.area}-555-0100",
        text_number=f"{organization.area}-555-0101",
        email=f"hello@{organization.slug}.example.org",
        address=f"12 Weir Road, {organization.towns[0]}",
        residence_rule=f"Lives or stays in {organization.jurisdiction}.",
        card_message=texts.CARD,
        card_message_es=texts.CARD_ES,
    )
    program = programs.create_program(
        slug=organization.slug,
        program_input=program_input,
        at=founded,
        policy=PolicyInput(intake_window_days=INTAKE_DAYS_BEFORE),
        is_demo=True,
    )
    enter_tenant(program.pk)
    borrow_census(program, organization)
    staff = build_staff(organization, Random(f"{seed}:{organization.slug}:staff"))
    demo = DemoProgram(organization, program, days, staff, seed)
    add_managers(demo, founded)
    add_partners(demo, founded + timedelta(minutes=20))
    add_staff(demo, founded + timedelta(hours=1))
    configure_program(demo, founded + timedelta(hours=3))
    agree_on_criteria(demo, founded + timedelta(days=7))
    demo.discloser = discloser_of(program)
    return demo


def borrow_census(program: Program, organization: Organization) -> None:
    """Use a real county's census shares, and say so: reports need something to compare with."""
    real = read_counties()[organization.borrowed_census]
    stated = f"{organization.jurisdiction} (invented; shares borrowed from {real.name})"
    program.demographics = {**real.as_json(), "county": stated}
    program.save(update_fields=["demographics"])


def add_partners(demo: DemoProgram, moment: datetime) -> None:
    """Partners come before staff, because staff hold roles for a partner."""
    manager = demo.actor(demo.staff.first_with_role(RoleName.PROGRAM_MANAGER), moment)
    for partner in demo.organization.partners:
        agency_input = AgencyInput(
            kind=partner.kind,
            name=partner.name,
            phone=partner.phone,
            email=f"{partner.key}@{demo.organization.slug}.example.org",
            sworn_officers=partner.sworn,
            takes_handoffs_all_hours=partner.all_hours,
        )
        demo.partners[partner.key] = programs.add_agency(
            actor=manager, program=demo.program, agency_input=agency_input, at=moment
        )


def add_managers(demo: DemoProgram, moment: datetime) -> None:
    """Create all accounts. The site administrator's role comes with the installation; they grant the manager's."""
    password = make_password(DEMO_PASSWORD)
    for place, worker in enumerate(demo.staff.workers):
        demo.users[worker.username] = account(demo, worker, place, password)
    set_up_training_factors(demo.users.values())
    admin = demo.users[demo.staff.first_with_role(RoleName.SITE_ADMINISTRATOR)]
    role = RoleName.SITE_ADMINISTRATOR
    Membership.objects.create(user=admin, program=demo.program, role=role, starts_on=local_day(moment))
    clock = system_actor(demo.program.pk)
    audit.record(
        actor=clock,
        at=moment,
        action=AuditAction.ROLE_GRANTED,
        subject=admin.public_id,
        details={"role": role},
    )
    give_role(demo, demo.member(demo.staff.first_with_role(RoleName.PROGRAM_MANAGER)), moment)


def add_staff(demo: DemoProgram, moment: datetime) -> None:
    managing = {RoleName.SITE_ADMINISTRATOR, RoleName.PROGRAM_MANAGER}
    for worker in demo.staff.workers:
        if worker.role not in managing and worker.since_ago is None:
            give_role(demo, worker, moment)


def account(demo: DemoProgram, worker: StaffMember, place: int, password: str) -> User:
    """Every account has the training password; email addresses come later."""
    found = User.objects.filter(username__iexact=worker.username).first()
    if found is not None and not is_training_only(found):
        raise Refused(NAME_TAKEN.format(username=worker.username))
    return found or User.objects.create(
        username=worker.username,
        full_name=worker.name,
        phone=f"{demo.organization.area}-555-01{30 + place % 70:02d}",
        badge_number=worker.badge,
        password=password,
    )


def give_role(demo: DemoProgram, worker: StaffMember, moment: datetime) -> None:
    """The site administrator grants the role; the program manager confirms one that opens people's records."""
    role = accounts.grant_role(
        actor=demo.actor(demo.staff.first_with_role(RoleName.SITE_ADMINISTRATOR), moment),
        user=demo.users[worker.username],
        program=demo.program,
        agency=demo.partners.get(worker.partner),
        role=worker.role,
        on=local_day(moment),
        at=moment,
    )
    if role.waits_for_confirmation:
        manager = demo.actor(demo.staff.first_with_role(RoleName.PROGRAM_MANAGER), moment)
        accounts.confirm_role(actor=manager, membership=role, on=local_day(moment), at=moment)


def configure_program(demo: DemoProgram, moment: datetime) -> None:
    """The manager sets hours, agreement, scripts, and one intake question specific to the program."""
    program, manager = demo.program, demo.actor(demo.staff.first_with_role(RoleName.PROGRAM_MANAGER), moment)
    hours = {weekday: (time(8), time(17)) for weekday in range(5)}
    programs.set_open_hours(actor=manager, program=program, hours=hours, at=moment)
    for language, text in STARTING_SCRIPTS.items():
        programs.publish_script(
            actor=manager,
            program=program,
            language=language,
            text=text.format(program=program.name),
            at=moment,
        )
    pets = QuestionInput(
        section="housing",
        text="Is there an animal that needs a place too?",
        text_es="¿Hay un animal que también necesite un lugar?",
        answer_kind="yes_no",
    )
    programs.add_question(actor=manager, program=program, question_input=pets, at=moment)
    programs.write_instructions(
        actor=manager, program=program, form="contact-point", instructions=texts.INSTRUCTIONS, at=moment
    )
    install_offenses(actor=manager, program=program, at=moment)
    publish_and_sign(demo, texts.AGREEMENT_ONE, texts.AGREEMENT_ONE_ES, moment)
    for partner in demo.organization.partners:
        add_contacts_and_services(demo, partner, moment)


def add_contacts_and_services(demo: DemoProgram, partner: Partner, moment: datetime) -> None:
    actor, agency = (
        demo.actor(demo.staff.first_with_role(RoleName.PROGRAM_MANAGER), moment),
        demo.partners[partner.key],
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


def publish_and_sign(demo: DemoProgram, text: str, text_es: str, moment: datetime) -> None:
    """Publish an agreement; all current staff sign it within the hour."""
    manager = demo.actor(demo.staff.first_with_role(RoleName.PROGRAM_MANAGER), moment)
    accounts.publish_agreement(actor=manager, program=demo.program, text=text, text_es=text_es, at=moment)
    for place, worker in enumerate(each for each in demo.staff.workers if each.since_ago is None):
        user, signed_at = demo.users[worker.username], moment + timedelta(seconds=50 * (place + 1))
        accounts.sign_agreement(
            actor=demo.actor(worker.username, moment),
            user=user,
            program=demo.program,
            typed_name=user.full_name,
            at=signed_at,
        )
    demo.actors.clear()


def agree_on_criteria(demo: DemoProgram, moment: datetime) -> None:
    """The North Carolina example, approved by each partner within days of being proposed."""
    program, manager = demo.program, demo.actor(demo.staff.first_with_role(RoleName.PROGRAM_MANAGER), moment)
    version = save_criteria_draft(
        actor=manager,
        program=program,
        plain=NORTH_CAROLINA.to_plain(),
        effective_on=local_day(moment),
        note="The handbook's example, agreed on at the first meeting.",
        at=moment,
    )
    version = propose_criteria(actor=manager, version=version, at=moment + timedelta(minutes=20))
    for days_on, username in enumerate(leaders(demo), start=1):
        approve_for_own_agency(demo, username, version, moment + timedelta(days=days_on))


def leaders(demo: DemoProgram, *, da: bool = True) -> list[str]:
    """The first leader of each partner that must approve criteria, in the order of the staff."""
    roles = {RoleName.LAW_LEADER, RoleName.DISTRICT_ATTORNEY} if da else {RoleName.LAW_LEADER}
    first = {each.partner: each for each in reversed(demo.staff.workers) if each.role in roles}
    return [each.username for each in demo.staff.workers if first.get(each.partner) == each]


def approve_for_own_agency(
    demo: DemoProgram, username: str, version: CriteriaVersion, moment: datetime
) -> None:
    agency = demo.partners[demo.member(username).partner]
    approve_criteria(actor=demo.actor(username, moment), version=version, agency=agency, at=moment)
