"""Shares of what checks do not doubt."""

import pytest

from xlsum.scoring.fidelity import SEGMENT_MEASURES
from xlsum.scoring.records import OutputDocument, OutputSegment


@pytest.mark.parametrize(
    ("flags", "share"),
    [
        pytest.param((), 1.0, id="no flag"),
        pytest.param(("attribution:ok",), 1.0, id="put right and noted"),
        pytest.param(("attribution:check",), 0.0, id="doubted"),
        pytest.param(("names:do-not-use",), 1.0, id="a doubt of another kind"),
    ],
)
def test_a_note_is_no_doubt(flags: tuple[str, ...], share: float) -> None:
    segment = OutputSegment("وزیر گفت: آمد.", ("The minister said he came.",), "The minister came.", flags=flags)
    found = SEGMENT_MEASURES["attributions unflagged (check)"](OutputDocument("d", (segment,)))
    assert found.right / found.cases == share
