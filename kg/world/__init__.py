"""One world from many articles: which names are one person, which tellings one event, and where accounts differ.

Everything here is a function of the set of articles, decisions and gazetteer, whatever their order.
:func:`kg.world.merge.merge` is the whole of it.
"""
