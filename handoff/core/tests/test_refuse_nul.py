"""A NUL is refused before anything is asked of the database, which would answer with an error (finding-S8)."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["/sign-in/?next=a%00b", "/sign-in/%00", "/p/a%00b/", "/p/here/people/?name=%00"]
)
def test_an_address_with_a_nul_is_a_bad_request(client, address):
    assert client.get(address).status_code == 400


@pytest.mark.parametrize("field", ["username", "password"])
def test_a_form_with_a_nul_is_shown_again(client, field):
    sent = {"username": "ana", "password": "a password of ana", field: "a\0b"}
    answer = client.post("/sign-in/", sent)
    assert answer.status_code == 200 and b"Null characters" in answer.content


@pytest.mark.parametrize("nul", ["\0", "\\u0000"])
def test_a_passkey_with_a_nul_is_no_passkey(client, nul):
    credential = f'{{"id": "a{nul}", "response": {{"userHandle": "a{nul}"}}}}'
    assert client.post("/sign-in/passkey/", {"credential": credential}).status_code < 500
