"""`handoff demo`: the fictional county, built once and served."""

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
from handoff.demo.bulk import write_bulk
from handoff.demo.logins import login_lines
from handoff.demo.reset import is_built, is_whole, people_in_county, refuse_real_people, remove_county
from handoff.demo.times import ZONE

ADDRESS = "127.0.0.1"


class Command(BaseCommand):
    help = "Build the fictional Alder County, where everybody is invented, and serve it with --serve."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--seed", type=int, default=1, help="another number, another county (default: %(default)s)"
        )
        parser.add_argument(
            "--scale", type=int, default=0, help="also write so many times 300 referrals, for measuring"
        )
        parser.add_argument(
            "--size", type=float, default=1.0, help="a part of the county, for tests (default: all of it)"
        )
        parser.add_argument("--reset", action="store_true", help="take the county away and build it anew")
        parser.add_argument("--serve", action="store_true", help="serve it afterwards")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--today", type=date.fromisoformat, help="build it as of this day (default: today)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["serve"]:
            check_port(options["port"])
        if options["scale"] < 0 or options["size"] <= 0:
            raise CommandError("--scale and --size are positive numbers.")
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
        """Build the county, unless it is there and stays."""
        today = options["today"] or datetime.now(ZONE).date()
        stays = is_built() and is_whole() and not options["reset"]
        if stays:
            self.stdout.write(
                f"Alder County is there, with {people_in_county()} invented people. --reset builds it anew."
            )
        else:
            remove_county()
            self.stdout.write(
                "Building Alder County: two years of history, everybody invented. This takes about a minute."
            )
            started = time.monotonic()
            build_county(seed=options["seed"], today=today, size=options["size"])
            analyze_tables()
            seconds = time.monotonic() - started
            self.stdout.write(
                f"Built in {seconds:.0f} s on {connection.vendor}: {people_in_county()} people."
            )
        if options["scale"]:
            started = time.monotonic()
            rows = write_bulk(seed=options["seed"], today=today, scale=options["scale"])
            seconds = time.monotonic() - started
            self.stdout.write(
                f"Wrote {rows:,} rows in {seconds:.0f} s ({rows / max(seconds, 0.01):,.0f} rows/s)."
            )

    def serve(self, port: int) -> None:
        """Serve with the training banner and the logins on the sign-in page."""
        os.environ["HANDOFF_DEMO"] = "1"
        os.environ.setdefault("HANDOFF_SITE_ADDRESS", f"http://{ADDRESS}:{port}")
        self.stdout.write(f"Open http://{ADDRESS}:{port}/  (Ctrl-C stops it)")
        self.stdout.flush()
        call_command("serve", bind=f"{ADDRESS}:{port}")


def check_port(port: int) -> None:
    """Refuse a port that something else listens on, before any work is done."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as error:
            sentence = (
                f"Port {port} is in use. Choose another, for example: handoff demo --serve --port {port + 1}"
            )
            raise CommandError(sentence) from error
