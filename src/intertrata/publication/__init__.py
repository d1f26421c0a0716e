"""What is told: the report, the public site, the catalogue, open data.

In: releases and progress folders only (this room stands below the wall). Out: files for readers.
Nothing is built here yet.
"""
