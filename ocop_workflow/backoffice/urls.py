from django.urls import path

from ocop_workflow.backoffice import desk

app_name = "ocop"
urlpatterns = [
    path("", desk.desk, name="desk"),
]
