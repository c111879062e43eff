"""The stages of a run, one file each; `pipeline.py` introduces them to one another."""
