"""Files as institutions send them by mistake, or somebody on purpose; of each, what must be said or become of its rows.

In: a folder. Out: paths in it. The cases are data: ``CANNOT`` (refused whole), ``TAKEN`` (taken, row by row), ``ROWS`` (each wrong alone).
"""

import os
import zipfile
from dataclasses import dataclass, field

from house import LIMIT
from invented_rows import COURT_VICTIM, RETA_VICTIM, SISTRA_VICTIM, book, sheet_of, text, victim, zip_of

MEGABYTE = 1 << 20


@dataclass
class Case:
    """What is sent, and what must be said of it: words of the sentence, or what becomes of the rows."""

    make: object
    says: tuple[str, ...] = ()
    options: dict = field(default_factory=dict)
    plain_account: bool = False
    limit: int = LIMIT


def one_file(name, content):
    """Make one file of this content."""

    def make(folder):
        path = folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return [path]

    return make


def several(*makers):
    """Make what several makers make, in one order."""
    return lambda folder: [path for make in makers for path in make(folder)]


def _book(name, **sheets):
    return lambda folder: [book(folder / name, **sheets)]


def _zip(name, **members):
    return lambda folder: [zip_of(folder / name, **members)]


def _cut(make, *, keep):
    def cut(folder):
        (path,) = make(folder)
        path.write_bytes(path.read_bytes()[: int(path.stat().st_size * keep)])
        return [path]

    return cut


def _bitten(make):
    def bite(folder):
        (path,) = make(folder)
        content = bytearray(path.read_bytes())
        content[200] ^= 0xFF
        path.write_bytes(bytes(content))
        return [path]

    return bite


def _bomb(folder):
    path = folder / "bomba.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made, made.open("victimas.csv", "w") as member:
        for _ in range(400):
            member.write(bytes(MEGABYTE))
    return [path]


def _folder(*names):
    def make(folder):
        inside = folder / "entrega"
        inside.mkdir()
        for name in names:
            (inside / name).write_bytes(b"%PDF-1.7\n")
        return [inside]

    return make


def _link_to(target):
    def make(folder):
        (folder / "enlace.csv").symlink_to(folder / target)
        return [folder / "enlace.csv"]

    return make


def _pipe(folder):
    os.mkfifo(folder / "tuberia.csv")
    return [folder / "tuberia.csv"]


def _closed(make):
    def close(folder):
        (path,) = make(folder)
        path.chmod(0)
        return [path]

    return close


def _twice(make):
    return lambda folder: make(folder) * 2


GOOD = text(victim(1), victim(2))
NAMES = list(RETA_VICTIM)
WITHOUT_MARK = NAMES[:-1]
MANY = text(*(victim(number) for number in range(2000)))
OTHER_SCHEME = text(*(victim(number, UBIGEO="140137" if number % 2 else "140101") for number in range(40)))
"""140137 is a district by RENIEC's list and nothing by INEI's; 140101 is one by both, and not the same."""
TORN = text(victim(1), [*victim(2).values(), "de más"], [*[*victim(3).values()][:-3], "SI"], victim(4))

