"""What officers call a kind of stage, and what is to be done in it."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KIND_NAMES: Mapping[str, str | Promise] = {
    "draft": _("Being prepared"),
    "returned": _("Returned for supplement"),
    "evaluation": _("With the commune"),
    "intake": _("Intake and check"),
    "appraisal": _("Appraisal"),
    "scoring": _("With the council"),
    "result": _("Council's result"),
    "decision": _("Waiting for the decision"),
    "forwarded": _("Forwarded to the higher level"),
    "certified": _("Recognised"),
    "closed": _("Closed"),
}
TASKS: Mapping[str, str | Promise] = {
    "draft": _("Prepare and submit"),
    "returned": _("Supplement and submit again"),
    "evaluation": _("Evaluate and report"),
    "intake": _("Check the dossier"),
    "appraisal": _("Appraise"),
    "scoring": _("Score"),
    "result": _("Go on after the result"),
    "decision": _("Sign the decision"),
}
