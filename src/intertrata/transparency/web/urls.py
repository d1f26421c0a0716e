"""The addresses of what was asked of entities. In: a path. Out: the view that answers it. Addresses hold codes and opaque ids."""

from django.urls import path, re_path

from intertrata.transparency.web.views import answering, campaigns, documents, requests

urlpatterns = [
    path("", campaigns.campaigns, name="campaigns"),
    path("responder/", answering.opening, name="open_form"),
    path("responder/formulario/", answering.own_form, name="own_form"),
    path("responder/cerrar/", answering.closing, name="close_form"),
    path("nuevo/", campaigns.opening, name="open_campaign"),
    path("dias/", campaigns.days, name="decree_days"),
    path("dias/agregar/", campaigns.adding_day, name="add_decree_day"),
    re_path(r"^dias/(?P<decree>[0-9]{1,15})/retirar/$", campaigns.taking_day_back, name="take_decree_day_back"),
    path("campania/<slug:campaign>/", campaigns.campaign, name="campaign"),
    path("campania/<slug:campaign>/matriz/", campaigns.matrix, name="matrix"),
    path("campania/<slug:campaign>/formularios/", campaigns.filling, name="take_forms"),
    path("campania/<slug:campaign>/presentar/", campaigns.filing, name="file_requests"),
    re_path(r"^pedido/(?P<request_id>[0-9a-f]{32})/$", requests.request, name="request"),
    re_path(r"^pedido/(?P<request_id>[0-9a-f]{32})/(?P<kind>carta|reiteracion|apelacion)\.pdf$", requests.letter, name="letter"),
    re_path(r"^pedido/(?P<request_id>[0-9a-f]{32})/(?P<kind>carta|reiteracion|apelacion)\.txt$", requests.mail, name="mail"),
    re_path(r"^pedido/(?P<request_id>[0-9a-f]{32})/formulario\.xlsx$", requests.form, name="form"),
    re_path(r"^pedido/(?P<request_id>[0-9a-f]{32})/clave/$", answering.inviting, name="invite"),
    re_path(r"^pedido/(?P<request_id>[0-9a-f]{32})/anotar/$", requests.recording, name="record_event"),
    re_path(r"^pedido/(?P<request_id>[0-9a-f]{32})/retirar/$", requests.taking_back, name="take_event_back"),
    re_path(r"^pedido/(?P<request_id>[0-9a-f]{32})/replica/$", requests.replying, name="reply"),
    re_path(r"^pedido/(?P<request_id>[0-9a-f]{32})/elegir/$", requests.choosing, name="choose_capture"),
    re_path(r"^pedido/(?P<request_id>[0-9a-f]{32})/texto/$", requests.clearing, name="clear_text"),
    re_path(r"^pedido/(?P<request_id>[0-9a-f]{32})/documentos/$", documents.keeping, name="keep_document"),
    re_path(r"^documento/(?P<document>[0-9a-f]{32})/$", documents.document, name="document"),
    re_path(r"^documento/(?P<document>[0-9a-f]{32})/archivo/$", documents.whole, name="document_file"),
    re_path(r"^documento/(?P<document>[0-9a-f]{32})/pagina-(?P<page>[0-9]{1,4})\.png$", documents.picture, name="document_page"),
    re_path(r"^documento/(?P<document>[0-9a-f]{32})/publicar/$", documents.clearing, name="clear_document"),
]
