"""The parts of the graph page: what it shows, where each node lies, and its template and assets."""
