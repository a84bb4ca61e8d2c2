"""The agency that the source attributes to stands in the English, not the one a checkpoint is used to."""

import pytest

from xlsum.checks import check_segment
from xlsum.persian.agency_names import attributed_agency, name_agency

IRNA = "به گزارش ایرنا، وزیر به شیراز رفت."


@pytest.mark.parametrize(
    ("persian", "english", "worded"),
    [
        pytest.param(
            IRNA, "According to ISNA, the minister went.", "According to IRNA, the minister went.", id="another"
        ),
        pytest.param(
            IRNA, "According to IRNA, the minister went.", "According to IRNA, the minister went.", id="right"
        ),
        pytest.param(IRNA, "The minister went to Shiraz.", "The minister went to Shiraz.", id="none named"),
        pytest.param(
            "به گزارش ایسنا به نقل از رویترز، وزیر رفت.",
            "According to AFP, the minister went.",
            "According to AFP, the minister went.",
            id="two in the source: which one is not known",
        ),
        pytest.param(
            "به گزارش ایرنا، وزیر به خبرنگار ایسنا گفت.",
            "According to ISNA, the minister said.",
            "According to ISNA, the minister said.",
            id="the other one stands in the source too",
        ),
    ],
)
def test_one_wrong_agency_is_put_right(persian: str, english: str, worded: str) -> None:
    assert name_agency(persian, english)[0] == worded


def test_the_change_is_told() -> None:
    assert name_agency(IRNA, "The minister went, quoting the ISNA news agency.")[1] == ["ISNA -> IRNA"]


def test_an_agency_that_is_a_word_or_is_only_mentioned_is_no_attribution() -> None:
    assert attributed_agency("According to Iran, Fars Province told Reuters.") == ""


def test_another_agency_than_the_sources_is_not_to_be_used() -> None:
    flags = check_segment(IRNA, "According to ISNA, the minister went to Shiraz.")
    assert [(flag.kind, flag.level) for flag in flags if flag.kind == "attribution"] == [("attribution", "do-not-use")]
