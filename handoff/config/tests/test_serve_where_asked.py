"""Issue 10, walk: `serve --port` is `serve --bind` for this machine only, and only one of the two is taken."""

import gc
import subprocess
from unittest.mock import Mock

import pytest
from django.core.management import CommandError, call_command

from handoff.config.cli import COLLECT_AFTER
from handoff.config.management.commands import serve
from handoff.config.startup import load_pages


@pytest.fixture
def started(monkeypatch):
    popen = Mock(return_value=Mock(wait=Mock(return_value=0)))
    monkeypatch.setattr(subprocess, "Popen", popen)
    monkeypatch.setattr(serve.os, "environ", {})
    monkeypatch.setattr(serve, "call_command", Mock())
    monkeypatch.setattr(serve, "check_before_serving", Mock())
    monkeypatch.setattr(serve.signal, "signal", Mock())
    monkeypatch.setattr(serve.threading, "Thread", Mock())
    monkeypatch.setattr(serve.Command, "offer_first_run", Mock())
    return popen


@pytest.mark.parametrize(
    ("asked", "bound"),
    [
        ([], "127.0.0.1:8000"),
        (["--port", "8414"], "127.0.0.1:8414"),
        (["--bind", "0.0.0.0:8414"], "0.0.0.0:8414"),
    ],
)
def test_the_server_listens_where_it_was_asked_to_and_says_where(started, asked, bound, capsys):
    with pytest.raises(SystemExit):
        call_command("serve", *asked)
    command = started.call_args.args[0]
    assert command[command.index("--bind") + 1] == bound
    serve.Command.offer_first_run.assert_called_once_with(bound)
    assert f"Starting Handoff at http://{bound}/" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("site", "asked", "links"),
    [
        (serve.LAPTOP_ADDRESS, ["--port", "8414"], "http://127.0.0.1:8414"),
        (serve.LAPTOP_ADDRESS, ["--bind", "0.0.0.0:8414"], None),
        ("https://handoff.example.gov", ["--port", "8414"], None),
    ],
)
def test_links_lead_to_the_port_that_a_laptop_listens_on(started, settings, monkeypatch, site, asked, links):
    """Issue 10, walk: the first-run page showed a link to port 8000 while another one was served."""
    environment: dict[str, str] = {}
    monkeypatch.setattr(serve.os, "environ", environment)
    settings.SITE_ADDRESS = site
    with pytest.raises(SystemExit):
        call_command("serve", *asked)
    assert environment.get("HANDOFF_SITE_ADDRESS") == links


def test_port_and_bind_together_are_refused():
    with pytest.raises(CommandError, match="not allowed with"):
        call_command("serve", "--port", "8414", "--bind", "127.0.0.1:8000")


def test_what_the_server_loads_is_set_apart_from_what_requests_make():
    """K1: the garbage collector doesn't look through the whole program while a page is made."""
    frozen, threshold = gc.get_freeze_count(), gc.get_threshold()
    load_pages()
    serving, *_rest = gc.get_threshold()
    gc.set_threshold(*threshold)
    assert gc.get_freeze_count() > frozen + 10_000 and serving < COLLECT_AFTER
