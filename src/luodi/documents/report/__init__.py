"""The delivery report for readers: web page, terminal, official paper, workbook.

All four say what one :class:`luodi.delivery.report.Report` holds and compute nothing of their own.
"""
