"""`handoff demo`: the fictional county, built once a day and served."""

import os
import socket
import time
from datetime import date, datetime
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from handoff.core.refusals import Refused
from handoff.core.statistics import analyze_tables
from handoff.demo.builder import build_county
from handoff.demo.dates import ZONE
from handoff.demo.logins import login_lines
from handoff.demo.reset import find_build, people_in_county, recipe, refuse_real_people, remove_county

ADDRESS = "127.0.0.1"
PROGRESS_STEP = 20
"""Percent between two progress lines if the output is not a terminal."""


class Command(BaseCommand):
    next_line = 0
    help = "Build the fictional Alder County, where everyone is invented, and serve it with --serve."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--seed",
            type=int,
            default=1,
            help="a different number makes a different county (default: %(default)s)",
        )
        parser.add_argument(
            "--size",
            type=float,
            default=1.0,
            help="share of the county to build, for tests (default: all of it)",
        )
        parser.add_argument("--reset", action="store_true", help="remove the county and build it again")
        parser.add_argument(
            "--keep",
            action="store_true",
            help="keep the county and what was entered in it, whatever its date",
        )
        parser.add_argument("--serve", action="store_true", help="serve it afterwards")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--today", type=date.fromisoformat, help="build it as of this day (default: today)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["serve"]:
            check_port(options["port"])
        if options["size"] <= 0:
            raise CommandError("--size must be positive.")
        call_command("migrate", verbosity=0)
        try:
            refuse_real_people()
            self.prepare(options)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        for line in login_lines():
            self.stdout.write(line)
        if options["serve"]:
            self.serve(options["port"])

    def prepare(self, options: dict[str, Any]) -> None:
        """Keep a county built today by this code; build it again otherwise, because its dates count from today."""
        today = options["today"] or datetime.now(ZONE).date()
        build = find_build()
        current = build is not None and (build.today == today and build.recipe == recipe())
        if build is not None and not options["reset"] and (current or options["keep"]):
            self.stdout.write(
                f"Alder County is ready, with {people_in_county()} invented people as of {build.today}. "
                "--reset builds it again."
            )
            return
        remove_county()
        self.build(options["seed"], today, options["size"])

    def build(self, seed: int, today: date, size: float) -> None:
        started = time.monotonic()
        build_county(seed=seed, today=today, size=size, report=self.show_progress)
        analyze_tables()
        seconds = time.monotonic() - started
        self.stdout.write(f"Built in {seconds:.0f} s on {connection.vendor}: {people_in_county()} people.")

    def show_progress(self, percent: int) -> None:
        """Rewrite one line on a terminal; elsewhere write a line every fifth of the way."""
        line = f"Building the demo county… {percent}%"
        if self.stdout.isatty():
            self.stdout.write(f"\r{line}", ending="\n" if percent == 100 else "")
        elif percent >= self.next_line:
            self.stdout.write(line)
            self.next_line = percent // PROGRESS_STEP * PROGRESS_STEP + PROGRESS_STEP
        self.stdout.flush()

    def serve(self, port: int) -> None:
        """Serve with the training banner, and the logins on the sign-in page."""
        os.environ["HANDOFF_DEMO"] = "1"
        os.environ.setdefault("HANDOFF_SITE_ADDRESS", f"http://{ADDRESS}:{port}")
        call_command("serve", bind=f"{ADDRESS}:{port}")


def check_port(port: int) -> None:
    """Refuse a port in use before any work is done."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as error:
            sentence = (
                f"Port {port} is in use. Choose another, for example: handoff demo --serve --port {port + 1}"
            )
            raise CommandError(sentence) from error
