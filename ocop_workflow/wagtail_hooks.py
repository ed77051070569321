from django.templatetags.static import static
from django.urls import include, path
from django.utils.html import format_html_join
from wagtail import hooks

from ocop_workflow.backoffice import menu


@hooks.register("register_admin_urls")
def register_urls():
    return [path("ocop/", include("ocop_workflow.backoffice.urls"))]


@hooks.register("register_admin_menu_item")
def register_menu():
    return menu.ocop_menu()


@hooks.register("insert_global_admin_css")
def insert_css():
    sheets = ((static(f"css/{name}.css"),) for name in ("tokens", "parts", "forms", "desk", "admin"))
    return format_html_join("", '<link rel="stylesheet" href="{}">', sheets)
