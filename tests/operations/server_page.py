"""A clean root below a temporary folder, in which the blocks of the pages for a server run.

Everything runs as one unprivileged user. What only the machine's own root can do (packages, users, owners of files) is
left out by stand-ins; PostgreSQL, the service and the backup's unit are real, started by a stand-in for systemctl.
"""

import os
import re
import shutil
import socketserver
import stat
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

from tests.operations.places import ROOT, free_port

PAGES = [ROOT / "docs" / "how-to" / name for name in ("run-on-a-server.md", "back-up-and-restore.md")]
BLOCK = re.compile(r"<!-- (step|file): (.+?) -->\n```\w*\n(.*?)```\n", re.DOTALL)
MOVED = re.compile(
    r"(?<![\w.])/(?=(?:etc|opt/handoff|var/lib/(?:handoff|postgresql)|mnt/elsewhere|usr/local)\b)"
)
VERSION = "15"
USER = "postgres"

STAND_INS = {
    "apt-get": ":",
    "useradd": ":",
    "chgrp": ":",
    "id": "echo handoff",
    "install": 'for each; do case "$each" in /*) mkdir -p "$each";; esac; done',
    "sudo": 'while :; do case "$1" in -u) shift 2;; --preserve-env=*) shift;; *) break;; esac; done; exec "$@"',
}


class MailServer(socketserver.StreamRequestHandler):
    """Says yes to everything, so that `handoff check` finds a mail server."""

    def handle(self) -> None:
        self.wfile.write(b"220 ready\r\n")
        for line in self.rfile:
            self.wfile.write(b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 ok\r\n")


@dataclass
class CleanRoot:
    """The root, the page's blocks, and what stands in for the machine."""

    root: Path
    database_port: int = field(default_factory=free_port)
    site_port: int = field(default_factory=free_port)
    replaced: dict[str, str] = field(default_factory=dict)
    checked: subprocess.CompletedProcess[str] | None = None

    def __post_init__(self) -> None:
        found = [each for page in PAGES for each in BLOCK.findall(page.read_text(encoding="utf-8"))]
        self.steps = {name: text for kind, name, text in found if kind == "step"}
        self.files = [[*name.split(), text] for kind, name, text in found if kind == "file"]
        self.mail = socketserver.ThreadingTCPServer(("127.0.0.1", 0), MailServer)
        threading.Thread(target=self.mail.serve_forever, daemon=True).start()
        self.replaced |= {
            "@localhost/": f"@localhost:{self.database_port}/",
            "127.0.0.1:8000": f"127.0.0.1:{self.site_port}",
            "HANDOFF_EMAIL_HOST='mail.example.gov'": (
                f"HANDOFF_EMAIL_HOST='127.0.0.1'\nHANDOFF_EMAIL_PORT='{self.mail.server_address[1]}'"
            ),
        }
        self.root.mkdir(parents=True)
        self.make_machine()

    def make_machine(self) -> None:
        """Make the stand-ins, the installed program, and an empty PostgreSQL cluster as Debian lays it out."""
        stand_ins = self.root / "stand-ins"
        stand_ins.mkdir()
        for name, script in STAND_INS.items():
            (stand_ins / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        systemctl = Path(__file__).with_name("systemctl.py")
        (stand_ins / "systemctl").write_text(
            f'#!/bin/sh\nexec {sys.executable} {systemctl} {self.root} "$@"\n', encoding="utf-8"
        )
        for path in stand_ins.iterdir():
            path.chmod(0o755)
        program = self.root / "opt" / "handoff"
        program.mkdir(parents=True)
        for name in ("handoff", ".venv", "scripts", "pyproject.toml"):
            (program / name).symlink_to(ROOT / name)
        for folder in ("usr/local/bin", "usr/local/sbin", "etc/systemd/system", "etc/nginx/conf.d"):
            (self.root / folder).mkdir(parents=True)
        configuration = self.root / "etc" / "postgresql" / VERSION / "main" / "conf.d"
        configuration.mkdir(parents=True)
        cluster = self.root / "var" / "lib" / "postgresql" / VERSION / "main"
        cluster.parent.mkdir(parents=True)
        if os.getuid() == 0:
            subprocess.run(["chown", "-R", USER, str(self.root)], check=True)
        self.run(
            f"initdb --pgdata={cluster} --username=postgres --auth=trust --encoding=UTF8 --no-sync >/dev/null"
        )
        with (cluster / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(
                f"include_dir = '{configuration}'\nport = {self.database_port}\nlisten_addresses = 'localhost'\n"
                f"unix_socket_directories = '{self.root}'\nshared_buffers = '64MB'\n"
            )
        self.run("systemctl start postgresql")

    def environment(self) -> dict[str, str]:
        programs = [self.root / "stand-ins", self.root / "usr/local/bin", self.root / "usr/local/sbin"]
        path = [str(each) for each in programs] + [
            f"/usr/lib/postgresql/{VERSION}/bin",
            "/usr/sbin:/usr/bin:/sbin:/bin",
        ]
        return {
            "PATH": ":".join(path),
            "HOME": str(self.root),
            "PGHOST": str(self.root),
            "PGPORT": str(self.database_port),
            "PGUSER": "postgres",
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def move(self, text: str) -> str:
        """The page's text with its paths below the root, and with the ports of this run."""
        for old, new in self.replaced.items():
            text = text.replace(old, new)
        return MOVED.sub(f"{self.root}/", text)

    def run(self, script: str, *, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a script as the unprivileged user."""
        command = ["sh", "-eu", "-c", script]
        if os.getuid() == 0:
            command = ["runuser", "-u", USER, "--", *command]
        done = subprocess.run(
            command, env=self.environment(), cwd="/", capture_output=True, text=True, check=False, timeout=300
        )
        if check and done.returncode:
            raise AssertionError(f"{script}\nfailed:\n{done.stdout}\n{done.stderr}")
        return done

    def step(self, name: str) -> subprocess.CompletedProcess[str]:
        """Run one step of the page."""
        return self.run(self.move(self.steps[name]))

    def write_files(self) -> None:
        """Write each file of the page, and give it to the unprivileged user."""
        for name, mode, text in self.files:
            path = Path(self.move(name))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.move(text), encoding="utf-8")
            path.chmod(int(mode, 8))
            if os.getuid() == 0:
                shutil.chown(path, USER)

    def ask_database(self, sql: str) -> str:
        return self.run(f'psql --dbname=handoff --tuples-only --no-align --command="{sql}"').stdout.strip()

    def close(self) -> None:
        """Stop what the page started."""
        self.run("systemctl stop handoff postgresql", check=False)
        self.mail.shutdown()
        self.mail.server_close()

    def mode(self, name: str) -> int:
        return stat.S_IMODE((self.root / name).stat().st_mode)
