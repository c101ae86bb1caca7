"""Editions as delivered: frozen, read again, built again and compared with their sources."""
