"""A desk's glossary: read it, find its terms, enforce them."""

from xlsum.persian.enforcement import apply_glossary
from xlsum.persian.terms import ANY_CASE, Glossary, Term, load_glossary, load_names, plain_latin

__all__ = ["ANY_CASE", "Glossary", "Term", "apply_glossary", "load_glossary", "load_names", "plain_latin"]
