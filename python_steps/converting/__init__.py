"""Spreadsheets as CSV files, which a build reads."""

SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
