"""The addresses of the plugin alone."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from ocop_workflow.public import register

urlpatterns = [
    path("quan-tri/", include(wagtailadmin_urls)),
    path("san-pham/<str:code>/", register.product),
    path("chu-the/<str:code>/", register.producer),
    path("", include("ocop_workflow.public.urls")),
    path("", include(wagtail_urls)),
]
