"""The declarations, as data: indicators now; kinds, services, rules and schemes as they come."""
