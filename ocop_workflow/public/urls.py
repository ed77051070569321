from django.urls import path

from ocop_workflow.public import views

urlpatterns = [
    path("xac-thuc/", views.find_certificate, name="find_certificate"),
    path("xac-thuc/<str:token>/", views.verify, name="verify"),
    path("xac-thuc/<str:token>/giay-chung-nhan.pdf", views.certificate_file, name="certificate_file"),
    path("xac-thuc/<str:token>/ma-qr.svg", views.qr_code, name="certificate_qr"),
]
