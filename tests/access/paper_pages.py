"""The part of the access table's routes that is about how papers look."""

PAPER = "<any(proofs, transcripts):paper>"
PAPER_PAGES = {
    ("/paper-templates/", "GET"): ("PaperTemplates", ""),
    (f"/paper-templates/{PAPER}/", "GET"): ("PaperTemplates", ""),
    (f"/paper-templates/{PAPER}/new", "POST"): ("PaperTemplates", ""),
    (f"/paper-templates/{PAPER}/versions/<int:number>", "GET"): ("PaperTemplates", ""),
    ("/paper-templates/drafts/<int:template_id>", "GET"): ("PaperTemplates", "PaperTemplate"),
    ("/paper-templates/drafts/<int:template_id>", "POST"): ("PaperTemplates", "PaperTemplate"),
    ("/paper-templates/drafts/<int:template_id>/review", "GET"): ("PaperTemplates", "PaperTemplate"),
    ("/paper-templates/drafts/<int:template_id>/review", "POST"): ("PaperTemplates", "PaperTemplate"),
    (f"/paper-templates/preview/{PAPER}/<int:number>.png", "GET"): ("PaperTemplates", ""),
    ("/paper-templates/preview/<int:template_id>.png", "GET"): ("PaperTemplates", "PaperTemplate"),
    ("/paper-templates/preview/<int:template_id>", "POST"): ("PaperTemplates", "PaperTemplate"),
}
