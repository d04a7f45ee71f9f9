"""Redevelopment zones and the properties in them: which lies where, what is due of each until when, and reminders of those who asked."""
