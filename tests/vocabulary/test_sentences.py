"""Every problem makes a whole Spanish sentence, and every sentence gets the parameters it asks for."""

import ast
import string
from pathlib import Path

import pytest

import intertrata
from intertrata.vocabulary.errors import Problem, Unsafe
from intertrata.vocabulary.sentences import UNSAID, parameters, sentence, sentences

SOURCE = Path(intertrata.__file__).parent
IDENTITY = {"names", "given_names", "surname_1", "surname_2", "full_name", "document_number", "birth_date", "address", "phone"}


def raised():
    """Every ``Problem("code", …)`` in the source: code, parameters given, whether more are added elsewhere, where.

    A room's own ``….problem("code", …)``, which adds the place, is followed too.
    """
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
            if called.lower() == "problem" and node.args:
                for code in _codes(node.args[0]):
                    given = {keyword.arg for keyword in node.keywords if keyword.arg}
                    more = called != "Problem" or any(keyword.arg is None for keyword in node.keywords)
                    yield code, given, more, f"{path.relative_to(SOURCE)}:{node.lineno}"


def _codes(node):
    if isinstance(node, ast.IfExp):
        return _codes(node.body) + _codes(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) else []


RAISED = sorted(raised(), key=lambda one: one[3])


def test_there_are_problems_to_check():
    assert len(RAISED) > 20


@pytest.mark.parametrize(("code", "given", "more", "where"), RAISED, ids=[f"{one[3]} {one[0]}" for one in RAISED])
def test_every_problem_has_a_sentence_whose_parameters_are_given(code, given, more, where):
    assert code in sentences(), f"{where}: write the sentence of {code} in vocabulary/sentences/<room>.toml"
    assert more or parameters(code) <= given, f"{where}: {sorted(parameters(code) - given)} not given"
    assert not given & IDENTITY, f"{where}: no identity in an error (DESIGN.md law 2)"


@pytest.mark.parametrize("code", sorted(sentences()))
def test_every_sentence_is_whole_and_names_plain_parameters(code):
    text = sentences()[code]
    assert text[0].isupper() or text[0] in "«¿¡{0123456789"
    assert text.rstrip()[-1] in ".!?)»}" or "chmod" in text
    for _, name, form, conversion in string.Formatter().parse(text):
        assert name is None or name.isidentifier()
        assert not form
        assert not conversion


def test_the_sentence_says_its_parameters():
    text = sentence(Problem("place_is_a_city", name="Pucallpa", department="Ucayali"))
    assert text == "«Pucallpa» es una ciudad, no un departamento: está en el departamento de Ucayali. Escriba el departamento."


def test_a_list_is_said_item_by_item_and_a_set_in_order():
    told = Problem("statement_with_value_and_missing", indicator="complaints", status={"SD", "NR"})
    assert "(NR, SD)" in sentence(told)
    assert "(SD, NR)" in sentence(Problem(told.code, indicator="complaints", status=["SD", "NR"]))


def test_a_code_nobody_wrote_down_still_makes_a_sentence():
    assert "«never_written»" in sentence(Problem("never_written", file="x"))


@pytest.mark.parametrize("where", [{}, {"name": "", "department": None}])
def test_a_parameter_nobody_gave_still_makes_a_sentence(where):
    text = sentence(Problem("place_is_a_city", **where))
    assert text.startswith(f"«{UNSAID}» es una ciudad")


def test_zero_is_a_value_and_braces_in_a_value_are_not_read():
    assert "«0»" in sentence(Problem("place_is_a_city", name=0, department="x"))
    assert "«{department}»" in sentence(Problem("place_is_a_city", name="{department}", department="x"))


def test_the_sentence_is_translated_before_its_parameters_are_filled_in():
    english = {sentences()["place_is_a_city"]: "{name} is a city of {department}."}
    assert (
        sentence(Problem("place_is_a_city", name="Pucallpa", department="Ucayali"), english.__getitem__) == "Pucallpa is a city of Ucayali."
    )


def test_a_code_written_by_two_rooms_stops_the_maker(monkeypatch, tmp_path):
    from intertrata.vocabulary import sentences as module

    (tmp_path / "sentences").mkdir()
    for room in ("one", "two"):
        (tmp_path / "sentences" / f"{room}.toml").write_text('same = "La misma."', encoding="utf-8")
    monkeypatch.setattr(module, "files", lambda package: tmp_path)
    module.sentences.cache_clear()
    with pytest.raises(ValueError, match=r"two\.toml writes again: same"):
        module.sentences()
    module.sentences.cache_clear()


def test_a_problem_carries_its_code_and_its_place_and_no_sentence():
    told = Problem("not_a_number", text="x")
    assert (told.code, told.where) == ("not_a_number", {"text": "x"})
    assert not issubclass(Unsafe, Problem)
