"""Conventions of wire copy: agencies, slugs, bylines, datelines."""
