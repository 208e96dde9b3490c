"""What was typed and not saved: kept where a form is refused, offered where its page is shown, dropped once saved."""

from functools import partial
from typing import cast
from urllib.parse import urlsplit

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from handoff.access.http import AppRequest, ProgramRequest
from handoff.accounts.models import User
from handoff.accounts.services import repeated, typed
from handoff.accounts.services.typed import SESSION_KEY, Author
from handoff.core.redirects import previous_page
from handoff.core.submissions import key_sent
from handoff.core.templatetags.handoff import clock
from handoff.core.tenancy import tenant_context
from handoff.core.typed import KeptPage, current_page, enter_page
from handoff.programs.models import Program

SHOWING = ("GET", "HEAD")


def keep_refused_form(request: AppRequest, user: User | None, program: Program | None) -> dict[str, str]:
    """Keep a form that was sent and can't be taken now, and say for the URL of the next page whether it was kept.

    The page that asks for the sign-in tells it; only the account whose session it was finds it again.
    """
    if request.method in SHOWING or not typed.typed_entries(request.POST):
        return {"next": previous_page(request)}
    kept = False
    if user is not None and program is not None:
        author = Author(user=user, program=program, path=typed.page_path(request, program))
        with tenant_context(program.pk):
            kept = typed.keep_typed(
                author=author, sent=request.POST, files=sorted(request.FILES), at=request.at
            )
        if kept and request.user.is_authenticated:
            note_page(request, author.page)
    if not kept or program is None:
        return {"next": previous_page(request), "kept": "no"}
    query = {"next": next_page(request, program), "kept": "yes"}
    return {**query, "files": "left-out"} if request.FILES else query


def next_page(request: HttpRequest, program: Program) -> str:
    """The page that held the form, with its query."""
    path = typed.page_path(request, program)
    came_from = urlsplit(request.META.get("HTTP_REFERER", ""))
    return f"{path}?{came_from.query}" if came_from.query and came_from.path == path else path


def note_page(request: HttpRequest, page: str) -> None:
    """Note in the session that something is kept of a page."""
    pages = request.session.get(SESSION_KEY, [])
    if page not in pages:
        request.session[SESSION_KEY] = [*pages, page]


def offer_typed(request: ProgramRequest) -> None:
    """Offer what was kept of this page to its forms; of a form that is sent, find out whether it was saved before."""
    if request.user.is_authenticated:
        offer_to(request, Author(user=request.user, program=request.program, path=request.path))


def offer_to(request: ProgramRequest, author: Author) -> None:
    if request.method in SHOWING:
        expected = author.page in request.session.get(SESSION_KEY, [])
        enter_page(
            KeptPage(look_up=partial(typed.find_typed, author=author, at=request.at), expected=expected)
        )
        return
    enter_page(KeptPage(look_up=lambda: None, expected=False))
    key = key_sent(request)
    entries = repeated.entries_key(request, author) if key else ""
    keys = [key, entries, repeated.asked_key(key)] if key else []
    found = typed.find_saved(user=author.user, program=author.program, keys=keys)
    saved = request.saved_before = found.get(key)
    if saved is not None:
        time = clock(saved, author.program)
        request.already_saved = _("This was already saved at %(time)s.") % {"time": time}
    elif same := repeated.saved_the_same(found, key, entries, request.at):
        request.saved_the_same = _("You saved exactly this at %(time)s.") % {
            "time": clock(same, author.program)
        }


def settle_typed(request: AppRequest, response: HttpResponseBase) -> None:
    """After a page was shown, note what it showed again; a form that was sent is kept, or dropped once it is taken."""
    program: Program | None = getattr(request, "program", None)
    if program is None or not request.user.is_authenticated:
        return
    page = current_page()
    if request.method in SHOWING:
        if page is not None and page.shown:
            note_page(request, Author(user=request.user, program=program, path=request.path).page)
    elif response.status_code == 302 and not getattr(request, "form_refused", False):
        drop_saved(cast("ProgramRequest", request))
    elif getattr(request, "asked_again", False):
        author = Author(user=request.user, program=program, path=request.path)
        repeated.note_asked(author, key_sent(request), cast("ProgramRequest", request).at)
    elif response.status_code == 500 or (page is not None and page.refused):
        keep_sent(cast("ProgramRequest", request))


def keep_sent(request: ProgramRequest) -> None:
    """Keep a long form that was sent and couldn't be saved: it has errors, or something failed here."""
    author = Author(
        user=request.user, program=request.program, path=typed.page_path(request, request.program)
    )
    try:
        kept = typed.keep_typed(author=author, sent=request.POST, files=sorted(request.FILES), at=request.at)
    except DatabaseError:
        # What failed was the database: the page that says so is all there is.
        return
    if kept:
        note_page(request, author.page)


def drop_saved(request: ProgramRequest) -> None:
    """Drop what was kept of a form that was taken, and note that it was; sent before, it keeps its first time."""
    key = key_sent(request)
    if key and getattr(request, "saved_before", None) is None:
        sent = Author(user=request.user, program=request.program, path=request.path)
        entries = repeated.entries_key(request, sent)
        keys = [each for each in (key, entries) if each]
        typed.note_saved(user=request.user, program=request.program, keys=keys, at=request.at)
    path = typed.page_path(request, request.program)
    author = Author(user=request.user, program=request.program, path=path)
    pages = request.session.get(SESSION_KEY, [])
    if author.page not in pages and "kept" not in request.POST:
        return
    typed.forget_saved(author=author, sent=request.POST, at=request.at)
    if author.page in pages:
        request.session[SESSION_KEY] = [each for each in pages if each != author.page]
