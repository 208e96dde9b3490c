"""The leak table: every role at every address, and what each answer must not hold. Each check names what it found.

A check is a generator, so that a planted bug is caught by its first finding and nothing after it is asked.
"""

import uuid
from collections.abc import Callable, Generator, Iterable, Iterator
from enum import Enum
from itertools import count
from typing import Any

from django.urls import reverse

from handoff.access.permissions import Permission
from handoff.access.roles import PARTICIPANT_DATA, ROLES
from handoff.participants.models import Person
from handoff.testing.undoing import undone
from tests.architecture.addresses import Address, addresses
from tests.matrix.browser import ASKED, Seen
from tests.matrix.canaries import Canary
from tests.matrix.county import IN_PROGRAM, UNKNOWN_ID, WHOLE_TABLE, County, Member, opens_to, rule_of
from tests.matrix.expected import (
    ALSO_WRITTEN,
    MAY_BE_WRITTEN_BY_LOOKING,
    NO_URL_SAMPLE,
    SHOWN_NOWHERE,
    SHOWN_TO_LAW,
    wrong_headers,
)
from tests.matrix.naming import Trails
from tests.matrix.oracle import is_on_agenda, may_see_without_meetings
from tests.matrix.samples import Kwargs, identifiers
from tests.matrix.scenario.program import NOW
from tests.matrix.turns import (
    OF_NO_RECORD,
    PLACES,
    Record,
    further_samples,
    is_closed,
    openers,
    records_of,
    samples_for,
    some,
    takes_turn,
    with_unknown_id,
)

Check = Callable[[County], Iterator[str]]
Answer = tuple[Any, ...]
MISSING = "/p/here/never-was-there/"
AUDIT = {"audit_auditevent", "audit_auditchain"}


TURNED = {
    ("people:person", "program_manager"),
    ("referrals:own", "officer"),
    ("referrals:own", "other_officer"),
}
"""Lists in pages, and for which user they are long: a person's history, and an officer's own referrals."""


def look_at(
    county: County, member: Member, address: Address, kwargs: Kwargs, shown: set[str], trails: Trails
) -> Generator[str, None, Seen]:
    """Open a record's page, and the further pages of its list: what is wrong, and into `shown` what stands there."""
    path = county.path(address, kwargs)
    seen = county.answers[member.name, path] = member.browser.look(path)
    shown |= seen.words
    county.fields[address.name] |= {county.facts[word].field for word in seen.words}
    yield from find_leaks(county, member, address, seen, trails)
    for number in count(2) if (address.name, member.name) in TURNED else ():
        page = member.browser.look(f"{path}?page={number}")
        shown |= page.words
        yield from find_leaks(county, member, address, page, trails)
        if b"page=%d" % (number + 1) not in page.content:
            break
    return seen


def check_facts_shown(county: County) -> Iterator[str]:
    """No look shows a user a fact that is not for them, and each fact for them is found somewhere."""
    reached: dict[str, set[str]] = {}
    trails = Trails(county.here.program.pk)
    for place, member in enumerate(county.members):
        missing = member.browser.look(MISSING).answer()
        shown = reached.setdefault("law " + member.name if member.is_outside else "care", set())
        for number, address in enumerate(IN_PROGRAM):
            # A role's shut addresses are asked by test_roles_by_address: here only some, with real records.
            shut = bool(rule_of(address).permissions) and not member.holds(address)
            if shut and not takes_turn(number + place, 16):
                continue
            never: dict[str, Answer] = {}
            for kwargs in samples_for(county, member, address):
                seen = yield from look_at(county, member, address, kwargs, shown, trails)
                if shut and seen.answer() != missing:
                    yield f"{member.name} at {address}: {seen.status}, not as an address that never was"
                # For two roles of three it is enough that a closed record answers as an address that never was.
                is_asked = takes_turn(PLACES[address.name] + place, 3) or seen.answer() != missing
                if is_asked and not shut and identifiers(address) and is_closed(county, member, kwargs):
                    yield from as_one_that_never_was(county, member, address, kwargs, seen, never)
    yield from look_further(county, reached["care"], trails)
    yield from find_unreached_facts(county, reached)
    yield from addresses_not_opened(IN_PROGRAM)


