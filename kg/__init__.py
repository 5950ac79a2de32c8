"""kg: diplomacy news in, a knowledge graph you can trust out."""
