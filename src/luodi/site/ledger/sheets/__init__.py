"""Reporting with a workbook (Excel填报): handed out with what is known, filled in, taken back row by row."""
