from ocop_workflow.models.audited import Audited, one_act
from ocop_workflow.models.bodies import (
    Body,
    BodyKind,
    BodySuccession,
    ByLaw,
    Membership,
    Role,
    Substitution,
)
from ocop_workflow.models.dossier import (
    Dossier,
    DossierKind,
    DossierRevision,
    Evidence,
    EvidenceCheck,
    EvidenceUse,
    Round,
    StageVisit,
    Verdict,
    VisitBody,
)
from ocop_workflow.models.evaluation import (
    AgendaItem,
    Agreement,
    Appraisal,
    Attendance,
    Ballot,
    BallotLine,
    CommuneReport,
    Conflict,
    CouncilSession,
    Outcome,
    Reading,
    Recommendation,
    Result,
    SessionMode,
)
from ocop_workflow.models.event import Access, Anchor, ChainHead, Event, EventNote
from ocop_workflow.models.outcome import (
    Certificate,
    Decision,
    DecisionItem,
    DecisionKind,
    Forwarding,
    Paper,
)
from ocop_workflow.models.registry import (
    LegalRepresentative,
    OrganisationType,
    Producer,
    ProducerMember,
    Product,
)
from ocop_workflow.models.rulebook import RulebookVersion, forget_rulebooks, rulebook_name, rulebook_of
from ocop_workflow.models.system import ClockOffset, Counter
from ocop_workflow.models.units import AdministrativeUnit, UnitSuccession, UnitType, unit_on

__all__ = [
    "Access", "AdministrativeUnit", "AgendaItem", "Agreement", "Anchor", "Appraisal", "Attendance", "Audited",
    "Ballot", "BallotLine", "Body", "BodyKind", "BodySuccession", "ByLaw", "Certificate", "ChainHead", "ClockOffset",
    "CommuneReport", "Conflict", "CouncilSession", "Counter", "Decision", "DecisionItem", "DecisionKind", "Dossier",
    "DossierKind", "DossierRevision", "Event", "EventNote", "Evidence", "EvidenceCheck", "EvidenceUse", "Forwarding",
    "LegalRepresentative", "Membership", "OrganisationType", "Outcome", "Paper", "Producer", "ProducerMember",
    "Product", "Reading", "Recommendation", "Result", "Role", "Round", "RulebookVersion", "SessionMode", "StageVisit",
    "Substitution", "UnitSuccession", "UnitType", "Verdict", "VisitBody", "forget_rulebooks", "one_act",
    "rulebook_name", "rulebook_of", "unit_on",
]  # fmt: skip
