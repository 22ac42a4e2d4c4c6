"""Plain frozen content turned into PDF: proofs of a conversion (转换证明), their numbers and check codes."""
