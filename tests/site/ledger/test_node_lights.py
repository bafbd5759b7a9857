from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import city
from django.urls import reverse
from django.utils import timezone

from luodi.site.ledger.models import Node


def test_the_page_of_a_duty_shows_a_light_for_each_node_with_its_reason(here, client):
    today = timezone.localdate()
    duty = city.duty(
        here, starts_on=today - timedelta(days=60), due_on=today + timedelta(days=300), percent=Decimal(10)
    )
    Node.objects.create(duty=duty, title="立项", due_on=today - timedelta(days=40), percent=10)
    Node.objects.create(duty=duty, title="开工", due_on=today - timedelta(days=20), percent=30)
    Node.objects.create(duty=duty, title="完工", due_on=today + timedelta(days=200), percent=90)
    client.force_login(here.officer)
    nodes = client.get(reverse("ledger:duty", args=[duty.pk])).context["nodes"]
    assert [(each.node.title, each.said.light) for each in nodes] == [
        ("立项", "green"), ("开工", "red"), ("完工", "yellow"),
    ]  # fmt: skip
    assert nodes[1].said.reason.startswith("已超过节点时限")
    client.post("/language/", {"language": "en", "next": "/"})
    page = client.get(reverse("ledger:duty", args=[duty.pk])).content.decode()
    assert "已超过节点时限" not in page
