"""The built wheel, installed by itself in an empty folder, serves the demo with its styles and in Spanish."""

import os
import re
import signal
import subprocess
import sys
import sysconfig
import time
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.operations.places import free_port

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 90

pytestmark = pytest.mark.once
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [*PIP, "wheel", "--no-build-isolation", "--no-deps", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(command, check=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def handoff_command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel; its dependencies are those of this environment, without this source folder."""
    environment = tmp_path_factory.mktemp("installed")
    venv.create(environment, with_pip=False)
    python = environment / "bin" / "python"
    subprocess.run([*PIP, f"--python={python}", "install", "--no-deps", "--no-index", str(wheel)], check=True)
    lend_dependencies(environment)
    return environment / "bin" / "handoff"


def lend_dependencies(environment: Path) -> None:
    """Make this environment's packages importable there, except the path file that leads to the source folder."""
    own = Path(sysconfig.get_path("purelib"))
    site = next(environment.glob("lib/python3*/site-packages"))
    (site / "dependencies.pth").write_text(f"{own}\n", encoding="utf-8")


@pytest.fixture(scope="module")
def address(handoff_command: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder, home = tmp_path_factory.mktemp("empty"), tmp_path_factory.mktemp("home")
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HANDOFF_", "DJANGO_", "PYTHON"))
    }
    environment = {**kept, "HOME": str(home)}
    environment.pop("XDG_DATA_HOME", None)
    port = free_port()
    command = [str(handoff_command), "demo", "--size", "0.001", "--serve", "--port", str(port)]
    with (home / "log").open("wb") as log:
        running = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True
        )
    try:
        yield wait_for(f"http://127.0.0.1:{port}", running, home / "log")
        assert (home / ".local/share/handoff/handoff.sqlite3").is_file()
        assert not list(folder.iterdir())
    finally:
        os.killpg(running.pid, signal.SIGTERM)
        running.wait(timeout=20)


def wait_for(address: str, running: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and running.poll() is None:
        try:
            read(f"{address}/healthz")
        except OSError:
            time.sleep(0.2)
        else:
            return address
    pytest.fail(f"The demo did not start:\n{log.read_text(encoding='utf-8')}")


def read(url: str, language: str = "en") -> str:
    request = urllib.request.Request(url, headers={"Accept-Language": language})  # noqa: S310 - always http://127.0.0.1
    with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
        return str(answer.read().decode())


def test_the_wheel_holds_catalogs_and_styles_and_no_tests(wheel):
    assert wheel.name.startswith("handoff_diversion-")
    names = set(zipfile.ZipFile(wheel).namelist())
    for needed in (
        "handoff/locale/es/LC_MESSAGES/django.mo",
        "handoff/core/static/core/css/handoff.css",
        "handoff/core/static/vendor/uswds/css/uswds.min.css",
    ):
        assert needed in names
    assert not [name for name in names if "/tests/" in name or name.startswith("handoff/testing/")]


@pytest.mark.slow
@pytest.mark.nightly
@pytest.mark.parametrize("path", ["/", "/sign-in/"])
def test_the_first_pages_come_with_their_style_sheets(address, path):
    page = read(address + path)
    sheets = re.findall(r'<link[^>]+href="(/static/[^"]+\.css)"', page)
    assert '<html lang="en"' in page and sheets
    assert all("{" in read(address + each) for each in sheets)


@pytest.mark.slow
@pytest.mark.nightly
def test_the_first_page_is_translated(address):
    page = read(f"{address}/sign-in/", "es")
    assert '<html lang="es"' in page and "Contraseña" in page
