"""`handoff check` and the server's start refuse what production must not have; `handoff` names each wrong value."""

import pytest

from handoff.config.settings.base import origin_of
from handoff.config.startup import check_file_modes, check_production, check_settings, refuse_a_wrong_database


@pytest.fixture
def production(settings):
    """A server whose settings are all in order."""
    settings.PRODUCTION = True
    settings.SITE_ADDRESS, settings.ALLOWED_HOSTS = "https://handoff.example.gov", ["handoff.example.gov"]
    settings.SECRET_KEY = "k7-" * 16 + "Qw_9"
    return settings


def wrong() -> dict[str, str]:
    return {str(each.obj): each.msg for each in check_production() if each.is_serious()}


def test_a_safe_server_has_nothing_wrong(production):
    assert wrong() == {}


@pytest.mark.parametrize(
    ("setting", "value", "name"),
    [
        ("SITE_ADDRESS", "http://handoff.example.gov", "site address"),
        ("SITE_ADDRESS", "handoff.example.gov", "site address"),
        ("SITE_ADDRESS", "https://elsewhere.example.gov", "site address"),
        ("SECRET_KEY", "short", "secret key"),
        ("SECRET_KEY", "a" * 80, "secret key"),
        ("ALLOWED_HOSTS", ["*"], "host names"),
        ("ALLOWED_HOSTS", ["handoff.example.gov", "*"], "host names"),
        ("IDLE_MINUTES", 0, "idle timeout"),
        ("IDLE_MINUTES_MOBILE", 0, "idle timeout"),
        ("DEMO", True, "demo sign-ins"),
    ],
)
def test_check_and_start_refuse_an_unsafe_setting(production, setting, value, name):
    """finding-I4"""
    setattr(production, setting, value)
    assert list(wrong()) == [name]
    assert name in {str(each.obj) for each in check_settings() if each.is_serious()}
    with pytest.raises(SystemExit, match=f"^{name}: "):
        refuse_a_wrong_database()


def test_a_laptop_may_have_them(settings):
    settings.PRODUCTION, settings.DEMO = False, True
    assert wrong() == {}


def test_check_names_what_other_users_of_the_machine_can_reach(settings, tmp_path):
    """finding-S14"""
    settings.DATA_FOLDER = tmp_path / "data"
    settings.DATA_FOLDER.mkdir(mode=0o700)
    assert not check_file_modes().is_serious()
    (settings.DATA_FOLDER / "handoff.sqlite3").touch(mode=0o600)
    (settings.DATA_FOLDER / "handoff.sqlite3").chmod(0o644)
    assert check_file_modes().is_serious() and "handoff.sqlite3" in check_file_modes().msg
    (settings.DATA_FOLDER / "handoff.sqlite3").chmod(0o600)
    settings.DATA_FOLDER.chmod(0o755)
    assert check_file_modes().is_serious()


def test_an_address_that_can_not_be_read_is_named(production):
    production.SITE_ADDRESS = "https://["
    assert "must start with https://" in wrong()["site address"]


@pytest.mark.parametrize(
    ("address", "origins"),
    [
        ("https://handoff.example.gov:8443/", ["https://handoff.example.gov:8443"]),
        ("handoff.example.gov", []),
        ("https://[", []),
    ],
)
def test_forms_of_the_sites_own_address_are_taken_whatever_host_the_proxy_passes(address, origins):
    assert origin_of(address) == origins


@pytest.mark.parametrize(
    ("addresses", "named"),
    [
        (["notmail"], "“notmail” is no email address"),
        (["counsel@example.org", "@", "clerk"], "“@”, “clerk” are no email addresses"),
    ],
)
def test_check_and_start_refuse_anchors_mailed_to_no_address(settings, addresses, named):
    settings.ANCHOR_MAIL = addresses
    [found] = [each for each in check_settings() if each.obj == "anchor mail"]
    assert found.is_serious() and found.msg == f"HANDOFF_ANCHOR_MAIL: {named}"
    with pytest.raises(SystemExit, match=r"^anchor mail: HANDOFF_ANCHOR_MAIL"):
        refuse_a_wrong_database()


@pytest.mark.parametrize("addresses", [[], ["counsel@example.org", "The clerk <clerk@mailhost>"]])
def test_addresses_that_mail_can_reach_are_taken(settings, addresses):
    settings.ANCHOR_MAIL = addresses
    assert not [each for each in check_settings() if each.obj == "anchor mail" and each.is_serious()]


def test_a_misspelled_setting_is_named_and_stops_no_start(production, monkeypatch):  # finding-I4
    monkeypatch.setenv("HANDOFF_BAKCUP_KEEP", "3")
    [named] = [each for each in check_settings() if each.obj == "setting names"]
    assert named.is_serious() and "HANDOFF_BAKCUP_KEEP" in named.msg
    assert "setting names" not in wrong()
    production.PRODUCTION = False
    assert not [each for each in check_settings() if each.obj == "setting names"]


def test_a_reserve_larger_than_the_disk_is_named(production):  # finding-I4
    production.RESERVE_MEGABYTES = 10**9
    [disk] = [each for each in check_settings() if each.obj == "disk"]
    assert disk.is_serious() and "nothing can be added" in disk.msg
