"""Printing proofs in bulk: chosen, drawn and bound beside the server, fetched once they are done."""
