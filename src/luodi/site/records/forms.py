"""Forms made from declarations (表单): a column's type decides its widget."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from luodi.core.registers import Column, Register, load
from luodi.site.base.forms import Form, dress
from luodi.site.base.models import Organisation

from .reading import ACCEPTED
from .show import choices_of, name_of, title_of, typed

PREFIX = "v_"


class RowForm(Form):
    """One row of a register, and why it is asked for."""

    def __init__(self, register: Register, *args: Any, alike: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for column in register.columns:
            self.fields[PREFIX + column.name] = _field(register, column)
        self.fields["reason"] = forms.CharField(label=_("理由"), max_length=300)
        if alike:
            self.fields["confirmed"] = forms.BooleanField(label=_("已核对,不是重复"), required=False)
        for field in self.fields.values():
            dress(field)

    @staticmethod
    def of(values: dict[str, Any]) -> dict[str, str]:
        """What the form shows for the values of a row."""
        return {PREFIX + name: typed(value) for name, value in values.items()}

    @property
    def values(self) -> dict[str, str]:
        """What was typed, by column."""
        given = self.cleaned_data
        return {
            name.removeprefix(PREFIX): typed(value)
            for name, value in given.items()
            if name.startswith(PREFIX)
        }

    def refuse(self, fields: dict[str, str]) -> None:
        """Show what an action refused at the columns it concerns."""
        super().refuse(
            {PREFIX + name if PREFIX + name in self.fields else name: text for name, text in fields.items()}
        )


def _kept_as(column: Column) -> Any:
    """What a column takes that its label does not tell: the key of a row elsewhere, the code of an area."""
    if column.to == "organisation":
        return _("填统一社会信用代码")
    if column.to:
        return _("填“%(register)s”登记簿中的编号") % {"register": title_of(load()[column.to])}
    return _("填行政区划代码") if column.check == "area_code" else ""


def _field(register: Register, column: Column) -> forms.Field:
    like = f"{_('例如')} {column.like}" if column.like else ""
    parts = [column.unit, _kept_as(column), name_of(column.about), like]
    common: dict[str, Any] = {
        "label": name_of(column), "required": column.required, "help_text": str(_(";")).join(str(part) for part in parts if part),
    }  # fmt: skip
    if column.base in ("choice", "kind"):
        return forms.ChoiceField(choices=[("", "—"), *choices_of(register, column)], **common)
    if column.base == "boolean":
        return forms.ChoiceField(choices=[("", "—"), ("是", _("是")), ("否", _("否"))], **common)
    if column.base == "date":
        return forms.DateField(widget=forms.DateInput(), **common)
    if column.base in ("integer", "decimal", "float"):
        return forms.CharField(
            widget=forms.TextInput(attrs={"inputmode": "decimal"}), max_length=40, **common
        )
    return forms.CharField(max_length=2000 if column.base == "text" else 100, **common)


class RemovalForm(Form):
    """Why a row is taken away."""

    reason = forms.CharField(label=_("撤销理由"), max_length=300)


class UploadForm(Form):
    """A table to import."""

    file: Any = forms.FileField(
        label=_("表格文件"),
        help_text=_("xlsx或csv(UTF-8或GB 18030),首行为列名;列名可用中文、英文名称或字段名。"),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(ACCEPTED)}),
    )

    @property
    def upload(self) -> UploadedFile[Any]:
        """The file."""
        return self.cleaned_data["file"]


class KeeperForm(Form):
    """A unit that shall keep a register, or no longer: one that was dissolved can only be taken away."""

    organisation = forms.ModelChoiceField(label=_("单位"), queryset=Organisation.objects.order_by("id"))

    def __init__(self, *args: Any, keeps: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if keeps:
            self.fields["organisation"].queryset = Organisation.objects.filter(dissolved_on=None)
