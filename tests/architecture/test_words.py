"""The words that people read: none that was replaced, and none of a vote; in the catalogue, which holds every marked string."""

import re
from pathlib import Path

import pytest
from django.conf import settings

CATALOGUE = settings.BASE_DIR / "locale" / "en_GB" / "LC_MESSAGES" / "django.po"
REPLACED = Path(__file__).with_name("replaced_words.txt")
OF_A_VOTE = (
    r"\b(roll.?calls?|electorates?|ballots?|abstain(ed)?|abstentions?|quorum|majority|tally|votes?|voting|vetos?)\b"
)
DIALECT = r"\b(officers?|rounds?|sponsor(s|ed)?|seats?|sits|frozen|nobody|somebody|roll|in the room|logged|admitted|admissions?)\b"
CODE = ("decisions", "meetings", "members", "workplans", "task_teams", "network_portal")


def strings() -> list[str]:
    """Every string of the catalogue, plural forms among them."""
    found = re.findall(r'^msgid(?:_plural)? ((?:".*"\n)+)', CATALOGUE.read_text(encoding="utf-8"), re.M)
    return ["".join(re.findall(r'"(.*)"', one)).replace('\\"', '"') for one in found]


def test_no_string_is_one_that_was_replaced() -> None:
    replaced = set(REPLACED.read_text(encoding="utf-8").splitlines())
    assert len(replaced) > 200
    assert sorted(set(strings()) & replaced) == []


@pytest.mark.parametrize("pattern", [OF_A_VOTE, DIALECT])
def test_no_string_has_a_word_of_the_list(pattern: str) -> None:
    assert [words for words in strings() if re.search(pattern, words, re.I)] == []


def test_no_mail_or_paper_has_a_word_of_a_vote() -> None:
    for path in (settings.BASE_DIR / "templates").rglob("*.*"):
        text = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}|<[^>]*>", " ", path.read_text(encoding="utf-8"), flags=re.S)
        assert re.findall(OF_A_VOTE, text, re.I) == [], path


def test_no_name_in_code_is_of_a_vote() -> None:
    """But for what is stored: the value of a position without one, and the record label of an invited organization."""
    stored = {'"abstain"', '"decisions.elector"', "decisions.elector"}
    words = r"[A-Za-z_]*(?:electorate|ballot|abstain|abstention|quorum|majority|tally|roll_?call|rollcall)[A-Za-z_]*"
    for folder in CODE:
        for path in (settings.BASE_DIR / folder).rglob("*.py"):
            if "migrations" in path.parts:
                continue
            for line in path.read_text(encoding="utf-8").splitlines():
                for name in re.findall(words, line, re.I):
                    assert f'"{name}"' in stored, f"{path}: {line.strip()}"


def test_sentences_of_help_and_refusals_are_short() -> None:
    """The median sentence of four words or more has at most 16 words."""
    sentences = [s for words in strings() for s in re.split(r"(?<=[.?!:;])\s+", words) if s.endswith(".")]
    lengths = sorted(len(s.split()) for s in sentences if len(s.split()) >= 4)
    assert len(lengths) > 300
    assert lengths[len(lengths) // 2] <= 16


def test_no_string_is_glued_to_a_value() -> None:
    """A word before a value is one string with it: another language may put it after."""
    for path in (settings.BASE_DIR / "templates").rglob("*.*"):
        between = r"\s+" if path.suffix == ".html" else " +"  # in a mail a new line is one
        glued = re.compile(rf'{{% trans "[^"]*[^":.]" %}}{between}{{{{')
        assert glued.findall(path.read_text(encoding="utf-8")) == [], path


def _sentences(words: str) -> set[str]:
    """A string whole and by sentence, without marks of HTML, typed quotes for curly ones."""
    plain = re.sub(r"<[^>]*>|\\n", " ", words).replace("“", '"').replace("”", '"').replace("%%", "%")
    plain = " ".join(plain.split())
    return {plain, *re.split(r"(?<=[.:;])\s+", plain)}


def test_no_sentence_with_values_reads_as_one_that_was_replaced() -> None:
    """The replaced sentences hold names, days and numbers as examples: a string with placeholders may not come to one of them."""
    replaced = {s for line in REPLACED.read_text(encoding="utf-8").splitlines() for s in _sentences(line)}
    found = []
    for words in strings():
        for sentence in _sentences(words):
            parts = re.split(r"\{[^}]*\}|%\([a-z_]+\)s", sentence)
            if len(" ".join(parts).split()) < 3:  # "{n} days": too short to tell
                continue
            pattern = re.compile(".{1,30}".join(re.escape(part) for part in parts))
            found += [(words, old) for old in replaced if pattern.fullmatch(old)]
    assert found == []
