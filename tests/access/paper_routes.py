"""What the access table says of the routes of papers: the part of the matrix that is about proofs."""

OPEN_PAPERS = {
    ("/verify/credential", "GET"),
    ("/.well-known/jwks.json", "GET"),
    ("/.well-known/did.json", "GET"),
    ("/did.json", "GET"),
}
OWN_PAPERS = {
    ("/my/conversions/<int:application_id>/proof.pdf", "GET"): ("MyConversions", "ConversionApplication"),
    ("/my/conversions/<int:application_id>/proof.jwt", "GET"): ("MyConversions", "ConversionApplication"),
    ("/my/conversions/proofs/<int:proof_id>.pdf", "GET"): ("MyConversions", "ConversionProof"),
    ("/my/conversions/proofs/<int:proof_id>.jwt", "GET"): ("MyConversions", "ConversionProof"),
}
