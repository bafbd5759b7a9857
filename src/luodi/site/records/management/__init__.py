"""Commands of the room (维护命令)."""
