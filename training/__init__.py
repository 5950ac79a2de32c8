"""How the project's own English analysis model is made: prepare, train, export, evaluate (see README.md)."""
