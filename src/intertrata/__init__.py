"""INTERTRATA: un solo registro, interconectado: cada persona una vez, cada cifra con su prueba.

The map. Data flows down the page; imports look up: a line may know what has already
happened to the data, never what will happen next. import-linter holds this table.

==============  =============================================================================
vocabulary/     the words everyone shares: trafficking, territory, institutions, periods,
                record types, statements, errors. Imports nothing of ours.
storage/        how rows are written in bulk on both engines, how a file is made durable,
                how one process at a time does a deed. Knows no record and no person.
access/         who may see whom, and the memory of every look
vault/          names, documents, deposits as they came: own database, own keys
registers/      what institutions send, kept as it came: declarations, deposits, refusals
identity/       who is who: normal forms, linkage, persons
casefile/       what happened to each person and what must happen next
notices/        what institutions are told at their own address: that something concerns them, never who
transparency/   what we asked of which entity, by when, and what it told us
figures/        what can be counted, compared, estimated and safely said
exchange/       what leaves in the standards of others: cases for an institution, tables for inside
--------------  -------------------- THE WALL: only a release passes -------------------------
commitments/    what the State promised, and the money
publication/    what is told: report, site, catalogue, synthetic data
demonstration/  the invented country: exports of registers that exist, about nobody who does
pipeline.py     the run, one call per room: the page to read first
project/        Django's settings as one table, the routing of databases, the urls
cli/            the command ``intertrata``: the first face of the product
==============  =============================================================================

A room has one door to write (``actions``) and one to read (``queries``); between them pure
modules with no Django in them.
"""
