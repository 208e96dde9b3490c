"""URLs of a meeting's agenda and table, under `p/<program>/`."""

from django.urls import path

from handoff.staffing.table.views import actions, additions, changes, meeting, minutes, topics

app_name = "table"
urlpatterns = [
    path("meetings/weights/", topics.set_weights, name="weights"),
    path("meetings/facts/<uuid:partner_fact_id>/appointment/", additions.book_offered, name="book"),
    path("meetings/actions/", actions.list_actions, name="actions"),
    path("meetings/actions/<uuid:action_id>/end/", actions.end_action, name="end_action"),
    path("meetings/<uuid:meeting_id>/agenda/", meeting.show_agenda, name="agenda"),
    path("meetings/<uuid:meeting_id>/agenda/add/", changes.put_on, name="put_on"),
    path("meetings/<uuid:meeting_id>/packet/", meeting.download_packet, name="packet"),
    path("meetings/<uuid:meeting_id>/projector/", meeting.show_projector, name="projector"),
    path("meetings/<uuid:meeting_id>/topics/", topics.add_topic, name="topics"),
    path("meetings/<uuid:meeting_id>/close/", meeting.close_meeting, name="close"),
    path("meetings/<uuid:meeting_id>/minutes/", minutes.show_minutes, name="minutes"),
    path("meetings/<uuid:meeting_id>/table/<uuid:discussed_id>/", meeting.discuss, name="discuss"),
    path(
        "meetings/<uuid:meeting_id>/table/<uuid:discussed_id>/action/",
        meeting.remove_action,
        name="remove_action",
    ),
    path("meetings/<uuid:meeting_id>/table/<uuid:discussed_id>/off/", changes.take_off, name="take_off"),
    path("meetings/<uuid:meeting_id>/table/<uuid:discussed_id>/fact/", additions.add_fact, name="fact"),
    path("people/<uuid:person_id>/meeting-words/", actions.share_words, name="share_words"),
]
