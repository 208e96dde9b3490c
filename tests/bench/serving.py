"""The running program, as people meet it: gunicorn in processes of its own, asked over HTTP by signed-in users."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "a" * 32
WORKERS, THREADS, KEEP_ALIVE = 2, 4, 75


@dataclass
class Server:
    """gunicorn with two processes of four threads, on a port, with an environment."""

    port: int
    environment: dict[str, str]
    running: subprocess.Popen[bytes] | None = None
    collected: bool = False

    def start(self) -> float:
        """Start it and return the seconds until it answered."""
        if not self.collected:
            words = ["-m", "handoff", "collectstatic", "--no-input", "--verbosity=0"]
            subprocess.run([sys.executable, *words], env=self.environment, cwd=ROOT, check=True)
            self.collected = True
        if self.answers():
            # It would answer in this one's place, from another database.
            raise RuntimeError(f"another server answers on port {self.port}: set BENCH_PORT to a free one")
        began = time.monotonic()
        command = [sys.executable, "-m", "gunicorn", "handoff.config.wsgi:application"]
        command += ["--bind", f"127.0.0.1:{self.port}", "--workers", str(WORKERS), "--threads", str(THREADS)]
        command += ["--worker-class", "gthread", "--keep-alive", str(KEEP_ALIVE), "--log-level", "critical"]
        self.running = subprocess.Popen(
            command, env=self.environment, cwd=ROOT, start_new_session=True, stderr=subprocess.DEVNULL
        )
        while not self.answers():
            if self.running.poll() is not None or time.monotonic() - began > 60:
                raise RuntimeError("the server does not come up")
            time.sleep(0.02)
        return time.monotonic() - began

    def answers(self) -> bool:
        """Say whether it answers that it lives."""
        try:
            return ask(self.port, "GET", "/healthz")[0] == 200
        except OSError:
            return False

    def kill(self) -> None:
        """Kill every process of it at once, as a power cut of the process would."""
        if self.running is not None:
            os.killpg(self.running.pid, signal.SIGKILL)
            self.running.wait()

    def stop(self) -> None:
        """End it in good order."""
        if self.running is not None and self.running.poll() is None:
            self.running.terminate()
            self.running.wait(timeout=30)


def free_port() -> int:
    """A port that no one listens on: several people may measure on one machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ask(port: int, method: str, path: str) -> tuple[int, bytes]:
    """Request once, without signing in."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


@dataclass
class Visitor:
    """One browser with one open connection and one session; it notes where its last answer led."""

    port: int
    session: str
    connection: http.client.HTTPConnection = field(init=False)
    led_to: str = ""

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def ask(self, path: str, form: dict[str, Any] | None = None) -> tuple[int, bytes]:
        """Open a page, or send a form."""
        headers = {"Cookie": f"sessionid={self.session}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}
        body = None
        if form is not None:
            body = urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self.connection.request("GET" if form is None else "POST", path, body=body, headers=headers)
            answer = self.connection.getresponse()
            self.led_to = answer.getheader("Location") or ""
            return answer.status, answer.read()
        except BaseException:
            self.connection.close()
            raise


def session_of(user: Any) -> str:
    """Sign a user in as a finished sign-in does, straight in the database, and return the session's key.

    The one place to change when signing in asks for more.
    """
    from django.test import Client

    from handoff.testing.sign_in import login_with_second_factor

    user.must_change_password = False
    user.save(update_fields=["must_change_password"])
    client = Client()
    login_with_second_factor(client, user)
    key = client.session.session_key
    assert key is not None
    return key


def serving_environment() -> dict[str, str]:
    """The environment of the served program: the measured database, a laptop's settings (no HTTPS to encrypt)."""
    from django.conf import settings

    own = {
        "DJANGO_SETTINGS_MODULE": "handoff.config.settings.local",
        "HANDOFF_SECRET_KEY": settings.SECRET_KEY,
    }
    return {**os.environ, **own}
