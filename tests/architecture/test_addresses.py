"""Every URL says who may open it, and names no one."""

import logging
import re

from handoff.access.decorators import AccessRule, access_rule_of
from handoff.core.logs import PlainFormatter
from tests.architecture.addresses import Address, addresses


def rule_of(address: Address) -> AccessRule:
    return access_rule_of(address.view) or AccessRule()


def test_every_view_declares_an_access_rule():
    silent = [str(address) for address in addresses() if access_rule_of(address.view) is None]
    assert not silent, "needs @requires_any, @requires_all, @signed_in or @public:\n" + "\n".join(silent)


def test_an_access_rule_without_permissions_gives_its_reason():
    found = [
        str(address)
        for address in addresses()
        if not rule_of(address).permissions and len(rule_of(address).reason.split()) < 3
    ]
    assert not found


def test_a_url_that_asks_for_a_permission_is_under_its_program():
    found = [
        str(address) for address in addresses() if rule_of(address).permissions and not address.in_program
    ]
    assert not found, "permissions are held in a program"


def test_addresses_carry_no_serial_number_and_no_free_text():
    found = [
        f"{address}: {name}"
        for address in addresses()
        for name, kind in address.converters.items()
        if kind in {"IntConverter", "PathConverter"}
    ]
    assert not found, "a number can be counted up, a path can carry a name"


def test_every_address_has_a_name_of_its_own():
    names = [address.name for address in addresses()]
    assert all(name.rpartition(":")[2] for name in names), "an address without a name"
    assert len(names) == len(set(names)), sorted({name for name in names if names.count(name) > 1})


def test_the_secret_of_a_url_is_masked_in_the_logs():
    """Whoever reads a log opens nothing: a letter, a feed, an invitation."""
    secret = {"token", "letter_token", "survey_token", "secret"}
    found = [each for each in addresses() if secret & set(each.converters)]
    assert len(found) >= 5
    for address in found:
        path = "/" + re.sub(
            r"<\w+:(\w+)>", lambda name: "S3cret" if name[1] in secret else "alder", address.route
        )
        line = PlainFormatter().format(logging.makeLogRecord({"msg": f"Not Found: {path}"}))
        assert "S3cret" not in line and "/***" in line, address
