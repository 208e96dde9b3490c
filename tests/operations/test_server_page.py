"""docs/how-to/run-on-a-server.md, run block by block on a clean root with a PostgreSQL of its own (finding-I1).

That takes half a minute of CPU, so a commit reads the page's commands instead: each with the parser that will read it.
"""

import re
import shlex
import shutil
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest
from django.core.management import CommandError, get_commands, load_command_class

from handoff.config.cli import COMMANDS
from handoff.config.secret import new_secret_key
from handoff.core.sealing import generate_key
from tests.operations.server_page import BLOCK, PAGES, VERSION, CleanRoot

pytestmark = [
    pytest.mark.slow,
    pytest.mark.once,
    pytest.mark.skipif(
        not Path(f"/usr/lib/postgresql/{VERSION}").exists(), reason="PostgreSQL 15 is not here"
    ),
]
START_SECONDS = 120
COMMAND = re.compile(
    r"(?:^|[ /])(?<!start )(?<!stop )(?:handoff|handoff-owner|-m handoff) (?=[a-z])([^\n|;&<]*)", re.MULTILINE
)
STEPS = {
    "machine",
    "roles",
    "modes",
    "tables",
    "units",
    "check",
    "account",
    "restore",
    "base backup",
    "recover",
    "replay",
}


def commands_of_pages() -> set[str]:
    """Every `handoff` command in a block that is run or written to a file, with what follows it on its line."""
    blocks = [block for page in PAGES for block in BLOCK.findall(page.read_text(encoding="utf-8"))]
    texts = [text.replace("\\\n", " ") for _kind, _name, text in blocks]
    return {each.strip() for text in texts for each in COMMAND.findall(text)}


def test_the_pages_have_the_steps_that_are_run_at_night():
    found = [block for page in PAGES for block in BLOCK.findall(page.read_text(encoding="utf-8"))]
    assert {name for kind, name, _text in found if kind == "step"} == STEPS | {"install"}
    assert any("/handoff.service" in name for kind, name, _text in found if kind == "file")


@pytest.mark.parametrize("line", sorted(commands_of_pages()))
def test_each_command_of_the_pages_is_one_that_the_program_takes(line):
    """finding-I1: the words and options as `handoff` itself will read them."""
    name, *words = shlex.split(line, comments=True)
    name = COMMANDS.get(name, name)
    load_command_class(get_commands()[name], name).create_parser("handoff", name).parse_args(words)


def test_nginx_is_left_no_page_to_compress():
    """ADR 0086: Debian's nginx would compress every page, also one that holds what someone searched for."""
    (file,) = (
        text
        for kind, name, text in BLOCK.findall(PAGES[0].read_text(encoding="utf-8"))
        if kind == "file" and "nginx" in name
    )
    assert "gzip off;" in file


def test_the_pages_commands_are_read():
    assert {each.split()[0] for each in commands_of_pages()} >= {"setup", "serve", "backup", "tick", "check"}
    with pytest.raises(CommandError):
        test_each_command_of_the_pages_is_one_that_the_program_takes("setup --no-such-option")


@pytest.fixture(scope="module")
def server():
    """The page's steps 1 to 6, from an empty root to a site that serves and has a backup."""
    # Short, and below /tmp: a socket's path has at most 107 characters, and the unprivileged user must reach it.
    folder = Path("/tmp") / f"handoff-root-{time.monotonic_ns():x}"  # noqa: S108
    keys = {
        "...secret-key...": new_secret_key(),
        "...file-key...": generate_key(),
        "...backup-key...": generate_key(),
    }
    root = CleanRoot(folder, replaced=keys)
    try:
        root.step("machine")
        root.write_files()
        root.run("systemctl restart postgresql")
        for name in ("roles", "modes", "tables", "units"):
            root.step(name)
        wait_until_ready(root)
        root.checked = root.step("check")
        yield root
    finally:
        root.close()
        shutil.rmtree(folder, ignore_errors=True)


