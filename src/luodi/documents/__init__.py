"""Writing: official Word layout, Excel, Akoma Ntoso, HTML, JSON Schema."""
