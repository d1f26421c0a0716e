"""What leaves in the standards of others: cases for another institution (HTCDS), tables in the words of CTDC and UNODC for inside.

In: current records, whose they are, identity where the account may hand it over, counts of a cut. Out: files, each with a companion that
says what the standard could not express. Which of our fields answers which of theirs is data (``profiles/*.toml``).
"""
