"""The analysers of a text: each a module with one job, which adds typed annotations to the document.

Their row is the order in which ``reading.Reading`` needs them, each knowing what those before it have found:

sections, sentences, addresses, telephones, bodies, masks, dates, figures, acronyms, people, quotations.
"""
