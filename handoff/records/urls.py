"""Addresses under `p/<program>/records/`."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from handoff.core.navigation import Page, register_page
from handoff.records.views import breaches, erasure, legal, people, retention

app_name = "records"
urlpatterns = [
    path("", people.index, name="index"),
    path("find/", people.find, name="find"),
    path("people/<uuid:person_id>/copy/", people.own_record, name="own_record"),
    path("people/<uuid:person_id>/request/", legal.new_request_about, name="new_request_about"),
    path("people/<uuid:person_id>/erase/", erasure.ask, name="ask_erasure"),
    path("requests/", legal.requests, name="requests"),
    path("requests/new/", legal.new_request, name="new_request"),
    path("requests/<uuid:request_id>/", legal.show, name="request"),
    path("requests/<uuid:request_id>/paper/", legal.add_paper, name="add_paper"),
    path("requests/<uuid:request_id>/counsel/", legal.counsel, name="counsel"),
    path("requests/<uuid:request_id>/propose/", legal.propose, name="propose"),
    path("requests/<uuid:request_id>/approve/", legal.approve, name="approve"),
    path("requests/<uuid:request_id>/back/", legal.send_back, name="send_back"),
    path("requests/<uuid:request_id>/withdraw/", legal.withdraw, name="withdraw"),
    path("requests/<uuid:request_id>/release/", legal.release, name="release"),
    path("public/", retention.public_records, name="public_records"),
    path("public/csv/", retention.public_records_csv, name="public_records_csv"),
    path("erasures/", erasure.erasures, name="erasures"),
    path("erasures/<uuid:erasure_id>/", erasure.erasure, name="erasure"),
    path("erasures/<uuid:erasure_id>/approve/", erasure.approve, name="approve_erasure"),
    path("erasures/<uuid:erasure_id>/withdraw/", erasure.withdraw, name="withdraw_erasure"),
    path("retention/", retention.retention, name="retention"),
    path("retention/rule/", retention.new_rule, name="new_rule"),
    path("retention/run/", retention.run, name="run_retention"),
    path("breaches/", breaches.breaches, name="breaches"),
    path("breaches/new/", breaches.new_breach, name="new_breach"),
    path("breaches/<uuid:breach_id>/", breaches.breach, name="breach"),
    path("breaches/<uuid:breach_id>/assess/", breaches.assess, name="assess"),
    path("breaches/<uuid:breach_id>/told/<uuid:duty_id>/", breaches.settle_duty, name="settle_duty"),
]

register_page(Page(name="records:index", label=_("Records and law"), permissions=people.ANY, position=85))
