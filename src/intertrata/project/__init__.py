"""How the house is served: Django's settings made from one table, the routing of databases, the urls.

In: the environment, read once. Out: a configured Django for the command line and the staff site.
"""
