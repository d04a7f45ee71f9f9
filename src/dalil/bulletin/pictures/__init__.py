"""Pictures of pages: how they are made from what was uploaded, kept, and handed out to those who may see them."""
