"""The letter: a digest of what was published, sent by mail to those who asked for it, and kept on the site.

`subscribers` lets people in and out, `drafts` chooses and orders what a letter holds, `entries` freezes it, `issuing` sends it on its way,
`sending` mails it, a batch each minute, `bounces` reads what mail servers send back, `archive` shows it on the site.
"""
