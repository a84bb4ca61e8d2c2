"""All checks of a whole result: its segments', its summary's and the document's own."""

from xlsum.document import Flag, Result


def check_result(result: Result) -> list[Flag]:
    """Every flag of a result, the document's own last."""
    empty = [s for s in result.translation.segments if s.source.strip() and not s.english.strip()]
    lost = [Flag("coverage", "do-not-use", f"{segment.id} has no English") for segment in empty]
    return [*result.flags, *(flag for flag in lost if flag not in result.flags)]
