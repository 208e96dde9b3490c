"""URLs of goals and steps, under `p/<program>/`."""

from django.urls import path

from handoff.casework.goals import views

app_name = "goals"
urlpatterns = [
    path("people/<uuid:person_id>/goals/", views.list_goals, name="list"),
    path("people/<uuid:person_id>/goals/new/", views.add_goal, name="add"),
    path("goals/<uuid:goal_id>/", views.reword_goal, name="reword"),
    path("goals/<uuid:goal_id>/move/", views.move_goal, name="move"),
    path("goals/<uuid:goal_id>/end/", views.end_goal, name="end"),
    path("goals/<uuid:goal_id>/take-up/", views.take_up_goal, name="take_up"),
    path("goals/<uuid:goal_id>/steps/", views.add_step, name="add_step"),
    path("goals/steps/<uuid:step_id>/", views.change_step, name="change_step"),
    path("goals/steps/<uuid:step_id>/mark/", views.mark_step, name="mark_step"),
]
