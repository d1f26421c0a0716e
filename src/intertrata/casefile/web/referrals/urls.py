"""The addresses of referrals. In: a path. Out: the view that answers it. Addresses hold codes and opaque ids, never a name."""

from django.urls import path, re_path

from intertrata.casefile.web.referrals import views

REFERRAL = r"^(?P<referral>[0-9a-f]{32})/"
urlpatterns = [
    path("", views.referrals, name="referrals"),
    path("lista.csv", views.as_csv, name="referrals_csv"),
    re_path(r"^nueva/(?P<person>[0-9a-f]{32})/$", views.refer, name="refer"),
    re_path(REFERRAL + "$", views.referral, name="referral"),
    re_path(REFERRAL + r"retirar/$", views.withdraw, name="withdraw_referral"),
    re_path(REFERRAL + r"responder/$", views.answer, name="answer_referral"),
]
