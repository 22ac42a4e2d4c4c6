"""Who may do what: one table of entities and one of pages, pure data by name.

Flask-AppBuilder's roles, the menus and the access tests are made from it. A scope names the rows that a role sees:
"" is every row; "learner.user_id" a path from the row to the acting user; "institution_id in
InstitutionAdministrator.institution_id" the rows of those institutions that the acting user is named for.
"""

ADMIN = "Admin"
PUBLIC = "Public"
LEARNER = "Learner"
INSTITUTION = "InstitutionAdministrator"
COMMITTEE = "CommitteeMember"
CENTRE = "ManagementCenter"
ASSESSOR = "ThirdPartyAssessor"
ROLES = (LEARNER, INSTITUTION, COMMITTEE, CENTRE, ASSESSOR)

LOOK = ("list", "show")
ENTER = ("list", "show", "add")
KEEP = (*ENTER, "edit")
OWN_INSTITUTION = "institution_id in InstitutionAdministrator.institution_id"
OWN_COMMITTEE = "committee_id in CommitteeMember.committee_id"
OWN_LEARNER = "learner.user_id"

Grant = tuple[tuple[str, ...], str]

ENTITIES: dict[str, dict[str, Grant]] = {
    "Institution": {CENTRE: (KEEP, ""), INSTITUTION: (LOOK, "id in InstitutionAdministrator.institution_id")},
    "Committee": {CENTRE: (KEEP, "")},
    "CommitteeMember": {CENTRE: (LOOK, "")},  # seats come with roles, on the pages of people
    "InstitutionAdministrator": {CENTRE: (LOOK, "")},
    "ImportRun": {CENTRE: (LOOK, ""), INSTITUTION: (LOOK, OWN_INSTITUTION)},
    "ImportRefusal": {CENTRE: (LOOK, "")},
    "ImportReceipt": {CENTRE: (LOOK, "")},
    "Programme": {CENTRE: (KEEP, ""), INSTITUTION: (KEEP, OWN_INSTITUTION)},
    "Membership": {CENTRE: ((*KEEP, "delete"), ""), INSTITUTION: (LOOK, OWN_INSTITUTION)},
    "Learner": {CENTRE: (LOOK, "")},
    "OutcomeCategory": {CENTRE: (KEEP, "")},
    "OutcomeKind": {CENTRE: (LOOK, ""), INSTITUTION: (LOOK, "")},
    "CatalogueOutcome": {CENTRE: (ENTER, ""), INSTITUTION: (ENTER, OWN_INSTITUTION)},  # changed by versions alone
    "Nation": {CENTRE: (LOOK, "")},
    "Country": {CENTRE: (LOOK, "")},
    "Division": {CENTRE: (LOOK, "")},
    "LearnerOutcome": {CENTRE: (LOOK, ""), LEARNER: (LOOK, OWN_LEARNER)},
    "Evidence": {CENTRE: (LOOK, ""), LEARNER: (LOOK, "outcome.learner.user_id")},
    "CatalogueProposal": {CENTRE: (LOOK, "")},
    "RecognitionApplication": {
        CENTRE: (LOOK, ""),
        INSTITUTION: (LOOK, OWN_INSTITUTION),
        LEARNER: (LOOK, OWN_LEARNER),
    },
    "RecognitionRecord": {
        CENTRE: (LOOK, ""),
        INSTITUTION: (LOOK, "application.institution_id in InstitutionAdministrator.institution_id"),
    },
    "RecognitionAssignment": {CENTRE: (LOOK, "")},
    "Assessment": {CENTRE: (LOOK, "")},
    "AssessmentFile": {CENTRE: (LOOK, "")},
    "ConversionRule": {CENTRE: (LOOK, "")},
    "RuleVersion": {CENTRE: (LOOK, "")},
    "RuleDraft": {CENTRE: (LOOK, "")},
    "RuleRecord": {CENTRE: (LOOK, "")},
    "ImpactRun": {CENTRE: (LOOK, "")},
    "ImpactLine": {CENTRE: (LOOK, "")},
    "Decision": {CENTRE: (LOOK, "")},
    "ConversionApplication": {
        CENTRE: (LOOK, ""),
        INSTITUTION: (LOOK, OWN_INSTITUTION),
        COMMITTEE: (LOOK, OWN_COMMITTEE),
        LEARNER: (LOOK, OWN_LEARNER),
    },
    "ConversionSource": {CENTRE: (LOOK, "")},
    "ConversionTarget": {CENTRE: (LOOK, "")},
    "ConversionFile": {CENTRE: (LOOK, "")},
    "ProofMember": {CENTRE: (LOOK, "")},
    "ReviewRecord": {
        CENTRE: (LOOK, ""),
        INSTITUTION: (LOOK, "application.institution_id in InstitutionAdministrator.institution_id"),
        COMMITTEE: (LOOK, "application.committee_id in CommitteeMember.committee_id"),
    },
    "Recusal": {CENTRE: (LOOK, "")},
    "ConversionAssessment": {CENTRE: (LOOK, "")},
    "CreditEntry": {CENTRE: (LOOK, ""), LEARNER: (LOOK, OWN_LEARNER)},
    "OutcomeUse": {CENTRE: (LOOK, "")},
    "ConversionProof": {CENTRE: (LOOK, ""), LEARNER: (LOOK, OWN_LEARNER)},
    "ProofRecord": {CENTRE: (LOOK, "")},
    "PrintRun": {CENTRE: (LOOK, ""), INSTITUTION: (LOOK, "actor_id")},
    "PrintItem": {CENTRE: (LOOK, "")},
    "StoredFile": {CENTRE: (LOOK, "")},
    "OutboxMessage": {CENTRE: (LOOK, "")},
    "MessageWording": {CENTRE: (LOOK, "")},
    "RuleEntry": {CENTRE: (LOOK, "")},
    "RuleTarget": {CENTRE: (LOOK, "")},
    "QualificationLevel": {CENTRE: (("list", "show", "edit"), "")},
    "IndustryStandard": {CENTRE: ((*KEEP, "delete"), "")},
    "Notice": {CENTRE: ((*LOOK, "delete"), "")},
    "Question": {CENTRE: (LOOK, ""), LEARNER: (LOOK, OWN_LEARNER)},
    "Answer": {CENTRE: (LOOK, ""), LEARNER: (LOOK, "question.learner.user_id")},
    "CommonQuestion": {CENTRE: ((*KEEP, "delete"), "")},
    "AuditEvent": {CENTRE: (LOOK, "")},
    # Accounts: the ways in, and changes of identity data.
    "SmsCode": {CENTRE: (LOOK, "")},
    "Captcha": {CENTRE: (LOOK, "")},
    "LoginFailure": {CENTRE: (LOOK, "")},
    "IdentityChange": {CENTRE: (LOOK, "")},
    "IdentityFile": {CENTRE: (LOOK, "")},
    "IdentityRecord": {CENTRE: (LOOK, "")},
    # Sessions, second factors, invitations and settings: changed by pages of their own.
    "LoginSession": {CENTRE: (LOOK, "")},
    "SecondFactor": {CENTRE: (LOOK, "")},
    "Invitation": {CENTRE: (LOOK, "")},
    "PlatformSetting": {CENTRE: (LOOK, "")},
    "PaperTemplate": {CENTRE: (LOOK, "")},  # written and published on pages of its own
}

