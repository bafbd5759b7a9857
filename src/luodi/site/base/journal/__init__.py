"""The journal's machinery: triggers that write it, context that names the hand, the chain that seals it."""
