"""Tell the referrer good news, take it back, and answer with thanks (T3). Nothing here happens by itself."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.accounts.models import User
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction, AuditLook
from handoff.casework.policies import check_is_care_team
from handoff.casework.services import lock_person
from handoff.consent.models import SHARED_PURPOSE, DisclosureContext
from handoff.consent.services import (
    DisclosureItem,
    record_daily_disclosures,
    retry_once_if_consent_changed,
)
from handoff.core.refusals import Refused, check_says_the_same
from handoff.notifications.services import queue_notice
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.programs.queries import local_date
from handoff.referrals.models import Referral
from handoff.staffing.models import GoodNews
from handoff.staffing.news import policies, queries
from handoff.staffing.news.queries import NEEDED, SharedNews


@dataclass(frozen=True)
class NewsInput:
    """What is shown about which referral, and when the person agreed."""

    referral: Referral
    words: str
    agreed_on: date


def record(actor: Actor, news: GoodNews, action: AuditAction, at: datetime) -> None:
    audit.record(
        actor=actor,
        at=at,
        action=action,
        subject=news.person.public_id,
        details={"news": str(news.public_id)},
    )


def notify(news: GoodNews, user_id: int | None, kind: str, path: str, at: datetime) -> None:
    """Notify one user by a link that names no one (H4)."""
    user = User.objects.filter(pk=user_id or 0, is_active=True).first()
    if user is not None:
        queue_notice(
            program_id=news.program_id, user=user, kind=kind, path=path, key=str(news.public_id), at=at
        )


@transaction.atomic
def tell_news(*, actor: Actor, person: Person, news_input: NewsInput, key: str, at: datetime) -> GoodNews:
    """Tell the referrer what the person agreed to. A form sent twice tells once."""
    lock_person(person)
    existing = GoodNews.objects.filter(key=key).first()
    if existing is not None:
        check_says_the_same((existing.person_id, person.pk), (existing.words, news_input.words.strip()))
        return existing
    policies.check_can_tell(actor, person, news_input.referral, at)
    policies.check_words(person, news_input.words, news_input.agreed_on, local_date(person.program, at))
    news = GoodNews.objects.create(
        program=person.program,
        referral=news_input.referral,
        person=person,
        words=news_input.words.strip(),
        agreed_on=news_input.agreed_on,
        sent_at=at,
        sent_by_id=actor.user_id,
        key=key,
    )
    record(actor, news, AuditAction.NEWS_SENT, at)
    path = reverse("news:read", args=[person.program.slug, news.public_id])
    notify(news, news_input.referral.referrer_user_id, "good_news", path, at)
    return news


@transaction.atomic
def take_back(*, actor: Actor, news: GoodNews, at: datetime) -> GoodNews:
    """Take news back because the person no longer wants it shown. A second click changes nothing."""
    lock_person(news.person)
    check_is_care_team(actor, news.person)
    changed = GoodNews.objects.filter(pk=news.pk, taken_back_at__isnull=True).update(
        taken_back_at=at, taken_back_by_id=actor.user_id
    )
    if changed:
        record(actor, news, AuditAction.NEWS_TAKEN_BACK, at)
    return news


@retry_once_if_consent_changed
@transaction.atomic
def open_news(*, actor: Actor, program: Program, public_id: uuid.UUID, at: datetime) -> SharedNews | None:
    """One piece of news for its referrer, after logging it; None where no live ROI lets them read it."""
    found = queries.news_for(actor, program, at, only=public_id)
    if not found:
        return None
    log_shown(actor, found, at)
    news = found[0].news
    audit.record_read(
        actor=actor,
        at=at,
        action=AuditLook.NEWS_READ,
        subject=news.public_id,
        people=[news.person.public_id],
    )
    return found[0]


def log_shown(actor: Actor, shown: Iterable[SharedNews], at: datetime) -> None:
    """Log what the referrer is shown, once a day, under the ROI that allows it (C5)."""
    items = [DisclosureItem(each.news.person, each.agency, NEEDED, each.decision) for each in shown]
    record_daily_disclosures(
        actor=actor, items=items, what=DisclosureContext.GOOD_NEWS, at=at, purpose=SHARED_PURPOSE
    )


@transaction.atomic
def thank(*, actor: Actor, news: GoodNews, thanks: str, at: datetime) -> GoodNews:
    """Answer with thanks, from a short list, once. The worker hears of it by a link without names."""
    lock_person(news.person)
    policies.check_thanks(thanks)
    if not queries.news_for(actor, news.program, at, only=news.public_id):
        raise Refused(_("This is no longer shared with you."))
    changed = GoodNews.objects.filter(pk=news.pk, thanks="").update(
        thanks=thanks, thanked_at=at, thanked_by_id=actor.user_id
    )
    if changed:
        record(actor, news, AuditAction.NEWS_THANKED, at)
        path = reverse("news:list", args=[news.program.slug, news.person.public_id])
        notify(news, news.sent_by_id, "thanks_for_news", path, at)
    return news
