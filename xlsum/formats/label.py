"""The label of machine output: what it says, in words and in the fields that newsrooms read."""

from dataclasses import replace

from xlsum.document import ModelIdentity, Result, TranslatedSegment

MACHINE = "machine-translated"
REVIEW = "review"  # the kind of a flag that a person left on the review page
REVIEWED = "machine-translated, reviewed"
HASH_LENGTH = 12  # hexadecimal digits of the source's hash in the visible line; fields hold all 64
# IPTC Digital Source Type, https://cv.iptc.org/newscodes/digitalsourcetype/
GENERATED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
GENERATED_AND_EDITED = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"


def is_labelled(result: Result) -> bool:
    """Whether the label was left on."""
    return bool(result.provenance.label)


def visible_line(result: Result) -> str:
    """The line a reader sees, or "" when the label was switched off.

    "Machine-translated and machine-summarized from Persian by NAME on DATE (source sha256 HASH); not reviewed."
    """
    if not is_labelled(result):
        return ""
    made = "Machine-translated" + (" and machine-summarized" if result.summary and result.summary.text else "")
    names = " and ".join(dict.fromkeys(model.id for model in result.provenance.models if model.id))
    by = f" by {names}" if names else ""
    day = result.provenance.created[:10]
    on = f" on {day}" if day else ""
    source = f" (source sha256 {result.source.sha256[:HASH_LENGTH]})" if result.source.sha256 else ""
    return f"{made} from {source_language_name(result)}{by}{on}{source}; {_review(result)}."


def source_language_name(result: Result) -> str:
    """The English name of the document's language: Persian unless it said otherwise."""
    names = {"prs": "Dari", "tg": "Tajik", "ar": "Arabic", "ps": "Pashto", "ckb": "Kurdish", "ur": "Urdu"}
    return names.get(result.source.language.split("-")[0], "Persian")


def source_language(result: Result) -> str:
    """The BCP-47 tag of the Persian side, for `lang` and `xml:lang`."""
    return result.source.language if result.source.language not in {"", "und"} else "fa"


def english_language(result: Result) -> str:
    """The BCP-47 tag of the English side: `en-t-fa-t0-und` says translated by machine, RFC 6497; "en" without label."""
    return result.provenance.language if is_labelled(result) and result.provenance.language else "en"


def digital_source_type(result: Result) -> str:
    """The IPTC digital source type: generated, or generated and edited by people once reviewed."""
    return GENERATED_AND_EDITED if result.provenance.reviewed_by else GENERATED


def without_label(result: Result) -> Result:
    """The result with its label switched off: no visible line, no machine fields. Models and hashes stay."""
    return replace(result, provenance=replace(result.provenance, label="", language="en"))


def reviewed(result: Result, by: str, at: str) -> Result:
    """The result as reviewed: who answers for it, and when (UTC, ISO 8601). A label that was switched off stays off."""
    label = REVIEWED if is_labelled(result) else ""
    return replace(result, provenance=replace(result.provenance, label=label, reviewed_by=by, reviewed_at=at))


def is_rejected(segment: TranslatedSegment) -> bool:
    """Whether a person rejected the sentence, rather than a check only doubting it."""
    return any(flag.kind == REVIEW and flag.level == "do-not-use" for flag in segment.flags)


def model_lines(result: Result) -> tuple[str, ...]:
    """One line a stage: which checkpoint, under which licence."""
    return tuple(_model_line(model) for model in result.provenance.models)


def _model_line(model: ModelIdentity) -> str:
    revision = f" {model.revision[:12]}" if model.revision else ""
    return f"{model.stage}: {model.id}{revision} ({model.licence or 'licence unknown'}), {model.engine}"


def _review(result: Result) -> str:
    provenance = result.provenance
    if not provenance.reviewed_by:
        return "not reviewed"
    return f"reviewed by {provenance.reviewed_by}" + (
        f" on {provenance.reviewed_at[:10]}" if provenance.reviewed_at else ""
    )
