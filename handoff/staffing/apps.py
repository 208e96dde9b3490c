from typing import ClassVar

from django.apps import AppConfig


class StaffingConfig(AppConfig):
    name = "handoff.staffing"
    label = "staffing"
    person_parameters: ClassVar = {
        "news_id": "handoff.staffing.news.queries.person_of_news",
        "charge_id": "handoff.staffing.queries.person_of_charge",
        "partner_fact_id": "handoff.staffing.partners.queries.person_of_fact",
        "summary_id": "handoff.staffing.summaries.queries.person_of_summary",
    }
    parameters_without_person: ClassVar = {
        "action_id": "an action from a meeting: whoever does it opens it, and the pages log its participant",
        "charge_file_id": "a file names several people; the page shows them only to the care team, and logs them",
        "court_file_id": "a calendar may name several people; the page logs each participant it shows",
        "discussed_id": "a participant on an agenda: the meeting is the reason, and the page logs each one it shows",
        "meeting_id": "a staffing meeting",
        "received_id": "a summary that its recipient opens under a consent of its own; the page logs its participant",
        "heard_id": "good news that its referrer opens under an ROI; the page logs its participant",
        "report_id": "a report is compared with several people; the page logs each one it shows",
    }
