"""vcard"""
