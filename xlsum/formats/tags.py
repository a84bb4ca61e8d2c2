"""Language tags as files give them -> the tags that the pipeline knows."""

PERSIAN = {"fa": "fa", "fas": "fa", "per": "fa", "pes": "fa", "prs": "prs"}


def language_tag(given: str) -> str:
    """ "fa" or "prs" for any tag of Persian or Dari ("fa-IR", "per", "prs_Arab", "fa-AF"), else the tag as given."""
    parts = given.strip().replace("_", "-").lower().split("-")
    if parts[0] in {"fa", "fas", "per"} and "af" in parts[1:]:
        return "prs"
    return PERSIAN.get(parts[0], given.strip())
