"""What each institution sends of the invented country, in its own words, format and with its own faults.

In: the world. Out: files of deliveries, and for the truth which row speaks of whom, which fault it holds, which will be refused.
"""
