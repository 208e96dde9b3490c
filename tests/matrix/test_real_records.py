"""A form from elsewhere, sent to every address by who may open it, changes nothing."""

from django.test import Client
from django.urls import reverse

from tests.architecture.addresses import addresses
from tests.matrix.looking import REFUSAL, browser, look, path_of


def test_a_form_from_elsewhere_changes_nothing(county):
    careful: Client = browser(county.here.members["program_manager"], enforce_csrf_checks=True)
    for address in addresses():
        if address.in_program:
            path = path_of(address, county.here, county.samples[address.name][0])
        else:
            path = reverse(address.name, kwargs=dict.fromkeys(address.converters, "never-was"))
        seen = look(careful, path, "post")
        assert seen.status == 403 and not seen.written - REFUSAL, f"{address}: {seen.status}"
