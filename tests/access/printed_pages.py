"""The pages that print, as the matrix has them: rule and method, page of the access table, entity of the row."""

PRINTED_PAGES = {
    ("/review/first/<int:application_id>/sheet.pdf", "GET"): ("FirstReview", "ConversionApplication"),
    ("/review/first/<int:application_id>/records.csv", "GET"): ("FirstReview", "ConversionApplication"),
    ("/review/final/<int:application_id>/sheet.pdf", "GET"): ("FinalReview", "ConversionApplication"),
    ("/review/final/<int:application_id>/records.csv", "GET"): ("FinalReview", "ConversionApplication"),
    ("/review/cases/<int:application_id>/sheet.pdf", "GET"): ("CentreCases", "ConversionApplication"),
    ("/review/cases/<int:application_id>/records.csv", "GET"): ("CentreCases", "ConversionApplication"),
    ("/printing/", "GET"): ("Printing", ""),
    ("/printing/", "POST"): ("Printing", ""),
    ("/printing/<int:run_id>", "GET"): ("Printing", "PrintRun"),
    ("/printing/<int:run_id>/cancel", "POST"): ("Printing", "PrintRun"),
    ("/printing/<int:run_id>/file", "GET"): ("Printing", "PrintRun"),
    ("/printing/<int:run_id>/manifest.csv", "GET"): ("Printing", "PrintRun"),
    ("/workbench/book/rules.pdf", "GET"): ("Workbench", ""),
    ("/workbench/book/rules.csv", "GET"): ("Workbench", ""),
}
