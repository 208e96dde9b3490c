"""Pages are sent compressed to phones, but never together with words that someone else may have chosen (BREACH)."""

import gzip
from typing import Any

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from handoff.core.middleware import CompressedPagesMiddleware
from handoff.testing.programs import make_member, make_program

PAGE = "<p>Someone's record.</p>" * 200
FROM_A_PHONE = {"Accept-Encoding": "gzip, deflate, br"}


def answer(request, **how):
    how = {"content": PAGE, "status": 200, "content_type": "text/html; charset=utf-8", **how}
    return CompressedPagesMiddleware(lambda _request: HttpResponse(**how))(request)


def test_a_page_is_compressed_for_a_browser_that_can_read_it():
    plain, sent = (answer(RequestFactory(headers=each).get("/p/here/")) for each in ({}, FROM_A_PHONE))
    assert plain.content.decode() == PAGE and "Content-Encoding" not in plain
    assert gzip.decompress(sent.content).decode() == PAGE
    assert (sent["Content-Encoding"], sent["Content-Length"]) == ("gzip", str(len(sent.content)))
    assert plain["Vary"] == sent["Vary"] == "Accept-Encoding" and len(sent.content) < len(PAGE) / 5


@pytest.mark.parametrize(
    "ask",
    [
        lambda phone: answer(phone.get("/p/here/?words=Rivers")),
        lambda phone: answer(phone.post("/p/here/", {"words": "Rivers"})),
        lambda phone: answer(phone.get("/p/here/never/"), status=404),
        lambda phone: answer(phone.get("/p/here/roi.pdf"), content_type="application/pdf"),
        lambda phone: answer(phone.get("/p/here/"), content="short"),
    ],
    ids=["query", "form", "refusal", "file", "short"],
)
def test_nothing_else_is(ask):
    assert "Content-Encoding" not in ask(RequestFactory(headers=FROM_A_PHONE))


def test_what_is_sent_piece_by_piece_is_left_alone():
    def pieces(_request: Any) -> Any:
        return StreamingHttpResponse([PAGE], content_type="text/html")

    sent: Any = CompressedPagesMiddleware(pieces)(RequestFactory(headers=FROM_A_PHONE).get("/p/here/"))
    assert "Content-Encoding" not in sent


def test_the_site_sends_its_pages_so(db):
    client, program = Client(headers=FROM_A_PHONE), make_program()
    client.force_login(make_member(program, "officer"))
    sent = client.get(reverse("home:home", args=[program.slug]))
    assert "<h1" in gzip.decompress(sent.content).decode() and sent["Cache-Control"] == "no-store"
