"""Texts that cells share: how long each is, and how long the longest may be, read from workbooks that Excel's writer made."""

import io
import zipfile

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from intertrata.storage import shared_texts
from intertrata.storage.shared_texts import lengths, longest

TEXTS = st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=60), max_size=12)


def workbook(texts):
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    sheet = book.add_worksheet("uno")
    for line, text in enumerate(texts):
        sheet.write_string(line, 0, text)
    book.close()
    return zipfile.ZipFile(held)


@given(TEXTS)
def test_each_text_is_as_long_as_it_is_and_none_is_longer_than_the_longest(texts):
    with workbook(texts) as archive:
        assert lengths(archive) == [len(text) for text in dict.fromkeys(texts)]
        assert longest(archive) >= max(lengths(archive), default=0)


@pytest.mark.parametrize("piece", [70, 128, 1 << 20])
def test_the_longest_is_found_whatever_piece_it_lies_across(monkeypatch, piece):
    monkeypatch.setattr(shared_texts, "PIECE", piece)
    with workbook(["a", "b" * 500, "c"]) as archive:
        assert 500 <= longest(archive) <= 600


def test_a_workbook_without_shared_texts_has_none():
    with zipfile.ZipFile(io.BytesIO(), "w") as archive:
        assert (lengths(archive), longest(archive)) == ([], 0)
