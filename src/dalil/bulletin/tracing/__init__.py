"""The public page of the disappeared, and the answer to those who hold a receipt."""
