"""Linking without names: keyed tokens of the mentions of a register that may not hand over names.

In: a table of mentions on the register's own machine and a key K. Out: a file of tokens; and, where the house holds K, which
persons found among the named mentions those tokens speak of.

**Who holds K.** The register, any register that shares K with it, and the process of the house that links: its side of the
comparison has names, and to compare them it must make the same tokens. Nobody else: not the databases, the web, the backups, the
analysts. One K for one register is best; one exchange, one K better still. Registers share a K only where two of *them* must link.

**What a token holds** (``encoding``), all of it one-way under K: a Bloom filter for each of two given names and two surnames
(bigrams of spelling and of sound; Schnell, Bachteler, Reiher 2009) and for the document; HMACs of compounds that lead to
candidates (never of one name: DESIGN.md §8), of birth dates by pairs of their parts, of case numbers, of the act and the register.
In clear *for the house*, declared in ``encoding.TOLD``: sex, first and last possible year of birth and how it is known, department,
role, year of the event, how many stood in the act (three classes), how common each name is (three classes). Each gram is hashed by
HMAC-SHA256 under a key of its attribute: positions are independent, where double hashing let Niedermeyer, Steinmetzer, Kroll and
Schnell (2014) read whole filters back gram by gram.

**What a thief of the file without K learns.** How many rows there are; with two files under one K, which rows stayed as they were.
Filters that are merely keyed fall to whoever knows how common names are: equal names make equal filters (frequency alignment: Christen,
Schnell, Vatsalan, Ranbaduge 2017), frequent grams make frequent patterns of bits even where no two filters are equal (Christen,
Vidanage, Ranbaduge, Schnell 2018), and likenesses make a graph that can be laid over a graph of known names (Vidanage, Christen,
Ranbaduge, Schnell 2020; Heng, Armknecht, Chen, Schnell 2022). The literature hardens filters at a price, because its linkage unit must
compare them *without* the key: one filter for the whole record (CLK: Schnell, Bachteler, Reiher 2011), a salt by a stable attribute
(Niedermeyer et al. 2014: whoever errs in the attribute is lost; year of birth and sex together keep 27% of our true pairs, since often one is not told), balancing and
XOR-folding (Schnell and Borgs 2016), random flips (BLIP: Alaggar, Gambs, Kermarrec 2012). Our linkage holds K in any case. So each record is
salted by *itself*: the whole token, what is told in clear to the house too, is sealed by AES-SIV (RFC 5297; ``tokenfile``) under K, of one
length for every row. Equal names, equal documents, equal anything give unlike tokens, no statistic of the file depends on what it says,
and no link is lost for it. ``bench/identity_tokens.py`` measures it: of 4,261 records an attacker names 81% of the surnames of keyed filters,
37 to 77% of balanced, folded or flipped ones, 17% of salted ones, and of sealed tokens one record in five thousand, which is chance.

**What K opens.** Everything. Who holds K *and* a file of tokens can ask "is this her?" for any name, and so names everybody by a list of
names (90% of surnames in one pass, and hardly less of CLKs or of filters with a fifth of their bits flipped): what can be compared with names
cannot withstand somebody who can make it. That is why K stands in a file of mode 600, is refused where others may read it, is asked for at
each link, and is destroyed after an exchange. A match also tells the house what it is meant to tell: that the register knows a person the
house knows. Who may see that is for ``access`` to decide (SAFEGUARDS 9 to 11). Reserved identities (SAFEGUARDS 10) the register leaves out of
its file: a token says nothing that the house could hold back by.
"""
