"""Audit whole tables: many rows down the same road as one draft, none lost, none twice."""