def as_one_that_never_was(
    county: County, member: Member, address: Address, kwargs: Kwargs, seen: Seen, never: dict[str, Answer]
) -> Iterator[str]:
    """Compare the answer for a closed record with that for an id that no record has, which is asked for once."""
    path = county.path(address, with_unknown_id(address, kwargs))
    if path not in never:
        never[path] = member.browser.look(path).answer()
    if seen.answer() != never[path]:
        yield f"{member.name} at {address}: {seen.status}, not as a record that never was"


def look_further(county: County, shown: set[str], trails: Trails) -> Iterator[str]:
    """What care was not shown yet is looked for on the pages that show most, first where it's likely."""
    manager = county.member("program_manager")
    wanted = {fact.word for fact in facts_for_care(county)}
    of_records: dict[Record, set[str]] = {}
    for word in wanted - shown:
        for record in records_of(county.facts[word].row):
            of_records.setdefault(record, set()).add(word)
    most_first = sorted(IN_PROGRAM, key=lambda address: -len(county.fields[address.name]))
    rest = list(further_samples(county, manager, most_first))
    for likely in Likely:
        for address, kwargs in rest:
            missing = wanted - shown
            if likely != Likely.ANYWHERE:
                rows = [county.rows[value] for value in kwargs.values() if value in county.rows]
                own = set().union(*(records_of(each) for each in rows))
                missing &= set().union(*(of_records.get(each, ()) for each in own))
            if likely == Likely.WITH_ITS_LIKE:
                missing = {
                    each for each in missing if county.facts[each].field in county.fields[address.name]
                }
            if missing:
                yield from look_at(county, manager, address, kwargs, shown, trails)


class Likely(Enum):
    """Where a fact may be shown: on a page of its record where its like was shown, on others of its record."""

    WITH_ITS_LIKE = 1
    IN_ITS_RECORD = 2
    ANYWHERE = 3


def addresses_not_opened(wanted: Iterable[Address]) -> Iterator[str]:
    """Name the addresses that no browser of this run has opened."""
    for address in wanted:
        if address.name not in ASKED | set(NO_URL_SAMPLE):
            yield f"never opened: {address}"


def find_leaks(county: County, member: Member, address: Address, seen: Seen, trails: Trails) -> Iterator[str]:
    """Name the forbidden facts of an answer, a look without an audit row, a write, a lax header, a page that broke."""
    where = f"{member.name} at {address}"
    if seen.status >= 500:
        yield f"{where}: {seen.status}"
    for word in seen.words - member.known:
        yield f"{where}: {county.facts[word]} ({county.facts[word].origin})"
    for word in seen.beside:
        yield f"{where}: in a header, an address, a file name or a title: {county.facts[word]}"
    if seen.words and "audit_auditevent" not in seen.written:
        yield f"{where}: shown without an audit row"
    for fact in trails.find_unnamed_facts(county.facts[word] for word in seen.words & member.known):
        yield f"{where}: shown, and no audit row names who it is about: {fact}"
    for word in trails.words:
        yield f"{where}: in the audit row: {county.facts[word]}"
    if seen.status == 200 and rule_of(address).permissions & PARTICIPANT_DATA and not trails.look_recorded:
        yield f"{where}: a page of participant data opened without an audit row"
    allowed = {*MAY_BE_WRITTEN_BY_LOOKING, *ALSO_WRITTEN.get(address.name, {})}
    if seen.written - allowed:
        yield f"{where}: written by looking: {seen.written - allowed}"
    for each in wrong_headers(seen):
        yield f"{where}: {each}"


def find_unreached_facts(county: County, reached: dict[str, set[str]]) -> Iterator[str]:
    """The facts that a user may know but neither they nor anyone on their side found anywhere."""
    for fact in facts_for_care(county):
        if fact.word not in reached["care"]:
            yield f"never shown to the care team: {fact}"
    for member in county.members:
        if member.is_outside:
            for fact in facts_known_to(county, member):
                # The list of checks shows numbers (N19): a name stands on the check alone, and one check is opened.
                if fact.field == "Referral.entered_name" and fact.row.eligibility_id is None:
                    continue
                if fact.field not in SHOWN_TO_LAW or fact.word in reached["law " + member.name]:
                    continue
                if not is_on_agenda(member.role, member.agencies, fact, NOW) or may_see_without_meetings(
                    member.user, member.role, member.agencies, fact, NOW
                ):
                    yield f"never shown to {member.name}: {fact}"


