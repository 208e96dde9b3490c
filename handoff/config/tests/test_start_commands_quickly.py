"""What runs each minute or hour loads no page."""

import pytest
from django.core.management import load_command_class


@pytest.mark.parametrize(
    "name", ["tick", "backup", "audit", "restore", "replay_journal", "rotate_keys", "grant_role"]
)
def test_a_command_that_runs_by_the_clock_or_repairs_checks_no_page_first(name):
    assert not load_command_class("handoff.config", name).requires_system_checks


def test_the_server_checks_them_all():
    assert load_command_class("handoff.config", "serve").requires_system_checks == "__all__"
