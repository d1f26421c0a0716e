"""Six exports of invented institutions, written as such institutions write them, with bad rows planted among the good ones.

In: a folder. Out: one file per layout under it and the Planted list: what was put wrong, where, and by which name it must be refused.
"""

import json
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import xlsxwriter
from invented_people import Person, people

MONTHS = ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"]


@dataclass(frozen=True)
class Planted:
    """One bad row: the table, a mark that stands in its key cell, the column at fault and the rule it breaks."""

    table: str
    key: str
    column: str
    rule: str


@dataclass(frozen=True)
class Export:
    """One written export: its file, how many good rows each table holds and the bad rows planted."""

    file: Path
    good: dict[str, int]
    planted: tuple[Planted, ...]


def _dotted(day: date) -> str:
    return f"{day.day:02d}.{day.month:02d}.{day.year % 100:02d}"


def _worded(day: date) -> str:
    return f"{day.day} de {MONTHS[day.month - 1]} de {day.year}"


def _serial(day: date) -> int:
    return (day - date(1899, 12, 30)).days


def _spread(rows: list[list[str]], bad: list[list[str]], seed: int) -> list[list[str]]:
    """The bad rows put in among the good at drawn places, so that a fault stands neither first nor last."""
    draw, mixed = random.Random(seed), list(rows)
    for row in bad:
        mixed.insert(draw.randrange(20, len(mixed) - 20), row)
    return mixed


def _quoted(row: list[str], delimiter: str) -> str:
    return delimiter.join('"' + cell.replace('"', '""') + '"' if any(c in cell for c in f'{delimiter}"\n') else cell for cell in row)


def shelter(folder: Path) -> Export:
    """A home of an NGO: UTF-8 with BOM, «;», three title lines, dates dd.mm.yy, «APELLIDOS, Nombres», notes over lines, total and notes."""
    head = [
        "N°",
        "Cód. Ficha",
        "Apellidos y Nombres",
        "Sx",
        "F. Nac.",
        "Fecha de ingreso",
        "Fecha de egreso",
        "Nº DNI",
        "Gasto (S/)",
        "Obs.",
    ]
    head += ["Motivo"]

    def row(person: Person, **change: str) -> list[str]:
        stay = person.event + timedelta(days=20 + person.number % 200)
        cells = {
            "N°": str(person.number),
            "Cód. Ficha": f"AY-{person.number:04d}",
            "Apellidos y Nombres": f"{person.father.upper()} {person.mother.upper()}, {person.given}",
            "Sx": {"F": "Muj.", "M": "Var."}[person.sex],
            "F. Nac.": _dotted(person.birth),
            "Fecha de ingreso": _dotted(person.event),
            "Fecha de egreso": "sigue" if person.number % 9 == 0 else _dotted(stay),
            "Nº DNI": person.document if person.number % 7 else "no trajo",
            "Gasto (S/)": f"{1000 + person.number * 3.25:,.2f}".replace(",", " ").replace(".", ","),
            "Obs.": 'Llega con su hermana; "asustada".\nSe avisa a UPE.' if person.number % 5 == 0 else "",
            "Motivo": ("Trata", "ESNNA", "Otro")[person.number % 3],
        }
        return [(cells | change)[name] for name in head]

    crowd = list(people(11, 306))
    bad = [
        row(crowd[300], **{"Cód. Ficha": "AY-X1", "Fecha de ingreso": "31.02.20"}),
        row(crowd[301], **{"Cód. Ficha": "AY-X2", "Sx": "Nav."}),
        row(crowd[302], **{"Cód. Ficha": "AY-X3", "Fecha de egreso": "01.01.19", "Fecha de ingreso": "05.01.19"}),
        row(crowd[303], **{"Cód. Ficha": "AY-X4", "Gasto (S/)": "mil"}),
        row(crowd[304], **{"Cód. Ficha": "AY-X5", "Fecha de ingreso": ""}),
        row(crowd[305], **{"Cód. Ficha": "AY-X6", "Motivo": "Turismo"}),
    ]
    rows = _spread([row(person) for person in crowd[:300]], bad, 1)
    lines = ["CASA AYNI - HOGAR DE ACOGIDA (SINTÉTICO)" + ";" * 10, "Reporte de residentes" + ";" * 10, ";" * 10]
    lines += [_quoted(one, ";") for one in [head, *rows]]
    lines += [";;TOTAL;;;;;;596 712,50;;", ";" * 10, "Fuente: fichas de ingreso. Elaborado por la coordinación;;;;;;;;;;"]
    file = folder / "casa_ayni_sintetico.csv"
    file.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(lines).encode() + b"\r\n")
    planted = [("AY-X1", "Fecha de ingreso", "date"), ("AY-X2", "Sx", "code"), ("AY-X3", "Fecha de egreso", "order")]
    planted += [("AY-X4", "Gasto (S/)", "decimal"), ("AY-X5", "Fecha de ingreso", "required"), ("AY-X6", "Motivo", "code")]
    return Export(file, {"stays": 300}, tuple(Planted("stays", *one) for one in planted))


