"""On an empty installation the first account and program are made once, by command or with a one-time link (N1, P6)."""

import stat
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from unittest.mock import Mock

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from handoff.access.roles import RoleName
from handoff.accounts.first_run import services
from handoff.accounts.inputs import UserInput
from handoff.accounts.models import Invitation, Membership, User
from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.core.tenancy import tenant_context
from handoff.programs.models import Program
from handoff.testing.programs import AT, make_actor, make_member, make_program, make_user

pytestmark = pytest.mark.django_db

OPTIONS = {
    "full_name": "Ana Ruiz", "username": "ana", "email": "ana@example.org", "language": "es",
    "program_name": "Orange Diversion", "slug": "orange", "jurisdiction": "Orange County",
    "county_fips": "37135", "phone": "919 555 0142", "time_zone": "America/New_York",
}  # fmt: skip
MANAGER = {"manager_username": "bo", "manager_full_name": "Bo Lee", "manager_email": "bo@example.org"}
PASSWORD = "seven green herons at noon"
PAGE = {**OPTIONS, "new": PASSWORD, "again": PASSWORD}


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path
    return tmp_path


def run(**options):
    out = StringIO()
    call_command("setup", stdout=out, **{"input": False, **options})
    return out.getvalue()


def nothing_was_created() -> bool:
    with tenant_context(None):
        return not (User.objects.exists() or Program.objects.exists() or Invitation.objects.exists())


def rows_of(program: Program) -> list[str]:
    with tenant_context(program.pk):
        return list(AuditEvent.objects.filter(program_id=program.pk).values_list("action", flat=True))


def token_of(link: str) -> str:
    return link.rstrip("/").rpartition("/")[2]


def test_the_command_creates_administrator_program_and_manager_with_audit_rows():
    said = run(**OPTIONS, **MANAGER)
    program = Program.objects.get(slug="orange")
    assert program.demographics and program.name == "Orange Diversion"
    with tenant_context(program.pk):
        roles = set(Membership.objects.values_list("user__username", "role"))
    assert roles == {("ana", "site_administrator"), ("bo", "program_manager")}
    assert not any(user.has_usable_password() for user in User.objects.all())
    rows = rows_of(program)
    assert rows.count("role.granted") == 2 and "program.created" in rows and "invitation.made" in rows
    assert AuditEvent.objects.filter(program_id=0, action="account.added").exists()
    assert said.startswith("Database: ") and said.count("/invitation/") == 2


def test_an_invited_administrator_chooses_a_password():
    link = next(line for line in run(**OPTIONS).splitlines() if "/invitation/" in line).split()[-1]
    url = reverse("accounts:invitation", args=[token_of(link)])
    page = Client().post(url, {"new": PASSWORD, "again": PASSWORD})
    assert page.status_code == 302 and User.objects.get().check_password(PASSWORD)


def test_the_command_refuses_when_an_account_exists():
    run(**OPTIONS)
    with pytest.raises(CommandError, match="already set up"):
        run(**{**OPTIONS, "username": "eve", "slug": "other"})
    assert User.objects.count() == Program.objects.count() == 1
    with pytest.raises(CommandError, match="already set up"):
        run(page=True)


def test_each_wrong_value_gets_one_sentence_and_nothing_is_created():
    wrong = {**OPTIONS, "slug": "a b", "phone": "12", "county_fips": "99999", "email": "no", "full_name": ""}
    with pytest.raises(CommandError) as refused:
        run(**wrong)
    lines = str(refused.value).splitlines()[1:]
    assert {line.split(":")[0].strip() for line in lines} == {
        "--slug", "--phone", "--county-fips", "--email", "--full-name",
    }  # fmt: skip
    assert nothing_was_created()


@pytest.mark.parametrize(
    ("manager", "option"),
    [
        ({"manager_username": "bo"}, "--manager-full-name"),
        ({"manager_full_name": "Bo Lee"}, "--manager-username"),
        ({"manager_email": "bo@example.org"}, "--manager-username"),
        ({**MANAGER, "manager_email": ""}, "--manager-email"),
        ({**MANAGER, "manager_username": "ANA"}, "--manager-username"),
    ],
)
def test_a_manager_needs_both_names_and_an_account_of_their_own(manager, option):
    with pytest.raises(CommandError, match=option):
        run(**OPTIONS, **manager)
    assert nothing_was_created()


def test_a_failure_halfway_leaves_nothing(monkeypatch):
    def fails(**kwargs):
        raise Refused("no")

    monkeypatch.setattr(services, "create_invitation", fails)
    with pytest.raises(CommandError):
        run(**OPTIONS, **MANAGER)
    assert nothing_was_created()


def test_an_account_created_at_the_same_moment_stops_the_setup(monkeypatch):
    create_account = services.create_account

    def with_another(*args):
        make_user(username="someone-else")
        return create_account(*args)

    monkeypatch.setattr(services, "create_account", with_another)
    with pytest.raises(CommandError, match="account"):
        run(**OPTIONS)
    assert nothing_was_created()


