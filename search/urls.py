from django.urls import path

from search import views
from search.limits import PAGE, SUGGESTIONS, limited

app_name = "search"
urlpatterns = [
    path("", limited(PAGE)(views.results), name="results"),
    path("goi-y/", limited(SUGGESTIONS)(views.suggestions), name="suggestions"),
]
