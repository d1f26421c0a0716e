"""What others send about somebody to an institution: a referral, a notification to the public defence. Nobody in them exists."""

REFERRAL = {
    "nro_derivacion": "R-1", "fecha_envio": "12/05/2016", "a_quien": "MIMP", "para_que": "", "base": "Consentimiento de la persona", "plazo": "", "respuesta": "", "fecha_respuesta": "",
    "motivo_no_acepta": "", "termino_en": "", "fecha_termino": "", "clave_usuario": "U-1", "identidad_reservada": "NO", "apellido_paterno": "PRUEBA",
    "apellido_materno": "INVENTADA", "nombres": "NADIE", "tipo_documento": "DNI", "nro_documento": "00000001", "fecha_nacimiento": "", "edad": "20",
    "sexo": "FEMENINO", "nacionalidad": "", "unidad": "UNIDAD INVENTADA", "distrito_fiscal": "", "ubigeo": "140101", "carpeta_fiscal": "1-2016",
}  # fmt: skip
IDENTITY = ("apellido_paterno", "apellido_materno", "nombres", "tipo_documento", "nro_documento")
NOTIFICATION = {
    "nro_cedula": "C-1", "fecha_notificacion": "2016-05-12", "fecha_recepcion": "", "acto_notificado": "Diligencia inicial", "fecha_acto": "", "fiscalia": "FISCALIA INVENTADA",
    "distrito_fiscal": "", "carpeta_fiscal": "1-2016",
}  # fmt: skip


def referral(number="R-1", **said):
    """One referral; of a reserved identity it holds no name."""
    blank = dict.fromkeys(IDENTITY, "") if said.get("identidad_reservada") == "SI" else {}
    return REFERRAL | {"nro_derivacion": number, "clave_usuario": f"U-{number}", "nro_documento": f"{number[2:]:0>8}"} | blank | said


def notification(number="C-1"):
    """One notification to the public defence."""
    return NOTIFICATION | {"nro_cedula": number}
