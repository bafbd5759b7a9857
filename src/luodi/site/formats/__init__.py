"""Dates and numbers as users write them (日期和数字的写法)."""
