"""`handoff serve`: the web server and the scheduled jobs, in one command."""

import os
import signal
import subprocess
import sys
import threading
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError

from handoff.accounts.first_run.services import issue_first_run_link
from handoff.config.startup import check_before_serving
from handoff.core.refusals import Refused
from handoff.core.tenancy import tenant_context

LAPTOP_ADDRESS = "http://127.0.0.1:8000"
SECONDS_BETWEEN_RUNS = 60
KEEP_ALIVE_SECONDS = 75


class Command(BaseCommand):
    help = "Serve Handoff with gunicorn, and run the scheduled jobs beside it."

    def add_arguments(self, parser: CommandParser) -> None:
        where = parser.add_mutually_exclusive_group()
        where.add_argument("--bind", default="127.0.0.1:8000", help="address and port (default: %(default)s)")
        where.add_argument("--port", type=int, help="short for --bind 127.0.0.1:PORT: this machine only")
        parser.add_argument("--workers", type=int, default=2)
        parser.add_argument("--threads", type=int, default=4)

    def handle(self, *args: object, **options: Any) -> None:
        check_before_serving(self.say_at_once)
        call_command("collectstatic", interactive=False, verbosity=0)
        bind = f"127.0.0.1:{options['port']}" if options["port"] else options["bind"]
        if settings.SITE_ADDRESS == LAPTOP_ADDRESS and bind.startswith("127.0.0.1:"):
            # Links that the server and its jobs write lead to the port it listens on.
            os.environ.setdefault("HANDOFF_SITE_ADDRESS", f"http://{bind}")
        self.offer_first_run(bind)
        self.stdout.write(f"Starting Handoff at http://{bind}/  (Ctrl-C stops it)")
        self.stdout.flush()
        threading.Thread(target=self.run_jobs_forever, daemon=True).start()
        server = [sys.executable, "-m", "gunicorn", "handoff.config.wsgi:application"]
        server += ["--bind", bind, "--workers", str(options["workers"])]
        server += ["--worker-class", "gthread", "--threads", str(options["threads"])]
        server += [
            "--keep-alive",
            str(KEEP_ALIVE_SECONDS),
            "--access-logfile",
            "/dev/null",
            "--log-level",
            "warning",
        ]
        running = subprocess.Popen(server, env=os.environ)  # noqa: S603
        signal.signal(signal.SIGTERM, lambda *_: running.terminate())
        raise SystemExit(running.wait())

    def say_at_once(self, words: str) -> None:
        self.stderr.write(words)
        self.stderr.flush()

    def offer_first_run(self, bind: str = "") -> None:
        """Print the one-time link to the first-run page while no one has an account.

        On a laptop the link leads to the port that this server listens on; on a server, to the site's own address.
        """
        site = f"http://{bind}" if bind and settings.SITE_ADDRESS == LAPTOP_ADDRESS else ""
        with tenant_context(None):
            try:
                link = issue_first_run_link(site)
            except (Refused, DatabaseError):
                # Someone has an account, or the database isn't migrated yet.
                return
        self.stdout.write(
            f"No one has an account yet. Open this link to set up Handoff. It works once:\n{link}"
        )
        self.stdout.flush()

    def run_jobs_forever(self) -> None:
        """Run the jobs every minute in a process of their own, so that an error in them never stops the server."""
        while True:
            subprocess.call(
                [sys.executable, "-m", "handoff", "tick", "--verbosity=0"], stdout=subprocess.DEVNULL
            )
            time.sleep(SECONDS_BETWEEN_RUNS)
