"""A desk's glossary is read, found in the source and enforced; loaded terms follow the policy."""

from pathlib import Path

import pytest

from xlsum.checks import check_segment
from xlsum.errors import DataError, SourceNotFoundError
from xlsum.persian.glossary import Glossary, Term, apply_glossary, load_glossary, load_names
from xlsum.persian.loaded_terms import apply_loaded_terms
from xlsum.persian.romanize import romanize, skeletons_of, sounds_alike

TBX = """<?xml version="1.0"?>
<tbx><text><body><termEntry id="1"><descrip type="subjectField">body</descrip>
<langSet xml:lang="fa"><tig><term>سازمان هواپیمایی</term></tig></langSet>
<langSet xml:lang="en"><tig><term>Civil Aviation Organization</term></tig></langSet>
</termEntry></body></text></tbx>"""
TABLES = [
    pytest.param("terms.tsv", "persian\tenglish\tkind\tnote\nقم\tQom|Ghom\tplace\t\n", id="tsv"),
    pytest.param("terms.csv", 'english,persian\n"Qom|Ghom",قم\n', id="csv-columns-in-any-order"),
    pytest.param("terms.tsv", "# ours\nقم\tQom|Ghom\tplace\n", id="tsv-without-header"),
]
ENFORCED = [
    pytest.param("عراقچی آمد.", "Araqchi came.", "Araghchi", "Araghchi came.", id="by-sound"),
    pytest.param("عراقچی آمد.", "Araghchi came.", "Araghchi", "Araghchi came.", id="already-there"),
    pytest.param("عراقچی آمد.", "He came.", "Araghchi", "He came.", id="nowhere-to-put-it"),
    pytest.param("قالیباف گفت.", "Ghalibaf said.", "Qalibaf", "Qalibaf said.", id="the-starter-table-knows-it"),
]


@pytest.mark.parametrize(("name", "text"), TABLES)
def test_a_table_is_read_with_its_spellings_in_order(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    [term] = load_glossary(tmp_path / name)
    assert (term.persian, term.english) == ("قم", ("Qom", "Ghom"))


def test_a_tbx_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "terms.tbx").write_text(TBX, encoding="utf-8")
    [term] = load_glossary(tmp_path / "terms.tbx")
    assert (term.persian, term.english, term.kind) == ("سازمان هواپیمایی", ("Civil Aviation Organization",), "body")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("persian\tenglish\nقم\t\n", ":2: a glossary line needs", id="no-english"),
        pytest.param("only one column\n", ":1: no columns persian and english", id="one-column"),
    ],
)
def test_a_malformed_table_names_the_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "terms.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=message):
        load_glossary(path)


def test_a_missing_glossary_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFoundError, match="no such glossary"):
        load_glossary(tmp_path / "none.tsv")


def test_the_longer_of_two_terms_is_found_with_and_without_half_spaces() -> None:
    glossary = Glossary([Term("مهر", ("Mehr",)), Term("خبرگزاری مهر", ("Mehr News Agency",)), Term("حزب‌الله", ("H",))])
    assert [t.english[0] for t in glossary.find(["خبرگزاری", "مهر", "و", "حزبالله"])] == ["Mehr News Agency", "H"]


@pytest.mark.parametrize(("persian", "english", "wanted", "expected"), ENFORCED)
def test_a_term_is_put_right_where_it_can_be_found(persian: str, english: str, wanted: str, expected: str) -> None:
    glossary = Glossary([Term(persian.split()[0], (wanted,))])
    enforced, notes = apply_glossary(persian, english, glossary)
    assert enforced == expected
    assert bool(notes) == (enforced != english)


def test_a_term_that_is_not_there_must_not_pass() -> None:
    glossary = Glossary([Term("سازمان هواپیمایی", ("Civil Aviation Organization",))])
    flags = check_segment("سازمان هواپیمایی پاسخ داد.", "The aviation body answered.", glossary=glossary)
    assert [(flag.kind, flag.level) for flag in flags] == [("names", "do-not-use")]


def test_the_starter_table_is_large_and_clean() -> None:
    names = load_names()
    assert len(names) >= 600
    assert len({term.persian for term in names}) == len(names)
    assert {"person", "place", "organisation", "agency", "league"} == {term.kind for term in names}


@pytest.mark.parametrize(
    ("persian", "latin"),
    [
        pytest.param("محمدباقر قالیباف", "Mohammad Bagher Ghalibaf", id="names-known-by-heart"),
        pytest.param("شهریار", "Shahriar", id="long-vowels"),
        pytest.param("بیژن", "Bizhan", id="zh"),
    ],
)
def test_a_name_outside_every_table_gets_a_readable_spelling(persian: str, latin: str) -> None:
    assert romanize(persian)[:3] == latin[:3]
    assert all(sounds_alike(word, skeletons_of(tuple(persian.split()))) for word in latin.split())


def test_another_name_does_not_sound_alike() -> None:
    assert not sounds_alike("Farhad", skeletons_of(("بهرام", "قاسمی")))


@pytest.mark.parametrize(
    ("policy", "english", "expected"),
    [
        pytest.param("source", "Israel attacked Gaza.", "The Zionist regime attacked Gaza.", id="as-the-source-has-it"),
        pytest.param("neutral", "The Zionist regime attacked Gaza.", "Israel attacked Gaza.", id="neutral"),
        pytest.param("source", "The Zionist regime attacked Gaza.", "The Zionist regime attacked Gaza.", id="kept"),
    ],
)
def test_loaded_terms_follow_the_policy(policy: str, english: str, expected: str) -> None:
    changed, notes = apply_loaded_terms("رژیم صهیونیستی به غزه حمله کرد.", english, policy)  # type: ignore[arg-type]
    assert changed == expected
    assert bool(notes) == (changed != english)
