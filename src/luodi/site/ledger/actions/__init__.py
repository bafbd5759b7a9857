"""Everything that can be done in the ledger (台账动作): the only door for writing it."""