def facts_for_care(county: County) -> Iterator[Canary]:
    """The facts that the care team must find on some page."""
    for fact in facts_known_to(county, county.member("program_manager")):
        # The details of a merged record are compared before the merge; afterward the kept one's are shown.
        merged = isinstance(fact.row, Person) and fact.row.merged_into_id
        if not merged and fact.field not in SHOWN_NOWHERE:
            yield fact


def facts_known_to(county: County, member: Member) -> Iterator[Canary]:
    """Return the facts that a member may know, but for contacts logged by mistake and taken back."""
    for word in member.known:
        fact = county.facts[word]
        if not (fact.field == "ContactAttempt.note" and hasattr(fact.row, "correction")):
            yield fact


def check_posted_forms(county: County) -> Iterator[str]:
    """A form sent to a record that one has no page of changes nothing and answers as for one that never was."""
    for place, member in enumerate(county.members):
        missing = member.browser.look(MISSING, "POST").answer()
        for number, address in enumerate(IN_PROGRAM):
            shut = bool(rule_of(address).permissions) and not member.holds(address)
            if not takes_turn(number + place, 48 if shut else 2 if member.is_outside else 6):
                continue
            found = samples_for(county, member, address)
            closed = [each for each in found if identifiers(address) and is_closed(county, member, each)]
            if not WHOLE_TABLE:
                closed = some(closed, 2, place)
            for kwargs in found[:1] if shut or not closed else closed:
                with undone():
                    seen = member.browser.look(county.path(address, kwargs), "POST")
                for word in seen.words - member.known:
                    yield f"{member.name} sends to {address}: {county.facts[word]}"
                for word in seen.beside:
                    yield f"{member.name} sends to {address}, beside the page: {county.facts[word]}"
                never = missing
                is_asked = takes_turn(PLACES[address.name] + place, 3) or seen.answer() != missing
                if closed and not shut and is_asked:
                    never = member.browser.look(
                        county.path(address, with_unknown_id(address, kwargs)), "POST"
                    ).answer()
                if (shut or closed) and (seen.answer() != never or seen.written - AUDIT):
                    yield f"{member.name} sends to {address}: {seen.status}, writes {seen.written}"


def check_other_methods(county: County) -> Iterator[str]:
    """HEAD tells no more than GET; whatever else is asked is answered alike everywhere, whatever lies there."""
    for place, member in enumerate(county.members):
        refused = member.browser.look(MISSING, "DELETE").answer()
        for number, address in enumerate(IN_PROGRAM):
            path = county.path(address, county.samples[address.name][-1])
            turns = 6 if member.is_outside else 12
            if not takes_turn(number + place, turns if member.holds(address) else 48):
                continue
            seen = member.browser.look(path, "HEAD")
            if seen.content or seen.words - member.known:
                yield f"{member.name} HEAD {address}: {seen.words}"
            in_turn = (OTHER_METHODS[(number + place) % 4],)
            for method in OTHER_METHODS if WHOLE_TABLE else in_turn:
                if member.browser.look(path, method).answer() != refused:
                    yield f"{member.name} {method} {address}: not refused as everywhere"


METHODS = ("GET", "POST")
OTHER_METHODS = ("OPTIONS", "PUT", "PATCH", "DELETE")


def ids_of_other_program(county: County, address: Address) -> Iterator[Kwargs]:
    """Return identifiers of the other program's records, alone and mixed with this program's own."""
    theirs, ours = county.theirs[address.name], county.samples[address.name][0]
    mixed = [{**ours, name: value} for name, value in theirs.items() if isinstance(value, uuid.UUID)]
    yield from mixed
    if theirs not in mixed:
        yield theirs


def methods_in_turn(county: County, member: Member, address: Address, number: int) -> tuple[str, ...]:
    """Both methods at night; on a commit one in turn, and the other one where the address takes nothing else."""
    if WHOLE_TABLE:
        return METHODS
    if number % 2 == 0:
        path = county.path(address, county.samples[address.name][0])
        with undone():
            own = county.answers.get((member.name, path)) or member.browser.look(path)
        if own.status != 405:
            return ("GET",)
    return ("POST",)


