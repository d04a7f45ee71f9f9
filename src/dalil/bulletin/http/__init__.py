"""What stands between the web and the pages: headers, kept pages, which writes the public can see."""
