"""A row chosen by its name: drawn as Django's own list, and nothing else is taken."""

import pytest
from django import forms
from django.core.exceptions import ValidationError

from luodi.site.base.forms import Form
from luodi.site.base.forms.names import NameField

NAMES = [(1, "市科技局"), (22, "<县>")]


class Ours(Form):
    unit = NameField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].names = NAMES


class Theirs(Form):
    unit = forms.TypedChoiceField(required=False, coerce=int, choices=[("", "全部"), *NAMES])


@pytest.mark.parametrize("asked", [{}, {"unit": "22"}])
def test_the_list_is_djangos(asked):
    assert sorted(str(Ours(asked)["unit"])) == sorted(str(Theirs(asked)["unit"]))


def test_a_key_of_the_list_is_taken_and_no_other():
    form = Ours({})
    assert form.fields["unit"].clean("22") == 22
    assert form.fields["unit"].clean("") is None
    for wrong in ("2", "022", "x", "²"):
        with pytest.raises(ValidationError):
            form.fields["unit"].clean(wrong)
