"""Room 1: what holds for every plan: reporting periods, citations, and what a rule is.

Constants of law are dated rows in ``law/data/`` with unit, source and verification mark; code holds none.
"""
