from django.urls import path
from wagtail.utils.urlpatterns import decorate_urlpatterns

from ocop_workflow.backoffice import (
    acts,
    ballots,
    certificates,
    decisions,
    desk,
    dossiers,
    files,
    registry,
    session_dossier,
    sessions,
)
from ocop_workflow.backoffice.typed import keeps_typed

app_name = "ocop"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("ho-so/", dossiers.dossiers, name="dossiers"),
    path("ho-so/moi/", dossiers.new_dossier, name="new_dossier"),
    path("ho-so/<str:code>/", dossiers.dossier, name="dossier"),
    path("ho-so/<str:code>/buoc/<str:key>/", dossiers.step, name="step"),
    path("ho-so/<str:code>/in/<str:kind>.pdf", files.printed_file, name="printed_file"),
    path("ho-so/<str:code>/<str:action>/", acts.act, name="act"),
    path("giay-to/<str:code>/", files.evidence_file, name="evidence_file"),
    path("giay-to/<str:code>/xem/", files.evidence_viewer, name="evidence_viewer"),
    path("giay-to/<str:code>/trang/<int:page>/", files.evidence_image, name="evidence_image"),
    path("chu-the/moi/", registry.new_producer, name="new_producer"),
    path("chu-the/<str:code>/san-pham/moi/", registry.new_product, name="new_product"),
    path("phien-hop/", sessions.sessions, name="sessions"),
    path("phien-hop/moi/", sessions.convene, name="convene"),
    path("phien-hop/<str:code>/", sessions.session, name="session"),
    path("phien-hop/<str:code>/chuong-trinh/", sessions.agenda, name="agenda"),
    path("phien-hop/<str:code>/co-mat/", sessions.attendance, name="attendance"),
    path("phien-hop/<str:code>/mo/", sessions.open_, name="open_session"),
    path("phien-hop/<str:code>/khep/", sessions.close, name="close_session"),
    path("phien-hop/<str:code>/ho-so/<str:dossier>/", session_dossier.session_dossier, name="session_dossier"),
    path("phien-hop/<str:code>/ho-so/<str:dossier>/xung-dot/", session_dossier.conflict, name="conflict"),
    path("phien-hop/<str:code>/ho-so/<str:dossier>/thong-nhat/", session_dossier.agreement, name="agreement"),
    path("phieu/<str:code>/", ballots.ballot, name="ballot"),
    path("phieu/<str:code>/nhap/", ballots.draft, name="ballot_draft"),
    path("phieu/<str:code>/nop/", ballots.hand_in, name="hand_in"),
    path("quyet-dinh/", decisions.decisions, name="decisions"),
    path("quyet-dinh/moi/", decisions.draft, name="draft_decision"),
    path("quyet-dinh/<str:code>/", decisions.decision, name="decision"),
    path("quyet-dinh/<str:code>/ky/", decisions.sign, name="sign_decision"),
    path("quyet-dinh/<str:code>/rut/", decisions.withdraw, name="withdraw_decision"),
    path("quyet-dinh/<str:code>/ban-in.pdf", decisions.decision_file, name="decision_file"),
    path("giay-chung-nhan/", certificates.certificates, name="certificates"),
    path("giay-chung-nhan/<str:token>/ban-in.pdf", certificates.certificate_file, name="certificate_file"),
]
decorate_urlpatterns(urlpatterns, keeps_typed)
