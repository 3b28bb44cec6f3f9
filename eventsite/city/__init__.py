"""The municipality: its settings file, its data files and what reads them. No database, no web."""
