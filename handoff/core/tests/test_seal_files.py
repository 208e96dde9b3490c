"""What is sealed opens only whole, unchanged, under its own key and for its own record."""

import io
import os
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.core.sealing import (
    CHUNK,
    SealError,
    SealingWriter,
    UnknownKeyError,
    UnsealingReader,
    generate_key,
    is_sealed,
    local_key_ring,
    parse_key_ring,
    seal,
    sealed_key_name,
    unseal,
)

RING = parse_key_ring([generate_key()])


def seal_stream(content: bytes) -> bytes:
    target = io.BytesIO()
    writer = SealingWriter(target, ring=RING)
    writer.write(content)
    writer.finish()
    return target.getvalue()


def unseal_stream(content: bytes, ring=RING) -> bytes:
    return io.BufferedReader(UnsealingReader(io.BytesIO(content), ring=ring)).read()


@given(content=st.binary(max_size=2000), belongs_to=st.text(max_size=40))
def test_a_file_opens_as_it_was(content, belongs_to):
    assert (
        unseal(seal(content, ring=RING, belongs_to=belongs_to), ring=RING, belongs_to=belongs_to) == content
    )


@given(place=st.integers(min_value=0), bit=st.integers(min_value=0, max_value=7))
def test_no_bit_of_a_sealed_file_can_be_changed(place, bit):
    sealed = bytearray(seal(b"a scanned paper", ring=RING, belongs_to="one"))
    sealed[place % len(sealed)] ^= 1 << bit
    with pytest.raises(SealError):
        unseal(bytes(sealed), ring=RING, belongs_to="one")


def test_a_file_does_not_open_for_another_record():
    with pytest.raises(SealError, match="another record"):
        unseal(seal(b"paper", ring=RING, belongs_to="one"), ring=RING, belongs_to="two")


def test_a_sealed_file_shows_nothing_of_its_content_and_names_its_key():
    sealed = seal(b"Rowan Tidewater" * 20, ring=RING, belongs_to="one")
    assert b"Rowan" not in sealed and is_sealed(sealed) and sealed_key_name(sealed) == RING.sealing.name


def test_the_same_file_is_never_sealed_to_the_same_bytes():
    assert seal(b"x", ring=RING, belongs_to="one") != seal(b"x", ring=RING, belongs_to="one")


def test_a_key_that_is_not_at_hand_is_named():
    other = parse_key_ring([generate_key()])
    with pytest.raises(UnknownKeyError, match=RING.sealing.name):
        unseal(seal(b"x", ring=RING, belongs_to="one"), ring=other, belongs_to="one")


def test_an_old_key_still_opens_and_the_first_one_seals():
    written = generate_key()
    old, both = parse_key_ring([written]), parse_key_ring([generate_key(), written])
    assert unseal(seal(b"x", ring=old, belongs_to="one"), ring=both, belongs_to="one") == b"x"
    assert sealed_key_name(seal(b"x", ring=both, belongs_to="one")) == both.sealing.name


@pytest.mark.parametrize(
    "written",
    [[], ["nocolon"], ["k:short"], ["K!:" + generate_key()[8:]], ["k1:****"], [*[generate_key()] * 2]],
)
def test_keys_that_are_not_keys_are_refused_without_being_repeated(written):
    with pytest.raises(SealError) as error:
        parse_key_ring(written)
    assert not any(text.partition(":")[2] and text.partition(":")[2] in str(error.value) for text in written)


def test_a_key_is_not_shown_by_accident():
    assert RING.sealing.secret.hex() not in repr(RING) and "secret" not in repr(RING)


def test_a_laptops_key_is_made_once_for_its_owner_only(tmp_path):
    path = tmp_path / "keys" / "file-keys"
    ring = local_key_ring(path)
    assert ring == local_key_ring(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("length", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7])
def test_a_stream_opens_as_it_was(length):
    content = os.urandom(length)
    assert unseal_stream(seal_stream(content)) == content


def test_a_stream_that_is_cut_off_anywhere_does_not_open():
    whole = seal_stream(os.urandom(2 * CHUNK + 5))
    head = len(whole) - (2 * CHUNK + 5) - 3 * 16
    for end in (0, 5, head, head + CHUNK + 16, head + 2 * (CHUNK + 16), len(whole) - 1):
        with pytest.raises(SealError):
            unseal_stream(whole[:end])


def test_chunks_cannot_be_exchanged_left_out_or_added():
    whole = seal_stream(os.urandom(3 * CHUNK))
    size = CHUNK + 16
    head = len(whole) - 3 * size
    first, second, third = (whole[head + place * size : head + (place + 1) * size] for place in range(3))
    for wrong in (second + first + third, second + third, first + second + third + third, first + third):
        with pytest.raises(SealError):
            unseal_stream(whole[:head] + wrong)


def test_a_stream_that_was_not_finished_does_not_open():
    target = io.BytesIO()
    SealingWriter(target, ring=RING).write(os.urandom(2 * CHUNK))
    with pytest.raises(SealError):
        unseal_stream(target.getvalue())
