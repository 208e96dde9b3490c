"""What a run of the tests leaves in logs, mail and files, searched for words that stand for people.

The matrix gives every fact a word of its own; none of them may ever be logged, mailed or made part of a file's name.
A pytest plugin, registered in conftest.py: a word that it finds fails the run after its last test.
"""

import logging
import re
from pathlib import Path
from typing import Any

import pytest

OF_PEOPLE = re.compile(rb"zq(?:words|first[0-9]|last[0-9])|zq00[0-9]{4}q", re.IGNORECASE)
ON_PURPOSE = "test_what_is_kept"
"""Tests that log such a word themselves, to see that it would be found."""


class Kept(logging.Handler):
    """Reads every line of the log as it is written, and every mail as it is sent."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.found: list[str] = []
        self.test = ""
        self.lines = self.mails = self.files = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Search one line, with the traceback that it carries."""
        if record.name.startswith(("django.db", "faker", "factory", "asyncio")):
            return
        self.lines += 1
        text = record.getMessage() + (
            logging.Formatter().formatException(record.exc_info) if record.exc_info else ""
        )
        self.search(text.encode(), f"log {record.name}")

    def search(self, content: bytes, where: str) -> None:
        """Keep what was found, with the test that was running, but not the word."""
        if OF_PEOPLE.search(content) and ON_PURPOSE not in self.test:
            self.found.append(f"{where}, during {self.test}")

    def search_mail(self, messages: Any) -> None:
        for message in messages:
            self.mails += 1
            self.search(message.message().as_bytes(), "mail")

    def search_files(self, folder: Path) -> None:
        """Search the names of files, and the content of those that are no database and no stored file."""
        for path in folder.rglob("*"):
            self.files += 1
            self.search(str(path.relative_to(folder)).encode(), "file name")
            if path.is_file() and path.suffix in {".log", ".jsonl", ".txt", ".json", ".eml"}:
                self.search(path.read_bytes(), f"file {path.name}")


class KeptPlugin:
    """Begins before the first test and reports after the last; with several workers, each of them reports."""

    def __init__(self) -> None:
        self.kept = Kept()

    def pytest_sessionstart(self) -> None:
        from django.core.mail.backends.locmem import EmailBackend

        logging.getLogger().addHandler(self.kept)
        send = EmailBackend.send_messages

        def read_and_send(backend: Any, messages: Any) -> int:
            listed = list(messages)
            self.kept.search_mail(listed)
            return int(send(backend, listed) or 0)

        EmailBackend.send_messages = read_and_send  # type: ignore[method-assign]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        self.kept.test = item.nodeid

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take over what a worker found."""
        worker_output = getattr(node, "workeroutput", {}).get("kept", {})
        self.kept.found += worker_output.get("found", [])
        for name in ("lines", "mails", "files"):
            setattr(self.kept, name, getattr(self.kept, name) + worker_output.get(name, 0))

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Search the files, and fail the run if anything was found."""
        from django.conf import settings

        kept = self.kept
        kept.search_files(Path(settings.DATA_FOLDER))
        output = getattr(session.config, "workeroutput", None)
        if output is not None:
            output["kept"] = {name: getattr(kept, name) for name in ("found", "lines", "mails", "files")}
        elif kept.found:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        kept = self.kept
        counts = f"{kept.lines} log lines, {kept.mails} mails, {kept.files} files"
        terminalreporter.write_line(f"words of people in {counts}: {len(kept.found)}")
        for each in sorted(set(kept.found)):
            terminalreporter.write_line(f"  {each}", red=True)
