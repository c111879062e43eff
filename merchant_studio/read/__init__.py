"""What a transcript and a sheet mean: the values that are said, what each is, and the brief.

| noun | file |
|---|---|
| the values that are said | `readers.py`: in Chinese `speech.py`, in English `english/` |
| what is a value in Chinese | `grammar.py`, over `amounts.py`, `money.py`, `sizes.py`; `codes.py` |
| what each value is: its price, its weight | `roles.py`, by what stands around it (`clues.py`) |
| which of several listenings is believed | `votes.py` |
| the facts, as sheet and speech settle them | `brief.py` |

Nothing here knows which recognizer listened.
"""