PAGES: dict[str, tuple[str, ...]] = {
    "Portal": (PUBLIC, *ROLES),
    "Account": (LEARNER, INSTITUTION, COMMITTEE, CENTRE, ASSESSOR),
    "MyOutcomes": (LEARNER,),
    "MyConversions": (LEARNER,),
    "MyRecognition": (LEARNER,),
    "MyPerformance": (LEARNER,),
    "MaterialCheck": (INSTITUTION,),
    "RecognitionDesk": (CENTRE,),
    "Proposals": (CENTRE,),
    "MyPlan": (LEARNER,),
    "MyAccount": (LEARNER,),
    "Appeals": (CENTRE,),
    "CentreCases": (CENTRE,),
    "Workload": (CENTRE,),
    "Assessing": (ASSESSOR,),
    "FirstReview": (INSTITUTION,),
    "FinalReview": (COMMITTEE,),
    # Accounts
    "Registration": (PUBLIC, *ROLES),
    "MyIdentity": (LEARNER,),
    "IdentityDesk": (CENTRE,),
    "MyQuestions": (LEARNER,),
    "MyMessages": (LEARNER, ASSESSOR),
    "Answering": (CENTRE, INSTITUTION),
    "Statistics": (INSTITUTION, COMMITTEE, CENTRE),
    "StatisticsPapers": (INSTITUTION, CENTRE),
    "UnusedRules": (CENTRE,),
    # People and what they did
    "People": (CENTRE,),
    "LearnerFiles": (CENTRE,),
    "PlatformSettings": (CENTRE,),
    "PaperTemplates": (CENTRE,),
    "AuditTrail": (CENTRE,),
    # The register and the catalogue as tables.
    "Imports": (CENTRE, INSTITUTION),
    "Exports": (CENTRE, INSTITUTION),
    "CatalogueChange": (CENTRE, INSTITUTION),
    "KindForms": (CENTRE,),
    "Printing": (CENTRE, INSTITUTION),
    "Workbench": (CENTRE,),
    # Messages
    "Outbox": (CENTRE,),
    "Wordings": (CENTRE,),
    "NoticeDesk": (CENTRE,),
    "CommonQuestions": (CENTRE,),
}


def permissions(role: str) -> list[list[str]]:
    """Return a role as Flask-AppBuilder reads it: pairs of patterns for the view and the permission."""
    held = [
        [f"^{entity}$", f"^can_{action}$"]
        for entity, grants in ENTITIES.items()
        for action in grants.get(role, ((), ""))[0]
    ]
    held += [[f"^{page}$", ".*"] for page, roles in PAGES.items() if role in roles]
    menus = {entity for entity, grants in ENTITIES.items() if role in grants}
    return held + [[f"^{entity}List$", "^menu_access$"] for entity in sorted(menus)]


def framework_roles() -> dict[str, list[list[str]]]:
    """Return every role; without the administrator's own line the framework asks the database for it each time."""
    return {ADMIN: [[".*", ".*"]], **{role: permissions(role) for role in (PUBLIC, *ROLES)}}
