from django.urls import path
from wagtail import hooks

from cms.pattern import pattern


@hooks.register("register_admin_urls")
def register_pattern():
    return [path("ocop/mau/", pattern, name="pattern")]