def test_two_accounts_never_share_a_user_name(db):
    ana = UserInput(username="ana", full_name="Ana Ruiz")
    services.create_account(ana, PASSWORD, AT)
    with pytest.raises(Refused, match="That user name is taken"):
        services.create_account(replace(ana, username=" ANA "), PASSWORD, AT)


def test_the_command_asks_until_an_answer_is_right_and_says_which_database_first(monkeypatch):
    answers = iter(
        ["", "Ana Ruiz", "ana", "", "", "Orange", "orange", "Orange County", "", "12", "9195550142"]
    )
    rest = iter(["", "", "", "", "", "y"])
    asked = []

    def answer(prompt):
        asked.append(prompt)
        return next(answers, None) if len(asked) <= 11 else next(rest)

    monkeypatch.setattr("builtins.input", answer)
    run(input=True)
    assert User.objects.get().username == "ana" and asked[-1].startswith("Create this account")


def test_an_answer_other_than_yes_creates_nothing(monkeypatch):
    monkeypatch.setattr("builtins.input", lambda prompt: "")
    with pytest.raises(CommandError, match="Nothing was created"):
        run(input=True, **OPTIONS, manager_username="", manager_full_name="", manager_email="")
    assert nothing_was_created()


def test_the_link_is_kept_as_a_hash_that_only_its_owner_can_read(data_folder):
    token = token_of(services.issue_first_run_link())
    path = data_folder / "first-run-token"
    assert token not in path.read_text() and stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in data_folder.iterdir()] == ["first-run-token"]


def test_the_page_creates_administrator_and_program_and_is_gone(
    django_capture_on_commit_callbacks, data_folder
):
    url = reverse("accounts:first_run", args=[token_of(services.issue_first_run_link())])
    client = Client()
    assert client.get(url).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(url, PAGE)
    said = page.content.decode()
    assert "Orange Diversion, at /p/orange/" in said and "User name: ana" in said and "/sign-in/" in said
    assert "asks for the program manager" in said
    user, program = User.objects.get(), Program.objects.get()
    assert user.check_password(PASSWORD) and not user.must_change_password
    assert "program.created" in rows_of(program)
    assert not (data_folder / "first-run-token").exists()
    assert client.get(url).status_code == client.post(url, PAGE).status_code == 404
    assert User.objects.count() == 1


def test_the_page_asks_for_the_program_manager_and_mails_the_link(mailoutbox):
    url = reverse("accounts:first_run", args=[token_of(services.issue_first_run_link())])
    client = Client()
    assert "The program manager" in client.get(url).content.decode()
    page = client.post(url, {**PAGE, **MANAGER, "manager_language": "es"}).content.decode()
    assert "User name: bo" in page and "to bo@example.org" in page and "/invitation/" not in page
    assert [mail.to for mail in mailoutbox] == [["bo@example.org"]]
    assert "Elija su contraseña" in mailoutbox[0].body
    assert roles_in("orange") == {("ana", "site_administrator"), ("bo", "program_manager")}