def ask(root: CleanRoot, path: str) -> tuple[int, str]:
    request = urllib.request.Request(
        f"http://127.0.0.1:{root.site_port}{path}",
        headers={"Host": "handoff.example.gov", "X-Forwarded-Proto": "https"},
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError as error:
        return 0, str(error)


def wait_until_ready(root: CleanRoot) -> None:
    deadline, found = time.monotonic() + START_SECONDS, (0, "")
    while time.monotonic() < deadline:
        found = ask(root, "/readyz")
        if found == (200, "ready"):
            return
        time.sleep(1)
    pytest.fail(f"{found}\n{(root.root / 'handoff.log').read_text(encoding='utf-8')}")


@pytest.mark.nightly
def test_the_page_leads_from_an_empty_server_to_one_that_serves(server):
    status, page = ask(server, "/sign-in/")
    assert status == 200 and "Password" in page
    said = server.checked
    assert "as handoff_app" in said.stderr
    for name in (
        "PostgreSQL role",
        "PostgreSQL log",
        "audit heads",
        "file modes",
        "backup",
        "journal",
        "mail",
        "jobs",
    ):
        assert f"ok     {name}: " in said.stdout
    assert "operator" not in said.stdout


@pytest.mark.nightly
def test_the_backup_reads_every_program_and_nothing_is_open_to_others(server):
    """finding-I2, finding-S14: with exactly the documented settings."""
    [backup] = (server.root / "mnt/elsewhere/backups").iterdir()
    assert backup.stat().st_mode & 0o077 == 0 and backup.stat().st_size > 10_000
    assert server.mode("var/lib/handoff") == 0o700
    assert "row-level security" not in (server.root / "handoff-backup.log").read_text(encoding="utf-8")


@pytest.mark.nightly
def test_a_statement_that_fails_leaves_no_value_in_the_servers_log(server):
    """finding-S8"""
    url = f"postgresql://handoff_app@localhost:{server.database_port}/handoff"
    name = "".join(["Tide", "water"])
    for start in ("INSERT INTO programs_program (name) VALUES", "SELECT count(*) FROM no_such_table WHERE"):
        sql = f"{start} ('{name}')"
        failed = server.run(f'psql "{url}" --command="{sql}"', check=False)
        assert failed.returncode
    log = (server.root / "postgresql.log").read_text(encoding="utf-8")
    assert "ERROR" in log and name not in log


@pytest.mark.nightly
def test_the_operators_command_works_as_documented(server):
    """finding-I3"""
    assert "reset" in server.step("account").stdout


@pytest.mark.nightly
def test_the_units_are_what_systemd_takes(server):
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("no systemd here")
    units = sorted(str(path) for path in (server.root / "etc/systemd/system").iterdir())
    done = subprocess.run(
        [analyze, "verify", "--man=no", *units], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0 and str(server.root) not in done.stderr, done.stderr


@pytest.mark.nightly
def test_nginx_takes_its_file(server, tmp_path):
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    if nginx is None:
        pytest.skip("nginx is not here; make nightly installs it")
    certificates = server.root / "etc/ssl/handoff"
    server.run(
        f"mkdir -p {certificates} && openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=handoff.example.gov"
        f" -keyout {certificates}/key.pem -out {certificates}/fullchain.pem 2>/dev/null"
    )
    whole = tmp_path / "nginx.conf"
    page = server.root / "etc/nginx/conf.d/handoff.conf"
    whole.write_text(f"events {{}}\npid {tmp_path}/pid;\nhttp {{ include {page}; }}\n", encoding="utf-8")
    done = subprocess.run(
        [nginx, "-t", "-c", str(whole), "-e", str(tmp_path / "log")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0 and "warn" not in done.stderr, done.stderr


@pytest.mark.nightly
def test_the_restore_works_as_documented_and_its_last_words_agree(server):
    """finding-I2"""
    wait_until_ready(server)
    said = server.step("restore").stdout
    assert "Run handoff grant-role for the server's role" in said
    wait_until_ready(server)
    assert server.ask_database("SELECT username FROM accounts_user") == "ana"
    checked = server.run("handoff check").stdout
    assert "ok     PostgreSQL role: " in checked and "ok     row-level security: " in checked


DISABLE = """
from django.utils import timezone
from handoff.accounts.models import User
from handoff.audit.journal.services import JournalEvent, append_event
user = User.objects.get()
User.objects.update(is_active=False)
append_event(JournalEvent.ACCOUNT_DISABLED, program_id=0, subject=user.public_id, at=timezone.now())
"""


@pytest.mark.nightly
def test_a_database_goes_back_to_a_minute_and_keeps_what_must_not_be_undone(server):
    """The drill of point-in-time recovery: a mistake is undone, a disabled account stays disabled."""
    wait_until_ready(server)
    server.step("base backup")
    server.ask_database("CREATE TABLE kept ()")
    moment = server.ask_database("SELECT now()::timestamptz(6)")
    time.sleep(1.1)
    server.ask_database("CREATE TABLE mistake ()")
    server.run(f"handoff shell --no-imports --command='{DISABLE}'")
    server.ask_database("SELECT pg_switch_wal()")
    server.replaced["2026-11-26 14:03:00-05"] = moment
    server.replaced["2026-11-26T14:03:00-05:00"] = f"{moment.replace(' ', 'T')}:00"
    server.step("recover")
    assert (
        server.ask_database("SELECT to_regclass('kept') IS NOT NULL, to_regclass('mistake') IS NULL") == "t|t"
    )
    assert server.ask_database("SELECT is_active FROM accounts_user") == "t"
    said = server.step("replay")
    assert "account.disabled: done" in said.stdout and "1 events replayed" in said.stdout
    assert server.ask_database("SELECT is_active FROM accounts_user") == "f"
    wait_until_ready(server)
    assert "broken" not in server.run("handoff audit verify").stdout
