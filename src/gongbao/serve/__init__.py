"""Serve a graph on the web: SPARQL 1.1 Protocol, query page, entity pages, viewer; read-only and within limits.

Three kinds of process: the web server (asyncio), which never opens the graph; one single-threaded helper, which has
it loaded; and workers forked from the helper, each answering one query at a time under limits of time and memory.
"""
