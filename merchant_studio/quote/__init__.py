"""What a buyer can forward: an offer as PDF and XLSX in his language, and a catalogue of offers.

| noun | file |
|---|---|
| what an offer holds, by the facts of a brief | `offer.py` |
| a page of A4: fonts, rows of text, pictures, tables | `sheet.py` |
| an offer as PDF | `pdf.py` |
| an offer as XLSX, its numbers as numbers | `book.py` |
| all products in one PDF and one XLSX | `catalogue.py` |
"""

from .book import write_book
from .catalogue import write_catalogue, write_catalogue_book
from .offer import Offer, offer_of
from .pdf import write_pdf

__all__ = [
    "Offer",
    "offer_of",
    "write_book",
    "write_catalogue",
    "write_catalogue_book",
    "write_pdf",
]
