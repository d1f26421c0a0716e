"""The Spanish words of deeds and things, as the log's page says them. In: codes of the log. Out: words; an unknown code as it stands."""

from django.utils.translation import gettext_lazy as _

DEEDS = {
    "login": _("Entró"),
    "login_failed": _("Intentó entrar y no pudo"),
    "logout": _("Cerró la sesión"),
    "quick_exit": _("Salió de prisa"),
    "find_person": _("Buscó a una persona"),
    "who": _("Preguntó si se conoce a una persona"),
    "refused": _("Se le negó el paso"),
    "open_person": _("Abrió la página de una persona"),
    "see_doubts": _("Miró pares en duda"),
    "make_token": _("Hizo una llave de acceso para un sistema"),
    "revoke_token": _("Anuló la llave de acceso de un sistema"),
    "decide": _("Decidió si dos registros son de una persona"),
    "split": _("Separó a una persona en dos"),
    "undo": _("Deshizo un cambio de personas"),
    "return_refused": _("Descargó filas rechazadas con sus valores"),
    "export": _("Escribió casos en un estándar de intercambio"),
    "hand_over": _("Entregó nombres en un archivo para otra institución"),
    "count_downloaded": _("Descargó una cuenta"),
    "receive": _("Recibió un envío"),
    "enter": _("Guardó un registro"),
    "open_entry": _("Abrió un registro que escribió"),
    "open_draft": _("Abrió un borrador suyo"),
    "link": _("Enlazó los registros"),
    "sweep": _("Limpió lo que dejó una interrupción"),
    "verify": _("Comprobó que todo esté entero"),
    "retrain": _("Puso en uso un modelo de enlace aprendido de respuestas"),
    "retrain_tried": _("Probó qué aprendería el modelo de enlace"),
    "retrain_back": _("Volvió al modelo de enlace del producto"),
    "cut": _("Hizo un corte"),
}
THINGS = {
    "person": _("persona"),
    "account": _("cuenta"),
    "deposit": _("depósito"),
    "draft": _("borrador"),
    "cut": _("corte"),
    "run": _("enlace"),
    "model": _("modelo de enlace"),
    "permission": _("permiso"),
    "limit": _("límite"),
    "export": _("exportación"),
}
PURPOSES = {
    "care": _("Atención a la víctima"),
    "investigation": _("Investigación en curso"),
    "identity_review": _("Revisión de identidad"),
    "supervision": _("Supervisión"),
}
