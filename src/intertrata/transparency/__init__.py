"""What we asked of which entity, by when, and what it told us: campaigns, requests, answers, documents.

In: questionnaires, answers and their documents. Out: statements for ``figures`` with document and
page. Nothing is built here yet; told figures that come as files are sources of ``registers``.
"""
