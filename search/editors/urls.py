from django.urls import path

from search.editors import views

app_name = "search_editors"
urlpatterns = [
    path("khong-ra/", views.missed, name="misses"),
    path("ghim/", views.pins, name="pins"),
    path("ghim/moi/", views.edit_pin, name="new_pin"),
    path("ghim/<int:number>/", views.edit_pin, name="pin"),
]
