"""The digits of three scripts as Latin ones: the one table where nothing else is to be folded."""

_LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")


def latin_digits(text: str) -> str:
    """The text with Persian and Arabic digits as Latin ones, character for character."""
    return text.translate(_LATIN)
