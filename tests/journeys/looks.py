"""What everyone else at the table can see at this moment.

Each user signs in and reads their home page, every list in their menu and the pages these link to; then the addresses
of the record are typed in by hand. Care-side users who are not on the team are asked for a reason and enter one; the
page that asks shows nothing about the person. What looking writes is rolled back, so that no one keeps a reason that
they did not enter. A fact must be found by exactly those who may have it, and an address that is not for a user must
answer them byte for byte like one that never existed.
"""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.test import Client

from handoff.accounts.models import User
from handoff.participants.models import Person
from handoff.testing.undoing import undone
from tests.journeys.scenario import CARE, Table

NEVER = "people/0b9f4f2e-5a0f-4c6c-9d3e-2f6d1f7a8c11/"
OPEN = re.compile(r"/people/[0-9a-f-]{36}/open/")
LINKS = re.compile(rb'href="(/p/[^"#?]*)')
TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.DOTALL)
MOST_PAGES = 40
NOBODYS = (
    "accounts/",
    "agreement/",
    "card/",
    "charges/offenses/",
    "criteria/",
    "opportunity/",
    "partners/",
    "roles/",
    "setup/",
)
"""Pages of the program itself, which the walk over every page reads: they hold nothing about a referred person."""


def words_of(content: bytes) -> str:
    """Return what a page says, without its markup."""
    return " ".join(html.unescape(TAGS.sub(" ", content.decode())).split())


@dataclass
class Look:
    """One look around the table; `records` are addresses below the program that belong to one person's record."""

    table: Table
    records: Iterable[str] = ()
    pages: dict[str, dict[str, str]] = field(default_factory=dict)
    answers: dict[str, dict[str, tuple[int, bytes]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, user in self.table.users.items():
            with undone():
                self.look_as(name, user)

    def look_as(self, name: str, user: User) -> None:
        client = Client(raise_request_exception=True)
        client.force_login(user)
        self.pages[name] = self.read(client, deep=name not in CARE)
        self.answers[name] = {
            path: self.answer(client, self.table.path(path)) for path in (*self.records, NEVER)
        }

    def answer(self, client: Client, path: str) -> tuple[int, bytes]:
        """Open an address, giving a reason where one is asked for."""
        response = client.get(path)
        if response.status_code == 302 and OPEN.search(response["Location"]):
            asked = client.get(response["Location"])
            assert asked.status_code == 200 and not self.names_in(asked.content), path
            response = client.post(response["Location"], {"reason": "meeting", "next": path}, follow=True)
        return response.status_code, response.content

    def names_in(self, content: bytes) -> list[str]:
        """Return the names of people that a page holds."""
        people = Person.objects.filter(program=self.table.program)
        names = {name for each in people for name in (each.first_name, each.last_name) if name}
        return sorted(name for name in names if name in words_of(content))

    def read(self, client: Client, *, deep: bool) -> dict[str, str]:
        """Follow every link from home; care's many pages only as far as their menu leads."""
        home = self.table.path()
        waiting, read = [home], {}
        while waiting and len(read) < MOST_PAGES:
            path = waiting.pop(0)
            if path in read:
                continue
            response = client.get(path, follow=True)
            if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
                read[path] = ""
                continue
            read[path] = words_of(response.content)
            if deep or path == home:
                waiting += [
                    link
                    for link in map(bytes.decode, LINKS.findall(response.content))
                    if self.of_people(link)
                ]
        return read

    def of_people(self, path: str) -> bool:
        return not path.removeprefix(self.table.path()).startswith(NOBODYS)

    def said_to(self, name: str) -> str:
        """Everything that one person can read."""
        opened = [words_of(content) for status, content in self.answers[name].values() if status == 200]
        return " ".join([*self.pages[name].values(), *opened])

    def who_reads(self, words: str) -> set[str]:
        """Return who can read these words anywhere."""
        return {name for name in self.table.users if words in self.said_to(name)}

    def only(self, who: Iterable[str], *facts: str) -> None:
        """Exactly these people can read each of the facts."""
        for fact in facts:
            assert self.who_reads(fact) == set(who), f"{fact!r} is read by {sorted(self.who_reads(fact))}"

    def opens(self, who: Iterable[str], path: str) -> None:
        """Exactly these people can open the address; for all others it never existed."""
        may = set(who)
        for name, answers in self.answers.items():
            status = answers[path][0]
            if name in may:
                assert status == 200, f"{name} got {status} for {path}"
            else:
                assert answers[path] == answers[NEVER], f"{name} can tell {path} from what never existed"
                assert status == 404, f"{name} got {status} for {path}"


def records_of(referral: object) -> dict[str, str]:
    """Return the addresses of everything that belongs to one referral, by what they are."""
    person = getattr(referral, "person", None)
    intake = getattr(referral, "intake", None)
    found = {"referral": f"referrals/{referral.public_id}/"}
    if person is not None:
        found["person"] = f"people/{person.public_id}/"
        found["releases"] = f"people/{person.public_id}/roi/"
        found["contact"] = f"outreach/people/{person.public_id}/contact/"
    if intake is not None:
        found["intake"] = f"intakes/{intake.public_id}/"
        found["section"] = f"intakes/{intake.public_id}/housing/"
    return found
