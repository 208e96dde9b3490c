"""A lean browser for thousands of looks: one cookie, no copies of contexts; it reads all of every answer."""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from pypdf import PdfReader

from handoff.testing.sign_in import login_with_second_factor
from tests.matrix.canaries import find_canaries

WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)"?', re.IGNORECASE | re.MULTILINE)
"""The tables a statement writes to; one statement may write to several (an audit row on PostgreSQL)."""

CHANGES_EACH_TIME = re.compile(
    rb'(name="(?:csrfmiddlewaretoken|submission_key)" value=")[^"]*|(csrftoken=)[^;]*'
)
"""What is drawn anew for every page, whoever asks: the form's token and its own key."""

TITLE = re.compile(rb"<title>.*?</title>", re.DOTALL)
"""What a browser writes on the tab and keeps in its history."""

ASKED: set[str] = set()
"""The name of every address that any browser has opened, for the test that none was forgotten."""

handler = ClientHandler(enforce_csrf_checks=False)


@dataclass
class Seen:
    """What one look brought: the answer, the facts in it and beside the page, and the tables it wrote to.

    Beside the page are headers, cookies and the title: what is kept in logs and in the browser's history.
    """

    status: int
    content: bytes
    headers: dict[str, str]
    words: set[str]
    beside: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)

    def answer(self, *typed: str) -> tuple[Any, ...]:
        """Return all of the answer that two askers could compare; `type_date` is what they themselves sent."""
        content = CHANGES_EACH_TIME.sub(rb"\1\2", self.content)
        counted = {"Date", "Content-Length"} if typed else {"Date"}
        headers = repr(sorted((name, value) for name, value in self.headers.items() if name not in counted))
        for each in typed:
            content = content.replace(each.encode(), b"[typed]")
            headers = headers.replace(each, "[typed]")
        return self.status, content, headers


@contextmanager
def record_writes() -> Iterator[set[str]]:
    """Collect the tables written to meanwhile."""
    tables: set[str] = set()

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        tables.update(WRITES.findall(sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield tables


def words_of(content: bytes) -> str:
    """Return the words of a page, a workbook or a PDF."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    if content.startswith(b"%PDF"):
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return content.decode("utf-8", "replace")


class Browser:
    """One user's browser, signed in or not."""

    looks = 0

    def __init__(self, user: Any = None) -> None:
        self.factory = RequestFactory()
        if user is not None:
            client = Client()
            login_with_second_factor(client, user)
            self.factory.cookies = client.cookies

    def look(self, path: str, method: str = "GET", data: dict[str, Any] | None = None) -> Seen:
        """Open an address and read everything in the answer: body, headers and cookies."""
        make = getattr(self.factory, method.lower())
        with record_writes() as tables:
            request = make(path, data) if data is not None else make(path)
            response: HttpResponse = handler(request.environ)
        Browser.looks += 1
        match = getattr(response, "wsgi_request", request).resolver_match
        if match is not None:
            ASKED.add(match.view_name)
        headers = dict(response.items())
        content = b"".join(response.streaming_content) if response.streaming else response.content
        title = b"".join(TITLE.findall(content)).decode("utf-8", "replace")
        beside = find_canaries(repr(headers) + response.cookies.output() + title)
        words = find_canaries(words_of(content)) | beside
        return Seen(response.status_code, content, headers, words, beside, set(tables))
