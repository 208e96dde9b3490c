"""A box that a phone closed opens only on the server, unchanged, for what it belongs to (K3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.core.sealed_boxes import open_box, public_point
from handoff.core.sealing import SealError, generate_key, parse_key_ring
from handoff.testing.phones import close_box

RING = parse_key_ring([generate_key()])
BOX = close_box(b"left a message", point=public_point(RING.sealing), belongs_to="one page")


def test_a_box_opens_as_it_was_closed_also_after_a_newer_key_came():
    renewed = parse_key_ring([generate_key()])
    both = type(RING)((*renewed.keys, *RING.keys))
    for ring in (RING, both):
        assert open_box(BOX, ring=ring, belongs_to="one page") == b"left a message"
    with pytest.raises(SealError):
        open_box(BOX, ring=renewed, belongs_to="one page")


def test_a_box_does_not_open_for_another_page():
    with pytest.raises(SealError):
        open_box(BOX, ring=RING, belongs_to="another page")


@given(place=st.integers(min_value=0, max_value=len(BOX) - 1), bit=st.integers(min_value=0, max_value=7))
def test_no_bit_of_a_box_can_be_changed(place, bit):
    changed = bytearray(BOX)
    changed[place] ^= 1 << bit
    with pytest.raises(SealError):
        open_box(bytes(changed), ring=RING, belongs_to="one page")


@given(content=st.binary(max_size=200))
def test_what_is_no_box_is_refused(content):
    with pytest.raises(SealError):
        open_box(content, ring=RING, belongs_to="one page")
