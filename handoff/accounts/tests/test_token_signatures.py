"""Which signatures of a provider's token count."""

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from handoff.accounts.adapters import has_valid_signature

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.mark.parametrize("published", [None, [], {}, {"keys": []}, {"keys": [{"kty": "oct", "k": "a2V5"}]}])
def test_keys_that_are_none_sign_nothing(published):
    token = jwt.encode({"sub": "x"}, b"key".ljust(32), "HS256")
    assert not has_valid_signature(token, published) and not has_valid_signature("no token", published)


@pytest.mark.parametrize("how", ["RS256", "PS256", "RS512"])
def test_a_published_key_need_not_say_how_it_signs(how):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    own = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    token = jwt.encode({"sub": "x"}, key, how)
    assert has_valid_signature(token, {"keys": [own]})
    assert not has_valid_signature(token, {"keys": [{**own, "use": "enc"}]})
