"""Through the whole pipeline with an NLLB-shaped translator and an mT5-shaped summarizer, as if installed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.fixtures.toy_news import sentences, stories
from xlsum import Document, load_pipeline
from xlsum.catalogue import load_catalogue
from xlsum.engines import ct2
from xlsum.engines.cards import manifest_of_card
from xlsum.engines.convert import Conversion
from xlsum.engines.install import convert_to_folder
from xlsum.engines.manifest import Manifest

pytest.importorskip("torch", reason="converting needs the extra hf")
pytestmark = pytest.mark.slow
FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    made = {}
    for name, card in (("nllb_tiny", "nllb-200-distilled-600M"), ("mt5_tiny", "mT5_m2o_english_crossSum")):
        out = tmp_path_factory.mktemp("real") / name
        manifest = replace(manifest_of_card(load_catalogue().card(card)), name=name, scores=())
        convert_to_folder(FIXTURES / name, out, manifest, Conversion())
        made[name] = str(out)
    return made


def test_a_wire_is_translated_by_nllb_and_summarized_by_mt5_from_the_persian(folders: dict[str, str]) -> None:
    story = stories(1)[0]
    pipeline = load_pipeline(translator=folders["nllb_tiny"], summarizer=folders["mt5_tiny"], threads=1)
    result = next(iter(pipeline.run([Document(id="a", text=story.persian)])))
    assert result.summary is not None
    assert result.summary.text == story.english
    assert story.english in result.translation.text
    assert {model.id for model in result.provenance.models} >= {"nllb_tiny", "mt5_tiny"}


def test_dari_is_fed_with_its_own_code(folders: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    fill = ct2.chosen_language

    def watched(manifest: Manifest, wanted: str) -> str:
        seen.append(fill(manifest, wanted))
        return seen[-1]

    monkeypatch.setattr(ct2, "chosen_language", watched)
    pipeline = load_pipeline(translator=folders["nllb_tiny"], summarizer="lead", threads=1)
    list(pipeline.run([Document(id="a", text=sentences()[0].persian, language="prs")]))
    assert set(seen) == {"prs_Arab"}
