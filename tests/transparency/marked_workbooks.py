"""Workbooks that somebody changed: the XML of a sheet edited by hand, as Excel would have written it."""

import io
import re
import zipfile


def edited(content, path, change):
    """Give the workbook with the text of one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            data = old.read(member)
            new.writestr(member.filename, change(data.decode()).encode() if member.filename == path else data)
    return out.getvalue()


def cell(reference, text="", formula=""):
    """A change of a sheet: this cell holds a text, or a formula with its last result."""
    told = f"<f>{formula}</f><v>{text}</v>" if formula else f"<is><t>{text}</t></is>"
    kind = "str" if formula else "inlineStr"

    def change(xml):
        new, times = re.subn(
            rf'<c r="{reference}"( s="\d+")?[^>]*?(/>|>.*?</c>)', rf'<c r="{reference}"\1 t="{kind}">{told}</c>', xml, count=1
        )
        assert times == 1, reference
        return new

    return change


def hidden_line(line):
    """A change of a sheet: this row is hidden."""
    return lambda xml: re.sub(rf'<row r="{line}"', rf'<row r="{line}" hidden="1"', xml)


def without_line(line):
    """A change of a sheet: this row is gone."""
    return lambda xml: re.sub(rf'<row r="{line}".*?</row>', "", xml)
