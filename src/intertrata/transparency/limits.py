"""How large the file of an answer may be. In and out: nothing; a number that whoever lets files in needs before anything that reads them."""

LARGEST = 100 << 20
