"""The views of the room: campaigns, one request, its documents. In: requests. Out: pages; every look at a document is in the log before it."""
