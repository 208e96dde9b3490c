"""URLs under `p/<program>/`."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from handoff.access.permissions import Permission
from handoff.core.navigation import Group, Page, register_page
from handoff.referrals.views import checks, exceptions, incoming, own, public, staff, wizard

app_name = "referrals"
urlpatterns = [
    path("refer/", public.refer, name="refer"),
    path("refer/thanks/", public.thanks, name="thanks"),
    path("card/", public.card, name="card"),
    path("referrals/", staff.index, name="index"),
    path("referrals/new/", wizard.new, name="new"),
    path("referrals/new/<uuid:draft_id>/", wizard.resume, name="resume"),
    path("referrals/new/<uuid:draft_id>/discard/", wizard.discard, name="discard"),
    path("referrals/new/<uuid:draft_id>/restore/", wizard.restore, name="restore"),
    path("referrals/new/<uuid:draft_id>/<slug:page>/", wizard.page, name="page"),
    path("referrals/own/", own.own, name="own"),
    path("referrals/own/<uuid:referral_id>/sent/", wizard.sent, name="sent"),
    path("referrals/own/<uuid:referral_id>/arrived/", own.record_arrival, name="arrived"),
    path("referrals/own/<uuid:referral_id>/time/", own.correct_time, name="time"),
    path("referrals/own/<uuid:referral_id>/withdraw/", own.withdraw_own, name="take_back"),
    path("referrals/own/<uuid:referral_id>/<slug:choice>/", own.choose_outcome, name="choose"),
    path("referrals/eligibility/", checks.checks, name="checks"),
    path("referrals/eligibility/<uuid:referral_id>/", checks.check_eligibility, name="check_eligibility"),
    path("referrals/messages/", incoming.list_messages, name="messages"),
    path("referrals/messages/<uuid:message_id>/", incoming.answer_message, name="message"),
    path(
        "referrals/messages/<uuid:message_id>/put-away/",
        incoming.dismiss_or_restore_message,
        name="put_message_away",
    ),
    path("referrals/<uuid:referral_id>/", staff.show, name="show"),
    path("referrals/<uuid:referral_id>/accept/", staff.accept, name="accept"),
    path("referrals/<uuid:referral_id>/decline/", staff.decline, name="decline"),
    path("referrals/<uuid:referral_id>/screening/", staff.screening, name="screening"),
    path("referrals/<uuid:referral_id>/handoff/", staff.handoff, name="handoff"),
    path("referrals/<uuid:referral_id>/withdraw/", staff.withdraw, name="withdraw"),
    path("", include("handoff.referrals.supervision.urls")),
    path("exceptions/", exceptions.exceptions, name="exceptions"),
    path(
        "exceptions/recommend/<uuid:referral_id>/", exceptions.recommend_exception, name="recommend_exception"
    ),
    path("exceptions/<uuid:exception_id>/", exceptions.exception, name="exception"),
]

for name, label, permission, position in (
    ("new", _("New referral"), Permission.REFERRAL_MAKE, 10),
    ("own", _("My referrals"), Permission.REFERRAL_READ_OWN, 20),
    ("checks", _("Eligibility checks"), Permission.ELIGIBILITY_CHECK, 25),
    ("index", _("Referrals"), Permission.REFERRAL_READ_ALL, 28),
    ("messages", _("Web requests"), Permission.REFERRAL_READ_ALL, 32),
    ("exceptions", _("Exceptions"), Permission.EXCEPTION_DECIDE, 50),
):
    register_page(
        Page(
            name=f"referrals:{name}",
            label=label,
            permissions=(permission,),
            position=position,
            group=Group.REFERRALS,
        )
    )
