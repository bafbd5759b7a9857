from __future__ import annotations

from html.parser import HTMLParser

from django import forms
from django.forms.renderers import DjangoTemplates

from luodi.site.base.forms import Form

CHOICES = [("", "全部"), (1, "<b>甲</b>"), ("组", [("a&b", '乙"'), (2, "丙")])]


class Asking(Form):
    one = forms.ChoiceField(choices=CHOICES, required=False)
    many = forms.MultipleChoiceField(
        choices=CHOICES, required=False, widget=forms.SelectMultiple(attrs={"size": 3})
    )


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, sorted(attrs)))

    def handle_data(self, data):
        if data.strip():
            self.found.append(data.strip())


def test_lists_to_choose_from_are_what_django_itself_would_show():
    form = Asking({"one": "1", "many": ["a&b", "2"]})
    for name in form.fields:
        ours = str(form[name])
        form.renderer, kept = DjangoTemplates(), form.renderer
        assert Tags(ours).found == Tags(form[name].as_widget()).found
        form.renderer = kept
