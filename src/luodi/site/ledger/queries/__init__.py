"""What the ledger's pages ask (台账查询): each list in a fixed number of queries, cut to what the person may see."""

from .seen import commitments_seen_by, duties_seen_by, reports_seen_by

__all__ = ["commitments_seen_by", "duties_seen_by", "reports_seen_by"]
