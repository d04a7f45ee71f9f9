"""A case file that leaves the house as a bag (BagIt 1.0, RFC 8493), which an outsider checks with sha256sum, openssl, ssh-keygen and bagit.py alone.

`bag_contents` decides what goes in, `bag_folder` writes a folder that is there as a whole or not at all, `left_out` says what may not leave, and
lets it be shown later what that was.
"""
