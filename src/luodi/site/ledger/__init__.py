"""The ledger at work (台账): decisions, commitments, duties, reports, evidence and supervision."""
