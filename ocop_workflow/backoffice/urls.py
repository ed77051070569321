from django.urls import path

from ocop_workflow.backoffice import desk, dossiers, files

app_name = "ocop"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("ho-so/", dossiers.dossiers, name="dossiers"),
    path("ho-so/moi/", dossiers.new_dossier, name="new_dossier"),
    path("ho-so/<str:code>/", dossiers.dossier, name="dossier"),
    path("ho-so/<str:code>/buoc/<str:key>/", dossiers.step, name="step"),
    path("ho-so/<str:code>/in/<str:kind>.pdf", files.printed_file, name="printed_file"),
    path("ho-so/<str:code>/<str:action>/", dossiers.act, name="act"),
    path("giay-to/<str:code>/", files.evidence_file, name="evidence_file"),
    path("giay-to/<str:code>/trang/<int:page>/", files.evidence_image, name="evidence_image"),
]