def clinic(folder: Path) -> Export:
    """A clinic: Windows-1252, tabs, «Nombres Apellidos» in one column, yyyyMMdd, codes 1/2, no-break blanks, zeros lost."""
    head = ["FEC_ATE", "HC", "PACIENTE", "TDOC", "NDOC", "SEXO", "EDAD", "UBIGEO", "TIPO_ATE", "SESIONES", "CONDICION"]

    def row(person: Person, **change: str) -> list[str]:
        cells = {
            "FEC_ATE": f"{person.event:%Y%m%d}",
            "HC": f"{person.number:06d}",
            "PACIENTE": f"{person.given}\u00a0{person.father} {person.mother}\u00a0",
            "TDOC": "1",
            "NDOC": str(int(person.document)),
            "SEXO": {"M": "1", "F": "2"}[person.sex],
            "EDAD": str(person.age) if person.number % 11 else "99",
            "UBIGEO": str(int(person.place)),
            "TIPO_ATE": ("MED", "PSI", "SOC", "LEG")[person.number % 4],
            "SESIONES": f"\u00a0{person.number % 6 + 1}",
            "CONDICION": "víctima de trata",
        }
        return [(cells | change)[name] for name in head]

    crowd = list(people(23, 406))
    bad = [
        row(crowd[400], HC="900001", FEC_ATE="20201345"),
        row(crowd[401], HC="900002", SEXO="7"),
        row(crowd[402], HC="900003", EDAD="212"),
        row(crowd[403], HC="900004", UBIGEO="999901"),
        row(crowd[404], HC="900005", TIPO_ATE="ODO"),
        row(crowd[405], HC="900006", SESIONES="muchas"),
    ]
    rows = _spread([row(person) for person in crowd[:400]], bad, 2)
    file = folder / "sintetico" / "ATENCIONES.TXT"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes("".join("\t".join(one) + "\r\n" for one in [head, *rows]).encode("cp1252"))
    planted = [("900001", "FEC_ATE", "date"), ("900002", "SEXO", "code"), ("900003", "EDAD", "range"), ("900004", "UBIGEO", "place")]
    planted += [("900005", "TIPO_ATE", "code"), ("900006", "SESIONES", "integer")]
    return Export(file, {"services": 400}, tuple(Planted("services", *one) for one in planted))


def region(folder: Path) -> Export:
    """A regional office's workbook: merged headings over the headings, serial numbers among date cells, two sheets, totals, cover."""
    file = folder / "casos_region_sintetico.xlsx"
    book = xlsxwriter.Workbook(file)
    day_format, group = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"bold": True})
    book.add_worksheet("Carátula").write("B2", "GERENCIA REGIONAL DE DESARROLLO SOCIAL - DATOS SINTÉTICOS")
    cases, helps = book.add_worksheet("Casos 2019-2022"), book.add_worksheet("Apoyos")
    cases.merge_range("A1:H1", "RELACIÓN DE CASOS", group)
    cases.write("A2", "Caso")
    cases.merge_range("C2:F2", "Persona", group)
    cases.write("G2", "Lugar")
    told: list[list[object]] = [["Nro", "Fecha", "Paterno", "Materno", "Nombres", "Sexo (H/M)", "Distrito (INEI)", "¿Menor?"]]
    helped: list[list[object]] = [["Nro caso", "Correlativo", "Día", "Tipo de apoyo", "Monto"]]
    crowd, kinds = list(people(37, 255)), ("Albergue", "Salud", "Psicológica", "Legal")
    bad_cases: dict[int, dict[int, object]] = {
        60: {0: "R-X1", 1: 99_999_999},
        90: {0: "R-X2", 5: "Z"},
        120: {0: "R-X3", 6: 998877},
        150: {0: "R-X4", 1: None},
        180: {0: "R-X5", 7: "tal vez"},
    }
    for person in crowd:
        day: object = _serial(person.event) if person.number % 2 else datetime.combine(person.event, datetime.min.time())
        sex = {"F": "M", "M": "H"}[person.sex]
        cells: list[object] = [f"R-{person.number:03d}", day, person.father, person.mother, person.given, sex, int(person.place)]
        cells.append("X" if person.age < 18 else None)
        for place, value in bad_cases.get(person.number, {}).items():
            cells[place] = value
        told.append(cells)
        key = bad_cases.get(person.number, {}).get(0)
        if key is None:
            helped.append([cells[0], 1, _serial(person.event + timedelta(days=9)), kinds[person.number % 4], person.number * 1.5])
    helped.append(["R-001", 9, "ayer", "Salud", 3.0])
    helped.append(["R-002", 9, _serial(crowd[1].event), "Salud", -40.0])
    told.append(["Total", None, None, None, None, None, None, 255])
    helped.append([None, None, None, "TOTAL", 99_999.5])
    for sheet, rows, top in ((cases, told, 2), (helps, helped, 0)):
        for at, row in enumerate(rows, start=top):
            for place, cell in enumerate(row):
                if isinstance(cell, datetime):
                    sheet.write_datetime(at, place, cell, day_format)
                elif cell is not None:
                    sheet.write(at, place, cell)
    book.close()
    planted = [("R-X1", "Fecha", "date"), ("R-X2", "Sexo (H/M)", "code"), ("R-X3", "Distrito (INEI)", "place")]
    planted += [("R-X4", "Fecha", "required"), ("R-X5", "¿Menor?", "boolean")]
    marks = tuple(Planted("cases", *one) for one in planted)
    marks += (Planted("helps", "R-001", "Día", "date"), Planted("helps", "R-002", "Monto", "range"))
    return Export(file, {"cases": 250, "helps": 250}, marks)


