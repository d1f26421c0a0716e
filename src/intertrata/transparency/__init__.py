"""What we asked of which entity, by when, and what it told us: campaigns, requests, answers, documents.

In: questionnaires, answers and their documents. Out: statements for ``figures`` with document and page; told figures that come as files
are sources of ``registers``. No person stands in this room.

Pure modules, as a request goes its way: ``catalogue`` (who may be asked), ``questionnaire`` (what), ``letters`` (how it is said),
``filled_form`` over ``workbooks`` (the form, and what it comes back with), ``documents`` over ``pdf_pages``, ``page_rows`` and
``word_text`` (the file of an answer), ``readings`` (a value taken from it, in the one form by which two are compared), ``deadlines`` and
``outcome`` (by when, and what became of it), ``matrix`` (who answered what, with a reason in every other cell).
"""
