"""People from what LinkedIn itself puts into one's hands: an address, a QR code, a PDF, a screenshot, the data export.

:func:`cardscan.linkedin.source.read_source` tells them apart by content. Nothing here reaches the network.
"""
