"""What is published (公开): pages that need no account."""
