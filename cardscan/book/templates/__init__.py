"""The drafts that come with cardscan; a package, so that they are installed."""
