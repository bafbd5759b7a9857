"""A row chosen by its name: every row is named, and nothing else is taken."""

import pytest
from django.core.exceptions import ValidationError

from luodi.site.base.forms import Form
from luodi.site.base.forms.names import NameField

NAMES = [(1, "市科技局"), (22, "<县>")]


class Ours(Form):
    unit = NameField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].names = NAMES


@pytest.mark.parametrize(("asked", "mark"), [({}, ""), ({"unit": "22"}, " selected")])
def test_the_list_names_every_row_and_marks_the_chosen(asked, mark):
    assert str(Ours(asked)["unit"]) == (
        '<select class="form-select" id="id_unit" name="unit"><option value="">全部</option>'
        f'<option value="1">市科技局</option><option value="22"{mark}>&lt;县&gt;</option></select>'
    )


def test_a_key_of_the_list_is_taken_and_no_other():
    form = Ours({})
    assert form.fields["unit"].clean("22") == 22
    assert form.fields["unit"].clean("") is None
    for wrong in ("2", "022", "x", "²"):
        with pytest.raises(ValidationError):
            form.fields["unit"].clean(wrong)
