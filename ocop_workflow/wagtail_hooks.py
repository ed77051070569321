from functools import partial

from django.templatetags.static import static
from django.urls import include, path
from django.utils.html import format_html_join
from wagtail import hooks

from ocop_workflow.backoffice import menu


@hooks.register("register_admin_urls")
def register_urls():
    return [path("ocop/", include("ocop_workflow.backoffice.urls"))]


for item in menu.menu_items():
    hooks.register("register_admin_menu_item", partial(lambda entry: entry, item))


@hooks.register("construct_homepage_panels")
def add_desk_panel(request, panels):
    menu.add_desk_panel(request, panels)


@hooks.register("insert_global_admin_css")
def insert_css():
    sheets = ((static(f"css/{name}.css"),) for name in ("tokens", "parts", "forms", "desk", "admin"))
    return format_html_join("", '<link rel="stylesheet" href="{}">', sheets)
