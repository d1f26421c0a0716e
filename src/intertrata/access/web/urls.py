"""The addresses of access. In: a path. Out: the view that answers it."""

from django.urls import path

from intertrata.access.web import views

urlpatterns = [
    path("entrar/", views.enter, name="login"),
    path("salir/", views.leave, name="leave"),
    path("salida-rapida/", views.quick_exit, name="quick_exit"),
    path("bitacora/", views.log, name="log"),
]