def check_records_of_another_program(county: County) -> Iterator[str]:
    """A record of the other program, alone or mixed with one's own, answers as one that never was."""
    for address in IN_PROGRAM:
        number = PLACES[address.name]
        if not identifiers(address) - OF_NO_RECORD:
            continue
        for place, member in enumerate(openers(county, address, number)):
            methods = methods_in_turn(county, member, address, number + place)
            for kwargs in ids_of_other_program(county, address):
                nowhere = {
                    name: UNKNOWN_ID
                    if kwargs[name] == county.theirs[address.name][name] and isinstance(value, uuid.UUID)
                    else value
                    for name, value in kwargs.items()
                }
                paths = (county.path(address, kwargs), county.path(address, nowhere))
                for method in methods:
                    with undone():
                        seen, never = (member.browser.look(path, method) for path in paths)
                    if seen.status == never.status == 405:
                        # Here nothing is sent, whatever the turn.
                        seen, never = (member.browser.look(path) for path in paths)
                    if seen.answer() != never.answer() or seen.written - AUDIT or never.status >= 500:
                        yield f"{member.name} {method} {address} with another program's record: {seen.status}"


def needs_agreement(address: Address, asked: frozenset[Permission]) -> bool:
    """True if nothing but the agreement keeps a role with these permissions from an address."""
    without = asked - PARTICIPANT_DATA
    return bool(asked) and not rule_of(address).is_met_by(without)


def check_unsigned_agreement(county: County) -> Iterator[str]:
    """Users who did not sign the current agreement see no one: neither on a page nor in print."""
    for place, (name, browser) in enumerate(county.unsigned.items()):
        role = ROLES[next(role for role in ROLES if name.startswith(f"{role} who"))]
        turns = min(9, len(IN_PROGRAM))
        for number, address in enumerate(IN_PROGRAM):
            path = county.path(address, county.samples[address.name][0])
            opens = opens_to(address, role.permissions)
            if (rule_of(address).permissions and not opens) or not takes_turn(number + place, turns):
                continue
            asked = rule_of(address).permissions & role.permissions
            for method in ("GET", "POST") if asked and "old" in name else ("GET",):
                with undone():
                    seen = browser.look(path, method)
                if seen.words:
                    yield f"{name} {method} {address}: {len(seen.words)} facts"
                sent_to_sign = seen.headers.get("Location", "").startswith("/p/here/agreement/")
                if needs_agreement(address, asked) and not sent_to_sign:
                    yield f"{name} {method} {address}: {seen.status}, not the agreement"


def check_outsiders(county: County) -> Iterator[str]:
    """Who has no standing in the program finds, at each of its addresses, what is at one of no program."""
    for place, (name, browser) in enumerate(county.outsiders.items()):
        nowhere = {method: browser.look("/p/no-such-program/", method).answer() for method in ("GET", "POST")}
        signed_in = nowhere["GET"][0] == 404
        for number, address in enumerate(IN_PROGRAM):
            if not takes_turn(number + place, 12) and address.name != "home:home":
                continue
            path = county.path(address, county.samples[address.name][-1])
            for method in ("GET", "POST") if name in SEND_TOO else ("GET",):
                with undone():
                    seen = browser.look(path, method)
                if seen.words or (rule_of(address).signed_in and seen.written - AUDIT):
                    yield f"{name} {method} {address}: {seen.words} {seen.written}"
                if not rule_of(address).signed_in:
                    continue
                if signed_in and seen.answer() != nowhere[method]:
                    yield f"{name} {method} {address}: {seen.status}, not as in no program"
                if not signed_in and not seen.headers.get("Location", "").startswith("/sign-in/"):
                    yield f"{name} {method} {address}: {seen.status}, not asked to sign in"


SEND_TOO = {"program_manager of there", "officer of there", "an anonymous visitor"}


def check_pages_outside_programs(county: County) -> Iterator[str]:
    """Pages outside programs show no one either."""
    browsers = {each.name: each.browser for each in county.members}
    browsers["an anonymous visitor"] = county.outsiders["an anonymous visitor"]
    for place, (name, browser) in enumerate(browsers.items()):
        for number, address in enumerate(each for each in addresses() if not each.in_program):
            path = reverse(address.name, kwargs=dict.fromkeys(address.converters, "never-was"))
            methods = ("GET", "HEAD", "POST")
            for method in methods if WHOLE_TABLE else (methods[(number + place) % 3],):
                with undone():
                    seen = browser.look(path, method)
                if seen.words:
                    yield f"{name} {method} {address}: {seen.words}"
                for each in wrong_headers(seen):
                    yield f"{name} {method} {address}: {each}"
    yield from addresses_not_opened(each for each in addresses() if not each.in_program)
