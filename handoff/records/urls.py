"""URLs under `p/<program>/records/`."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.core.navigation import Group, Page, register_page
from handoff.records.views import breaches, erasure, legal, people, retention

app_name = "records"
urlpatterns = [
    path("", people.list_registers, name="index"),
    path("find/", people.find_people, name="find"),
    path("people/<uuid:person_id>/copy/", people.copy_own_record, name="own_record"),
    path("people/<uuid:person_id>/request/", legal.register_request_about, name="new_request_about"),
    path("people/<uuid:person_id>/erase/", erasure.request_erasure, name="ask_erasure"),
    path("requests/", legal.list_legal_requests, name="requests"),
    path("requests/new/", legal.register_general_request, name="new_request"),
    path("requests/<uuid:request_id>/", legal.show_request, name="request"),
    path("requests/<uuid:request_id>/paper/", legal.add_paper, name="add_paper"),
    path("requests/<uuid:request_id>/counsel/", legal.record_counsel, name="counsel"),
    path("requests/<uuid:request_id>/propose/", legal.propose_answer, name="propose"),
    path("requests/<uuid:request_id>/approve/", legal.approve_answer, name="approve"),
    path("requests/<uuid:request_id>/back/", legal.return_answer, name="send_back"),
    path("requests/<uuid:request_id>/withdraw/", legal.withdraw_request, name="withdraw"),
    path("requests/<uuid:request_id>/release/", legal.release_records, name="release"),
    path("public/", retention.show_public_records, name="public_records"),
    path("public/csv/", retention.download_public_records, name="public_records_csv"),
    path("erasures/", erasure.list_erasures, name="erasures"),
    path("erasures/<uuid:erasure_id>/", erasure.show_erasure, name="erasure"),
    path("erasures/<uuid:erasure_id>/approve/", erasure.approve_erasure, name="approve_erasure"),
    path("erasures/<uuid:erasure_id>/withdraw/", erasure.withdraw_erasure, name="withdraw_erasure"),
    path("retention/", retention.show_retention, name="retention"),
    path("retention/rule/", retention.add_rule, name="new_rule"),
    path("retention/rule/<uuid:rule_id>/approve/", retention.approve_rule, name="approve_rule"),
    path("retention/run/", retention.run_retention, name="run_retention"),
    path("breaches/", breaches.list_breaches, name="breaches"),
    path("breaches/new/", breaches.record_breach, name="new_breach"),
    path("breaches/<uuid:breach_id>/", breaches.show_breach, name="breach"),
    path("breaches/<uuid:breach_id>/assess/", breaches.assess_breach, name="assess"),
    path("breaches/<uuid:breach_id>/told/<uuid:duty_id>/", breaches.settle_duty, name="settle_duty"),
]

register_page(
    Page(
        name="records:index",
        label=_("Records and legal"),
        permissions=people.ANY,
        position=85,
        group=Group.RECORDS,
    )
)
