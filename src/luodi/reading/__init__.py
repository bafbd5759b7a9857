"""Official text to provisions, targets, measures, responsibilities and observed figures."""