def parish(folder: Path) -> Export:
    """A printed report saved as text: UTF-16, «|», dates in words, headings again on every page, page feet, zero-width characters."""
    head = ["Expediente", "Nombre completo", "Género", "Nacida(o) el", "Llegó el", "Edad", "Nacionalidad", "Pagó deuda", "Procedencia"]

    def row(person: Person, **change: str) -> list[str]:
        cells = {
            "Expediente": f"\u200bP{person.number:05d}",
            "Nombre completo": f"{person.father} {person.mother} {person.given}",
            "Género": {"F": "Femenino", "M": "Masculino"}[person.sex] + ("\u200b" if person.number % 4 == 0 else ""),
            "Nacida(o) el": _worded(person.birth),
            "Llegó el": _worded(person.event) if person.number % 10 else f"{MONTHS[person.event.month - 1]} de {person.event.year}",
            "Edad": f"{person.age} años",
            "Nacionalidad": ("peruana", "venezolana", "boliviana", "colombiana")[person.number % 4],
            "Pagó deuda": ("sí", "NO", "no sabe")[person.number % 3],
            "Procedencia": person.place,
        }
        return [(cells | change)[name] for name in head]

    crowd = list(people(41, 305))
    bad = [
        row(crowd[300], **{"Expediente": "PX1", "Llegó el": "31 de junio de 2020"}),
        row(crowd[301], **{"Expediente": "PX2", "Género": "Plural"}),
        row(crowd[302], **{"Expediente": "PX3", "Nacionalidad": "marciana"}),
        row(crowd[303], **{"Expediente": "PX4", "Edad": "treinta y algo"}),
        row(crowd[304], **{"Expediente": "PX5", "Nacida(o) el": "2 de enero de 2031", "Llegó el": "3 de enero de 2020"}),
    ]
    rows = _spread([row(person) for person in crowd[:300]], bad, 4)
    lines = ["Casa parroquial Santa Rosa (personas sintéticas)", ""]
    for start in range(0, len(rows), 50):
        lines += [" | ".join(one) for one in [head, *rows[start : start + 50]]]
        lines += ["", f"Página {start // 50 + 1} de 7"]
    lines += [f"Total de personas: {len(rows)}"]
    file = folder / "padron_sintetico.txt"
    file.write_bytes("\r\n".join(lines).encode("utf-16"))
    planted = [("PX1", "Llegó el", "date"), ("PX2", "Género", "code"), ("PX3", "Nacionalidad", "code"), ("PX4", "Edad", "integer")]
    planted += [("PX5", "Nacida(o) el", "order")]
    return Export(file, {"persons": 300}, tuple(Planted("persons", *one) for one in planted))


