"""What access asks for on its pages. In: what was typed. Out: clean values or what to correct."""

from django import forms
from django.utils.translation import gettext_lazy as _


class Entering(forms.Form):
    """Name and password of an account."""

    name = forms.CharField(
        label=_("Cuenta"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Clave"), max_length=500, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class LogFilter(forms.Form):
    """Which looks: of one account, of one deed, older than one."""

    account = forms.CharField(label=_("Cuenta"), max_length=150, required=False)
    deed = forms.CharField(max_length=40, required=False)
    before = forms.IntegerField(required=False, min_value=1)
