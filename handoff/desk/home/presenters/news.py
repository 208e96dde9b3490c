"""What others did with the referrals that the reader made, so that the arresting officer hears of it."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.desk.home.definitions import TASKS_SHOWN
from handoff.desk.home.presenters.tasks import Task, Worklist
from handoff.desk.home.queries import last_opened, news_of_own_referrals, unread_good_news
from handoff.programs.models import Program
from handoff.referrals.models import ReferralEvent
from handoff.referrals.queries import officer_view
from handoff.staffing.news.queries import SharedNews


def own_referrals_news(actor: Actor, program: Program, at: datetime) -> Worklist:
    """News of the actor's own referrals until they open them. The sentence is the one of *My referrals*, no more."""
    events = news_of_own_referrals(actor, program, at)
    opened = last_opened(actor, [each.referral for each in events])
    unread = [
        each
        for each in events
        if (seen := opened.get(str(each.referral.public_id))) is None or seen < each.recorded_at
    ]
    good = unread_good_news(actor, program, at)
    tasks = [good_news_task(each, program) for each in good]
    tasks += [news_task(each, actor, program, at) for each in unread]
    more = reverse("referrals:own", args=[program.slug])
    return Worklist(
        _("News of your referrals"),
        _("Nothing new. You'll read here what happens to your referrals."),
        more,
        tasks[:TASKS_SHOWN],
        len(tasks),
    )


def good_news_task(shown: SharedNews, program: Program) -> Task:
    """That there is good news, by the number of the referral: the words and the name are on its own page."""
    return Task(
        title=_("Referral %(number)s") % {"number": shown.news.referral.number},
        url=reverse("news:read", args=[program.slug, shown.news.public_id]),
        text=_("Good news. Open it to read it."),
        since=shown.news.sent_at,
        about=shown.news.referral.audited_as,
        is_new=True,
    )


def news_task(event: ReferralEvent, actor: Actor, program: Program, at: datetime) -> Task:
    referral = event.referral
    return Task(
        title=referral.entered_name or _("Referral %(number)s") % {"number": referral.number},
        url=reverse("referrals:sent", args=[program.slug, referral.public_id]),
        text=news_text(event, actor, at),
        since=event.occurred_at,
        about=referral.audited_as,
        is_new=True,
    )


def news_text(event: ReferralEvent, actor: Actor, at: datetime) -> str:
    """What others did on the law side by its name; of the care side only what the state says to an officer."""
    sentence = officer_view(event.referral, actor, at).sentence
    if event.what == ReferralEvent.Kind.RESPONSIBILITY_ENDED:
        return sentence
    return f"{event.title}. {sentence}"