def test_without_a_mail_server_the_page_shows_the_managers_link_once(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    url = reverse("accounts:first_run", args=[token_of(services.issue_first_run_link())])
    page = Client().post(url, {**PAGE, **MANAGER}).content.decode()
    assert "No email was sent" in page and page.count("/invitation/") == 1 and "We emailed" not in page


def test_the_page_says_what_is_wrong_and_creates_nothing():
    url = reverse("accounts:first_run", args=[token_of(services.issue_first_run_link())])
    for wrong in ({"again": "other"}, {"new": "short", "again": "short"}, {"phone": "12"}, {"username": ""}):
        page = Client().post(url, {**PAGE, **wrong})
        assert page.status_code == 200 and page.context["form"].errors
    assert nothing_was_created()
    assert Client().get(url).status_code == 200


def test_a_wrong_or_replaced_link_answers_like_an_unknown_address():
    old = reverse("accounts:first_run", args=[token_of(services.issue_first_run_link())])
    right = reverse("accounts:first_run", args=[token_of(services.issue_first_run_link())])
    unknown = Client().get("/no-such-page/")
    for url in (
        old,
        reverse("accounts:first_run", args=["x"]),
        reverse("accounts:first_run", args=["-" * 64]),
    ):
        page = Client().get(url)
        assert (page.status_code, page.content) == (404, unknown.content)
    assert Client().get(right).status_code == 200


def test_no_link_opens_the_page_without_a_token_file_or_after_an_account(data_folder):
    assert Client().get(reverse("accounts:first_run", args=["x"])).status_code == 404
    url = reverse("accounts:first_run", args=[token_of(services.issue_first_run_link())])
    make_user()
    assert Client().get(url).status_code == 404
    with pytest.raises(Refused):
        services.issue_first_run_link()


def test_guesses_are_limited_like_those_at_sign_in(settings):
    settings.SIGN_IN_FAILURES_PER_ADDRESS = 3
    url = reverse("accounts:first_run", args=[token_of(services.issue_first_run_link())])
    for _try in range(3):
        assert Client().get(reverse("accounts:first_run", args=["x"])).status_code == 404
    assert Client().get(url).status_code == 404
    assert Client(REMOTE_ADDR="10.0.0.9").get(url).status_code == 200


def test_serving_prints_the_link_only_while_there_is_no_account(capsys):
    from handoff.config.management.commands.serve import Command

    out = StringIO()
    Command(stdout=out).offer_first_run()
    assert "/first-run/" in out.getvalue()
    make_user()
    out = StringIO()
    Command(stdout=out).offer_first_run()
    assert out.getvalue() == ""


NEW = {key: OPTIONS[key] for key in OPTIONS if key not in {"full_name", "username", "email", "language"}}


@pytest.fixture
def site_administrator():
    """A site administrator of a first program, signed in."""
    program = make_program(slug="first")
    user = make_member(program, RoleName.SITE_ADMINISTRATOR)
    client = Client()
    client.force_login(user)
    return client, user, reverse("accounts:add_program", args=["first"])


def roles_in(slug: str) -> set[tuple[str, str]]:
    program = Program.objects.get(slug=slug)
    with tenant_context(program.pk):
        rows = Membership.objects.filter(program=program).values_list("user__username", "role")
        return set(rows)


def test_a_site_administrator_adds_a_further_program_with_its_manager(site_administrator, mailoutbox):  # P6
    client, user, url = site_administrator
    page = client.post(url, {**NEW, **MANAGER})
    said = page.content.decode()
    assert "We emailed the program manager" in said and "/invitation/" not in said
    assert roles_in("orange") == {(user.username, "site_administrator"), ("bo", "program_manager")}
    assert [mail.to for mail in mailoutbox] == [["bo@example.org"]] and "/invitation/" in mailoutbox[0].body
    rows = rows_of(Program.objects.get(slug="orange"))
    assert rows.count("role.granted") == 2 and {"program.created", "invitation.made"} <= set(rows)
    assert client.get(reverse("accounts:members", args=["orange"])).status_code == 200


def test_a_link_that_could_not_be_mailed_is_said(site_administrator, monkeypatch):
    client, _user, url = site_administrator
    monkeypatch.setattr("handoff.accounts.services.invitations.EmailMessage.send", Mock(side_effect=OSError))
    page = client.post(url, {**NEW, **MANAGER}).content.decode()
    assert "send the email" in page and "We emailed" not in page


def test_without_a_mail_server_no_email_is_claimed(site_administrator, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    client, _user, url = site_administrator
    page = client.post(url, {**NEW, **MANAGER}).content.decode()
    assert "No mail server is set up" in page and "We emailed" not in page and "/invitation/" not in page


def test_a_double_click_leads_to_the_program_that_the_first_one_added(site_administrator):
    client, _user, url = site_administrator
    client.post(url, {**NEW, **MANAGER})
    again = client.post(url, {**NEW, **MANAGER}, follow=True)
    assert again.redirect_chain[0][0] == reverse("accounts:members", args=["orange"])
    assert "This program is already added." in again.content.decode()
    assert Program.objects.filter(slug="orange").count() == 1
    added = Program.objects.get(slug="orange")
    Program.objects.filter(pk=added.pk).update(created_at=added.created_at - timedelta(minutes=6))
    page = client.post(url, {**NEW, **MANAGER}).content.decode()
    assert "already a program with this web address" in page


def test_a_program_without_a_manager_asks_for_one_next(site_administrator):
    client, user, url = site_administrator
    page = client.post(url, NEW).content.decode()
    assert "Next, add its program manager." in page and "/invitation/" not in page
    assert roles_in("orange") == {(user.username, "site_administrator")}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"slug": "first"}, "already a program with this web address"),
        ({"slug": "a b"}, "Use only letters, digits, and hyphens."),
        ({"manager_full_name": ""}, "Enter the program manager&#x27;s full name."),
        ({"manager_email": ""}, "Enter the program manager&#x27;s email."),
    ],
)
def test_a_refused_program_keeps_what_was_typed(site_administrator, wrong, sentence):
    client, _user, url = site_administrator
    page = client.post(url, {**NEW, **MANAGER, **wrong}).content.decode()
    assert sentence in page and 'value="Orange Diversion"' in page
    assert not Program.objects.filter(slug="orange").exists()
    assert not User.objects.filter(username="bo").exists()


def test_the_administrators_own_name_is_no_manager(site_administrator):
    client, user, url = site_administrator
    page = client.post(url, {**NEW, **MANAGER, "manager_username": user.username}).content.decode()
    assert "Choose a user name that differs from yours." in page


def test_a_manager_adds_no_program(site_administrator):
    _client, _user, url = site_administrator
    manager = Client()
    manager.force_login(make_member(Program.objects.get(slug="first"), RoleName.PROGRAM_MANAGER))
    assert manager.post(url, {**NEW, **MANAGER}).status_code == 404
    actor = make_actor(Program.objects.get(slug="first"), RoleName.PROGRAM_MANAGER)
    with pytest.raises(Refused, match="Only a site administrator"):
        services.add_program(actor=actor, administrator=make_user(), new_input=None, at=AT)
    assert not Program.objects.filter(slug="orange").exists()
