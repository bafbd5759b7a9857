"""Who may do what in the observatory (监测权限)."""

from __future__ import annotations

from luodi.site.base.rights import is_office, sees_all

can_see_delivery = sees_all
can_run_delivery = sees_all
can_publish_delivery = is_office