# Files that cannot be taken: exit 2, one sentence, nothing changed.
CANNOT = {
    "an empty file": Case(one_file("vacio.csv", ""), ("«vacio.csv»", "vacío")),
    "a header and no row": Case(one_file("encabezado.csv", text()), ("«encabezado.csv»", "ninguna fila")),
    "a delimiter nobody uses": Case(one_file("dos_puntos.csv", text(victim(1), delimiter=":")), ("«dos_puntos.csv»", "separador")),
    "somebody's row above the header": Case(
        one_file("encima.csv", ";".join(victim(1).values()) + "\r\n" + GOOD), ("«encima.csv»", "encabezado")
    ),
    "columns of no register": Case(one_file("otra.csv", "a;b;c\n1;2;3\n"), ("«otra.csv»", "encabezado", "reta", "sistra")),
    "no header but a person": Case(
        one_file("persona.csv", ";".join(victim(1).values()) + "\n" + ";".join(victim(2).values()) + "\n"), ("«persona.csv»", "encabezado")
    ),
    "a column missing": Case(
        one_file("falta.csv", text(victim(1), header=[name for name in NAMES if name != "COMISARIA"])),
        ("«falta.csv»", "reta/victimas", "COMISARIA"),
    ),
    "a column nobody declared": Case(
        one_file("sobra.csv", text([*victim(1).values(), "EUDOCIAPERPETUA"], header=[*NAMES, "TELEFONO"])), ("«sobra.csv»", "TELEFONO")
    ),
    "a column twice": Case(
        one_file("doble.csv", text([*victim(1).values(), "EUDOCIAPERPETUA"], header=[*NAMES, "NOMBRES"])), ("«doble.csv»", "«NOMBRES»")
    ),
    "persons that are not marked synthetic": Case(
        one_file("sin_marca.csv", text(victim(1), header=WITHOUT_MARK)), ("«sin_marca.csv»", "SINTETICO")
    ),
    "one row that is not marked synthetic": Case(
        one_file("una_no.csv", text(victim(1), victim(2, SINTETICO="NO"))), ("«una_no.csv»", "SINTETICO")
    ),
    "a row that denies what the name says": Case(
        one_file("sintetico.csv", text(victim(1), victim(2, SINTETICO="NO"))), ("«sintetico.csv»", "SINTETICO")
    ),
    "a torn row, of which nobody knows what it marks": Case(one_file("rotas.csv", TORN), ("«rotas.csv»", "sintétic")),
    "two sheets that fit": Case(
        _book("dos.xlsx", enero=sheet_of(victim(1)), febrero=sheet_of(victim(2))), ("«dos.xlsx»", "«enero» y «febrero»", "reta/victimas")
    ),
    "a workbook cut off": Case(_cut(_book("cortado.xlsx", hoja=sheet_of(victim(1))), keep=0.5), ("«cortado.xlsx»",)),
    "a zip cut in the middle": Case(_cut(_zip("medio.zip", v_csv=MANY), keep=0.5), ("«medio.zip»", "cortado o dañado")),
    "a zip with a broken byte": Case(_bitten(_zip("mordido.zip", v_csv=MANY)), ("mordido.zip", "cortado o dañado")),
    "a zip bomb": Case(_bomb, ("«bomba.zip»", "400 MB")),
    "a zip in a zip": Case(_zip("muneca.zip", dentro_zip=b"PK\x05\x06" + bytes(18)), ("muneca.zip", "dentro de otro zip")),
    "UTF-16 without its mark": Case(one_file("sin_bom.csv", GOOD.encode("utf-16-le")), ("«sin_bom.csv»", "UTF-16", "UTF-8")),
    "NUL bytes and nothing else": Case(one_file("nulos.csv", bytes(5000)), ("«nulos.csv»",)),
    "a NUL byte in the header": Case(one_file("nulo.csv", GOOD.replace("NOMBRES", "NOM\0BRES", 1)), ("«nulo.csv»", "NOMBRES")),
    "a quote that never closes": Case(
        one_file("comilla.csv", text(victim(1), victim(2)).replace("EUDOCIA", '"EUDOCIA', 1)), ("«comilla.csv»", "línea 2")
    ),
    "a PDF named CSV": Case(one_file("informe.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 20), ("«informe.csv»", "tabla")),
    "a UBIGEO column of another scheme": Case(one_file("reniec.csv", OTHER_SCHEME), ("«reniec.csv»", "«UBIGEO»", "esquema")),
    "a file that is not there": Case(lambda folder: [folder / "no_esta.csv"], ("«no_esta.csv»", "No existe")),
    "a link to nothing": Case(_link_to("no_esta.csv"), ("«enlace.csv»",)),
    "a pipe": Case(_pipe, ("«tuberia.csv»",), limit=45),
    "a folder with no data": Case(_folder("leame.pdf"), ("«entrega»", "CSV")),
    "a file its account may not read": Case(_closed(one_file("cerrado.csv", GOOD)), ("«cerrado.csv»", "permiso"), plain_account=True),
    "one file named twice": Case(_twice(one_file("uno.csv", GOOD)), ("«uno.csv»", "dos veces")),
    "two files that both say they are everything": Case(
        several(one_file("uno.csv", text(victim(1))), one_file("otro.csv", text(victim(2)))), ("«uno.csv» y «otro.csv»", "fecha de corte")
    ),
    "a good file and a bad one": Case(several(one_file("bueno.csv", GOOD), one_file("vacio.csv", "")), ("«vacio.csv»",)),
    "a cut-off that is no day": Case(one_file("bien.csv", GOOD), ("--cut-off", "AAAA-MM-DD"), {"cut_off": "ayer"}),
}

# Rows of one file, each wrong in its own way: column, words of its reason.
ROWS = [
    (victim(1), None, ""),
    (victim(2, FEC_REGISTRO="31/02/2016"), "FEC_REGISTRO", "no existe en el calendario"),
    (victim(3, FEC_NACIMIENTO="00/00/1988"), "FEC_NACIMIENTO", "día o un mes 00"),
    (victim(4, EDAD="250"), "EDAD", "fuera de lo posible (0–110)"),
    (victim(5, EDAD="-3"), "EDAD", "fuera de lo posible"),
    (victim(6, EDAD="veinte"), "EDAD", "número entero"),
    (victim(7, UBIGEO="140137"), "UBIGEO", "otro esquema"),
    (victim(8, UBIGEO="999999"), "UBIGEO", "no existe"),
    (victim(9, DELITO="HURTO AGRAVADO"), "DELITO", "código que nadie declaró"),
    (victim(10, SEXO="FEMENINA"), "SEXO", "FEMENINO"),
    (victim(11), "NRO_DENUNCIA", "misma clave"),
    (victim(11, DOMICILIO="OTRO"), "NRO_DENUNCIA", "misma clave"),
    (victim(12, FEC_REGISTRO=""), "FEC_REGISTRO", "obligatoria"),
    (victim(13, NOMBRES="EUDOCIA\0PERPETUA"), "NOMBRES", "caracteres nulos"),
    (victim(14, NRO_DENUNCIA=""), "NRO_DENUNCIA", "obligatoria"),
    (victim(15, FEC_NACIMIENTO="05/03/2018"), "FEC_NACIMIENTO", "posterior a «FEC_REGISTRO»"),
    (victim(16, FEC_REGISTRO="42496"), "FEC_REGISTRO", "dd/mm/aaaa"),
    (victim(17, FINALIDAD="MENDICIDAD;VOLAR"), "FINALIDAD", "código que nadie declaró"),
    (victim(18, NOMBRES="=1+1"), "NOMBRES", "fórmula"),
    (victim(19, FEC_NACIMIENTO="05/03/1850"), "FEC_NACIMIENTO", "año fuera de lo posible"),
    (victim(20, EDAD=" 20 ", NACIONALIDAD="peruana", SEXO="femenino", UBIGEO="15"), None, ""),
    (victim(21, EDAD="S/D", FEC_NACIMIENTO="1996-03", DELITO="", NRO_DOC=""), None, ""),
    (victim(22, UBIGEO="70101"), None, ""),
    (victim(23), None, ""),
    (victim(23), None, "repite"),
]
LINES = {number: (column, words) for number, (_, column, words) in enumerate(ROWS, start=2) if column}

# Files that are taken: how many rows are read, kept, said again in the same file, refused.
TAKEN = {
    "rows wrong in every way": (Case(one_file("filas.csv", text(*(row for row, _, _ in ROWS)))), (25, 5, 1, 19)),
    "a title above the header": (Case(one_file("titulo.csv", "POLICIA NACIONAL DEL PERU\r\n" + GOOD)), (2, 2, 0, 0)),
    "every delimiter, ending and mark of order": (
        Case(
            several(
                one_file("tab.tsv", text(victim(1), victim(2), delimiter="\t").replace("\r\n", "\n").rstrip().encode("utf-8-sig")),
                one_file("barras.txt", text(victim(1, SISTRA_VICTIM), victim(2, SISTRA_VICTIM), delimiter="|").replace("\r\n", "\r")),
                one_file("comas.csv", text(victim(1, COURT_VICTIM, AGRAVIADO="ZEVALLOS, E."), delimiter=",").encode("utf-16")),
            )
        ),
        (5, 5, 0, 0),
    ),
    "two encodings in one file": (
        Case(one_file("mezcla.csv", GOOD.encode() + text(victim(3)).encode("cp1252").split(b"\r\n", 1)[1]), ("mixed_encodings",)),
        (3, 3, 0, 0),
    ),
    "cells of several lines": (
        Case(
            one_file(
                "lineas.csv",
                text(
                    victim(1, DOMICILIO="JR UNO\nLT 2\r\nMZ 3"),
                    victim(2, FEC_REGISTRO="31/02/2016"),
                    victim(3, DOMICILIO="A\nB", EDAD="250"),
                    victim(4, EDAD="251"),
                ),
            )
        ),
        (4, 1, 0, 3),
    ),
    "torn rows among whole ones": (Case(one_file("rotas_sintetico.csv", TORN)), (4, 2, 0, 2)),
    "a workbook with formulas and errors": (
        Case(
            _book(
                "formulas.xlsx", hoja=sheet_of(victim(1, EDAD="=10+10"), victim(2), victim(3, EDAD="=1/0"), victim(4, NOMBRES='="A"&"B"'))
            )
        ),
        (4, 1, 0, 3),
    ),
    "a sheet of notes, a paper in a zip, a link": (
        Case(
            several(
                _book("notas.xlsx", Notas=[["leer"], ["esto"]], hoja=sheet_of(victim(1))),
                _zip("junto.zip", leame_pdf=b"%PDF-1.7", v_csv=text(victim(1, SISTRA_VICTIM))),
                one_file("real.csv", text(victim(1, COURT_VICTIM))),
                _link_to("real.csv"),
            ),
            ("1 hoja u otro", "1 .pdf", "same_file"),
        ),
        (4, 3, 1, 0),
    ),
    "the same file under two names": (
        Case(several(one_file("a.csv", GOOD), one_file("b.csv", GOOD)), ("a.csv", "same_file")),
        (4, 2, 2, 0),
    ),
    "SISTRA, a code and a date": (
        Case(
            one_file(
                "agraviados.csv",
                text(
                    victim(1, SISTRA_VICTIM),
                    victim(2, SISTRA_VICTIM, sexo="7"),
                    victim(3, SISTRA_VICTIM, fecha_registro="2016-02-30"),
                    victim(4, SISTRA_VICTIM, distrito_fiscal="Pucallpa del Sur"),
                ),
            )
        ),
        (4, 1, 0, 3),
    ),
    "the courts, a code and an age": (
        Case(
            one_file(
                "partes.csv",
                text(victim(1, COURT_VICTIM), victim(2, COURT_VICTIM, SEXO_AGRAVIADO="X"), victim(3, COURT_VICTIM, EDAD_AGRAVIADO="250")),
            )
        ),
        (3, 1, 0, 2),
    ),
    "thousands of refusals": (
        Case(one_file("miles.csv", text(*(victim(number, EDAD="250", FEC_REGISTRO="31/02/2016") for number in range(5000)), victim(6000)))),
        (5001, 1, 0, 5000),
    ),
}
