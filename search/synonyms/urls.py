from django.urls import path

from search.synonyms import views

app_name = "search_synonyms"
urlpatterns = [
    path("", views.synonyms, name="synonyms"),
    path("moi/", views.edit, name="new"),
    path("<int:number>/", views.edit, name="synonym"),
]
