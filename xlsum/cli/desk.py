"""`xlsum formats`: what can be read and written."""


def formats() -> None:
    """List the formats that can be read and written. Example: xlsum formats"""
    from xlsum.formats import INPUT_FORMATS, OUTPUT_FORMATS

    print("in   (--input-format; found by the file's name or first bytes when not given)")
    for known in INPUT_FORMATS:
        suffixes = " ".join(known.suffixes)
        print(
            f"  {known.name:10} {known.summary}{f' ({suffixes})' if suffixes else ''}{'; lossy' if known.lossy else ''}"
        )
    print("out  (--format)")
    for written in OUTPUT_FORMATS:
        print(f"  {written.name:10} {written.summary} ({written.suffix})")
