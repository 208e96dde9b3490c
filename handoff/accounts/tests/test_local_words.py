"""What any colleague would try first is not a password (ASVS 6.2.11)."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from handoff.accounts.definitions import DEMO_PASSWORD
from handoff.testing.programs import make_program

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(settings):
    settings.PASSWORD_WORDS = ["Elk Hollow"]
    make_program(name="Tamarack County LEAD")


@pytest.mark.parametrize(
    "password",
    [
        "Tamarack2026!!",
        "tamarackcounty",
        "Handoff-Handoff-1",
        "H4nd0ff+Sheriff9",
        "hollow hollow 77 elk",
        "pre-arrest-diversion",
    ],
)
def test_words_that_any_colleague_would_try_are_refused(password):
    with pytest.raises(ValidationError, match="mostly words"):
        validate_password(password)


@pytest.mark.parametrize(
    "password", [DEMO_PASSWORD, "tamarack tulips walking", "naloxone, trumpets, 9 pm", "7381 4402 9916"]
)
def test_passwords_with_enough_other_letters_are_accepted(password):
    validate_password(password)
