"""The graph as a network of things: read out of RDF, connected by choice, measured, searched for ways, projected."""
