"""Leaders' instructions and their answers (批示); the time their answers took counts as other forms do."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0002_journal_day"),
        ("ledger", "0009_burden"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Instruction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(verbose_name="批示内容")),
                ("written_on", models.DateField(verbose_name="批示日期")),
                ("answer_by", models.DateField(verbose_name="办理时限")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("written", "待转办"),
                            ("handed_down", "待签收"),
                            ("signed", "办理中"),
                            ("answered", "已回复"),
                            ("closed", "已办结"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="written",
                        max_length=11,
                        verbose_name="状态",
                    ),
                ),
                ("handed_down_at", models.DateTimeField(blank=True, null=True, verbose_name="转办时间")),
                ("signed_at", models.DateTimeField(blank=True, null=True, verbose_name="签收时间")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="回复时间")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="办结时间")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "批示",
                "verbose_name_plural": "批示",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="InstructionAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="回复时间")),
                ("text", models.TextField(verbose_name="办理情况")),
                (
                    "state",
                    models.CharField(
                        choices=[("submitted", "待审"), ("returned", "已退回"), ("reported", "已呈报")],
                        default="submitted",
                        max_length=9,
                        verbose_name="审核",
                    ),
                ),
                ("reviewed_at", models.DateTimeField(blank=True, null=True, verbose_name="审核时间")),
                ("note", models.TextField(blank=True, verbose_name="审核意见")),
            ],
            options={
                "verbose_name": "批示办理情况",
                "verbose_name_plural": "批示办理情况",
                "ordering": ["-id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="formtime",
            name="form_time_of_one_thing",
        ),
        migrations.AlterField(
            model_name="formtime",
            name="kind",
            field=models.CharField(
                choices=[
                    ("extension", "延期申请"),
                    ("closing", "销号申请"),
                    ("evidence", "佐证材料"),
                    ("declining", "退回交办"),
                    ("answer", "督办单回复"),
                    ("rectify", "整改"),
                    ("objection", "申诉"),
                    ("instruct", "批示回复"),
                ],
                max_length=10,
                verbose_name="表单",
            ),
        ),
        migrations.AddField(
            model_name="instruction",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="登记人",
            ),
        ),
        migrations.AddField(
            model_name="instruction",
            name="duty",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="instructions",
                to="ledger.duty",
                verbose_name="责任事项",
            ),
        ),
        migrations.AddField(
            model_name="instruction",
            name="file",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="base.storedfile",
                verbose_name="批示件",
            ),
        ),
        migrations.AddField(
            model_name="instruction",
            name="leader",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="instructions",
                to=settings.AUTH_USER_MODEL,
                verbose_name="批示领导",
            ),
        ),
        migrations.AddField(
            model_name="instruction",
            name="paper",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="instructions",
                to="ledger.supervisionpaper",
                verbose_name="批示所在文书",
            ),
        ),
        migrations.AddField(
            model_name="instruction",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="instructions",
                to="base.organisation",
                verbose_name="承办单位",
            ),
        ),
        migrations.AddField(
            model_name="formtime",
            name="instruction",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.instruction",
                verbose_name="批示",
            ),
        ),
        migrations.AddConstraint(
            model_name="formtime",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("duty__isnull", False), ("instruction", None), ("item", None), ("paper", None)),
                    models.Q(("duty", None), ("instruction", None), ("item", None), ("paper__isnull", False)),
                    models.Q(("duty", None), ("instruction", None), ("item__isnull", False), ("paper", None)),
                    models.Q(("duty", None), ("instruction__isnull", False), ("item", None), ("paper", None)),
                    _connector="OR",
                ),
                name="form_time_of_one_thing",
            ),
        ),
        migrations.AddField(
            model_name="instructionanswer",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="填报人",
            ),
        ),
        migrations.AddField(
            model_name="instructionanswer",
            name="files",
            field=models.ManyToManyField(
                blank=True, related_name="+", to="base.storedfile", verbose_name="附件"
            ),
        ),
        migrations.AddField(
            model_name="instructionanswer",
            name="instruction",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answers",
                to="ledger.instruction",
                verbose_name="批示",
            ),
        ),
        migrations.AddField(
            model_name="instructionanswer",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="base.organisation",
                verbose_name="承办单位",
            ),
        ),
        migrations.AddField(
            model_name="instructionanswer",
            name="reviewed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="审核人",
            ),
        ),
        migrations.AddIndex(
            model_name="instruction",
            index=models.Index(fields=["state", "answer_by"], name="instruction_waiting"),
        ),
        migrations.AddIndex(
            model_name="instruction",
            index=models.Index(fields=["unit", "state"], name="instruction_of_unit"),
        ),
        migrations.AddConstraint(
            model_name="instruction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("written", "withdrawn")),
                    models.Q(("duty__isnull", False), ("unit__isnull", False)),
                    _connector="OR",
                ),
                name="instruction_handed_to_a_unit",
            ),
        ),
    ]
