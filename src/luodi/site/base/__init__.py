"""What every room of the site stands on: people, units, areas, rights, the journal, files, jobs and notices."""
