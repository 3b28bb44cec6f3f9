"""Calendars by RFC 5545."""
