"""Small made-up decisions, uploaded and read as the site does it."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from luodi.site.base import jobs
from luodi.site.base.action import Actor
from luodi.site.base.models import Job
from luodi.site.ledger.actions import adopt, intake, review
from luodi.site.ledger.models import Decision, DocumentVersion, Finding

FIRST = """中共示例市委关于创新的决定
（2023年3月1日通过）
一、总体目标
1.壮大企业。到2025年,全市高新技术企业达到200家以上。建立企业备案制度。（责任单位：市科技局、市经信局）
2.建好平台。到2025年,建成示例创新中心。制定出台科技成果转化办法。（牵头单位：市科技局；配合单位：市档案馆）
二、保障措施
3.加强领导。健全创新发展考核体系。定期开展专项督查。
"""
SECOND = FIRST.replace("达到200家以上", "达到260家以上").replace("定期开展专项督查。", "设立创新发展资金。")


def upload(
    by, text: str | bytes = FIRST, name: str = "决定.txt", decision: Decision | None = None, **more
) -> DocumentVersion:
    """Upload, let the worker read, and give the version as it stands then."""
    data = text if isinstance(text, bytes) else text.encode()
    job = intake.upload(Actor(by), decision, file=SimpleUploadedFile(name, data), **more)
    jobs.work_off()
    return DocumentVersion.objects.get(pk=Job.objects.get(pk=job.pk).arguments["version"])


def adopted(by, text: str = FIRST, decision: Decision | None = None) -> DocumentVersion:
    """Upload, accept all that waits, and adopt."""
    version = upload(by, text, decision=decision)
    review.accept_rest(Actor(by), version)
    adopt.adopt(Actor(by), version, drop=[each.pk for each in adopt.falling_away(version)])
    version.refresh_from_db()
    return version


def finding(version: DocumentVersion, words: str) -> Finding:
    """The finding whose quote contains some words."""
    return Finding.objects.select_related("version").get(version=version, quote__contains=words)


def whole(version: DocumentVersion) -> bool:
    """Whether every finding's quote is its stretch of the text."""
    return all(version.text[each.start : each.end] == each.quote for each in version.findings.all())
