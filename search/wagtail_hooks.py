from django.urls import include, path
from wagtail import hooks

from search.editors import menu


@hooks.register("register_admin_urls")
def register_urls():
    return [path("tim-kiem/", include("search.editors.urls"))]


@hooks.register("register_admin_menu_item")
def register_menu():
    return menu.search_menu()
