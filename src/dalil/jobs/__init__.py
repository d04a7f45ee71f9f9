"""What is done later, or again and again: tasks that wait in the database, and the process that does them."""
