"""Contacts to and from other programs: vCards written per target and read in every version, CSV, QR codes, vdir."""
