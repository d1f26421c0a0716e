"""Documents: what can be one, what a spreadsheet did to it, and what nobody's is."""

import pytest

from intertrata.identity.documents import Document, read


@pytest.mark.parametrize(
    ("kind", "number", "expected"),
    [
        ("DNI", "10117410", Document("DNI", "10117410")),
        ("", "10117410-2", Document("DNI", "10117410", checked=True)),
        ("DNI", "10117410-3", Document("DNI", "10117410")),
        ("DNI", "10.117.410", Document("DNI", "10117410")),
        ("DNI", "117410", Document("DNI", "00117410")),
        ("", "0117410", Document("DNI", "00117410")),
        ("", "11741", Document("", "11741")),
        ("CE", "001234567", Document("CE", "1234567")),
        ("passport", "b 0123456", Document("PASSPORT", "B0123456")),
        ("DNI", "A1234567Z", Document("", "A1234567Z")),
        ("DNI", "123", Document()),
        ("CE", "12", Document()),
        ("DNI", "00000000", Document()),
        ("DNI", "12345678", Document()),
        ("DNI", "1234567", Document()),
        ("", "98765432", Document()),
        ("", "SIN DOC", Document()),
        ("", "", Document()),
    ],
)
def test_a_document_is_read_or_is_none(kind, number, expected):
    assert read(kind, number) == expected
