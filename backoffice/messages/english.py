"""What the messages say in English, for the inbox of people who read the site in English; SMS go out in Chinese."""

ENGLISH = {
    "conversion_approved": (
        "Your conversion of the outcome {source_title} to {target_title} of {target_institution} is approved. "
        "The outcome {target_title} has been added to your account."
    ),
    "conversion_returned": (
        "Your conversion application {number} needs correction: {remarks}. Please correct it and submit it again."
    ),
    "conversion_refused": "Your conversion application {number} was not approved: {remarks}.",
    "conversion_revoked": (
        "Your conversion {number} has been revoked: {remarks}. Its credits are taken back and its proof is void."
    ),
    "rule_stopped": (
        "The rule of your conversion application {number} is no longer in force, so it was returned: {remarks}. "
        "Please withdraw it and choose another rule."
    ),
    "originals_checked": "The originals of your outcome {title} were checked: {check}. {remarks}",
    "recognition_passed": "Your outcome {title} is recognised.",
    "recognition_returned": (
        "The recognition of your outcome {title} needs correction: {remarks}. Please correct it and submit it again."
    ),
    "recognition_refused": "Your outcome {title} was not recognised: {remarks}.",
    "proposal_accepted": "The outcome {title} that you described is now on the catalogue.",
    "proposal_declined": "The outcome {title} that you described was not put on the catalogue: {remarks}.",
    "outcomes_deposited": "{institution} has put {count} of your outcomes into your account (corrections included).",
    "assessment_asked": "Your opinion on “{title}” is asked for. It waits under Third-party assessments.",
    "assessment_taken_back": "The assessment of “{title}” has been taken back; no opinion is needed any more.",
    "question_answered": "Your question “{question}” has been answered.",
}
