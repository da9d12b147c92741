"""The book and another address book, kept up to date with each other: a CardDAV server or a vdir folder."""
