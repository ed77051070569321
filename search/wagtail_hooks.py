from django.urls import include, path
from wagtail import hooks

from search.editors import menu
from search.index.panel import add_health_panel
from search.synonyms.menu import synonyms_item


@hooks.register("register_admin_urls")
def register_urls():
    return [path("tim-kiem/", include("search.editors.urls"))]


@hooks.register("register_admin_menu_item")
def register_menu():
    return menu.search_menu()


@hooks.register("register_admin_urls")
def register_synonym_urls():
    return [path("tim-kiem/dong-nghia/", include("search.synonyms.urls"))]


hooks.register(menu.HOOK, synonyms_item)


@hooks.register("construct_homepage_panels")
def add_panel(request, panels):
    add_health_panel(request, panels)