def hotline(folder: Path) -> Export:
    """A hotline's JSON lines: nested objects, lists, moments with zone, numbers for texts, members that come and go."""

    def told(person: Person) -> dict[str, object]:
        caller: dict[str, object] = {"nombres": person.given, "apellidos": f"{person.father} {person.mother}", "sexo": person.sex.lower()}
        if person.number % 3:
            caller["dni"] = int(person.document)
        line: dict[str, object] = {
            "id": person.number,
            "recibida": f"{person.event.isoformat()}T{person.number % 24:02d}:15:00-05:00",
            "persona": caller | {"edad": person.age},
            "finalidades": [["sexual"], ["laboral", "mendicidad"], []][person.number % 3],
            "ubigeo": person.place if person.number % 2 else int(person.place),
            "derivada": person.number % 2 == 0,
        }
        return line | ({"nota": None} if person.number % 5 else {})

    crowd = list(people(53, 405))
    lines: list[str] = [json.dumps(told(person), ensure_ascii=False) for person in crowd[:400]]
    bad: list[dict[str, object]] = [told(person) for person in crowd[400:]]
    bad[0] |= {"id": 9001, "recibida": "2020-13-01T00:00:00-05:00"}
    bad[1] |= {"id": 9002, "finalidades": ["sexual", "astral"]}
    bad[2] |= {"id": 9003, "persona": {"nombres": "Ana", "apellidos": "Tello Ríos", "sexo": "q", "edad": 20}}
    bad[3] |= {"id": 9004, "derivada": "quizás"}
    bad[4] |= {"id": 9005, "persona": {"nombres": "Ana", "apellidos": "Tello Ríos", "sexo": "f", "edad": -3}}
    for place, one in enumerate(bad):
        lines.insert(40 + 60 * place, json.dumps(one, ensure_ascii=False))
    file = folder / "llamadas_sintetico.jsonl"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    planted = [("9001", "recibida", "date"), ("9002", "finalidades", "code"), ("9003", "persona.sexo", "code")]
    planted += [("9004", "derivada", "boolean"), ("9005", "persona.edad", "range")]
    return Export(file, {"calls": 400}, tuple(Planted("calls", *one) for one in planted))


def court(folder: Path) -> Export:
    """A court's zip: one CSV a year in folders, columns in another order each year and under new names, a second table beside them."""
    names = {"EXP": ("Nº Expediente", "EXPEDIENTE"), "FEC": ("Fec. Sentencia", "FECHA SENTENCIA"), "ACU": ("Imputado", "SENTENCIADO")}
    names |= {"FALLO": ("Fallo", "SENTIDO"), "PENA": ("Pena (años)", "PENA_ANIOS"), "MULTA": ("Días multa", "DIAS MULTA")}
    crowd = list(people(67, 306))

    def row(person: Person) -> dict[str, str]:
        guilty = person.number % 3 > 0
        return {
            "EXP": f"{person.number:05d}-{person.event.year}-0-1501-JR-PE-01",
            "FEC": f"{person.event:%d/%m/%y}",
            "ACU": f"{person.given} {person.father} {person.mother}",
            "FALLO": "C" if guilty else "A",
            "PENA": f"{8 + person.number % 20},5" if guilty else "-",
            "MULTA": str(100 + person.number) if guilty else "",
        }

    rows = [row(person) for person in crowd[:300]]
    bad = [row(person) for person in crowd[300:]]
    bad[0] |= {"EXP": "X1", "FEC": "00/00/21"}
    bad[1] |= {"EXP": "X2", "FALLO": "K"}
    bad[2] |= {"EXP": "X3", "PENA": "1O años"}
    bad[3] |= {"EXP": "X4", "MULTA": "-5"}
    bad[4] |= {"EXP": ""}
    bad[5] |= {"EXP": "X6", "FEC": "07/01/49"}
    half = [rows[:150] + bad[:3], rows[150:] + bad[3:]]
    file = folder / "sentencias_sintetico.zip"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("LEEME.txt", "Datos sintéticos del juzgado inventado.\n")
        for year, part in enumerate(half):
            order = list(names) if year == 0 else list(reversed(names))
            lines = [";".join(names[name][year] for name in order)] + [";".join(one[name] for name in order) for one in part]
            packed.writestr(f"anio{year + 1}/sentencias.csv", "\n".join(lines).encode("cp1252" if year else "utf-8"))
        bodies = ["expediente,delito"] + [f"{one['EXP']},{('153', '129-A', '153A')[at % 3]}" for at, one in enumerate(rows)]
        bodies.insert(77, "00001-2020-0-1501-JR-PE-01,nada")
        packed.writestr("delitos.csv", "\n".join(bodies).encode())
    planted = [("X1", "Fec. Sentencia", "date"), ("X2", "Fallo", "code"), ("X3", "Pena (años)", "decimal"), ("X4", "DIAS MULTA", "range")]
    planted += [("", "EXPEDIENTE", "required"), ("X6", "FECHA SENTENCIA", "future")]
    marks = (*(Planted("sentences", *one) for one in planted), Planted("offences", "00001-2020-0-1501-JR-PE-01", "delito", "code"))
    return Export(file, {"sentences": 300, "offences": 300}, marks)


LAYOUTS: dict[str, Callable[[Path], Export]] = {
    "ayni": shelter,
    "clinica": clinic,
    "region": region,
    "parroquia": parish,
    "linea": hotline,
    "juzgado": court,
}
