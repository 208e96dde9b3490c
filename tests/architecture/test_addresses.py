"""Every address says who may open it, and names nobody."""

from handoff.access.doors import Door
from tests.architecture.addresses import Address, addresses


def door(address: Address) -> Door:
    return getattr(address.view, "door", Door())


def test_every_view_declares_its_door():
    silent = [
        str(address) for address in addresses() if not isinstance(getattr(address.view, "door", None), Door)
    ]
    assert not silent, "needs @requires, @signed_in or @public:\n" + "\n".join(silent)


def test_a_door_without_permission_gives_its_reason():
    found = [
        str(address)
        for address in addresses()
        if not door(address).permissions and len(door(address).reason.split()) < 3
    ]
    assert not found


def test_what_asks_a_permission_lies_under_its_program():
    found = [str(address) for address in addresses() if door(address).permissions and not address.in_program]
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
