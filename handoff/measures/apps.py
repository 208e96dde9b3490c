from typing import ClassVar

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "handoff.measures"
    label = "measures"
    parameters_without_person: ClassVar = {
        "edition_id": "figures of a program with small counts hidden",
        "own_measure_id": "a definition of a measure of the program's own",
        "view_id": "a saved choice of columns and rows of the participant database",
        "improvement_id": "a line of the improvement log",
        "survey_id": "a survey, which holds no answer of one person",
        "survey_question_id": "a question of a survey",
        "outside_file_id": "a table of figures by month, which holds no person",
        "source_id": "a source of data in the collection plan",
        "comment_id": "anonymous words from a survey",
    }
