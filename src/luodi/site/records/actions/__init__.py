"""What is done with registers (登记簿操作): keepers, changes, imports."""
