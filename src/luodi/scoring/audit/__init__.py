"""Audit (统计审核): is the index coherent, and does the data carry it?"""
