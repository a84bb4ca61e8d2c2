"""Archives of any size: a ledger beside the output, windows that are redone whole, results that appear once."""
