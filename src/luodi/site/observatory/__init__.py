"""What happened (监测): figures, statuses and dashboards."""
