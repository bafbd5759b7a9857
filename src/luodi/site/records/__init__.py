"""Registers (登记簿): the records that indicators count."""
