"""The shared nouns: what every other room speaks of."""
