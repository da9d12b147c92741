"""The address book: people, the interviews where one met them, what was said since, and what is due next."""

from cardscan.book.book import Book
from cardscan.book.clock import Clock, FakeClock, SystemClock
from cardscan.book.connections import JobChange, Known
from cardscan.book.exports import Synced
from cardscan.book.followup import Kind, Step
from cardscan.book.forget import Forgotten
from cardscan.book.imports import Imported
from cardscan.book.interviews import Chain, Introduction
from cardscan.book.journal import Undone
from cardscan.book.merge import Pair
from cardscan.book.people import Proposal
from cardscan.book.photos import Added
from cardscan.book.rows import Record

__all__ = [
    "Added",
    "Book",
    "Chain",
    "Clock",
    "FakeClock",
    "Forgotten",
    "Imported",
    "Introduction",
    "JobChange",
    "Kind",
    "Known",
    "Pair",
    "Proposal",
    "Record",
    "Step",
    "Synced",
    "SystemClock",
    "Undone",
]
