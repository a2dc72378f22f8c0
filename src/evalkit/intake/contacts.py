"""Contacts of an open offer: who came on which day, and to what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from evalkit.intake.cells import Source, parse_date, parse_word, require
from evalkit.intake.people import join_facts

if TYPE_CHECKING:
    from evalkit.definitions.study import Study
    from evalkit.definitions.tables_activity import Contacts


def read_contacts(source: Source, people: pd.DataFrame, contacts: Contacts, study: Study) -> pd.DataFrame:
    """Return single contacts as rows of the table ``contacts``; without a status every row means: came."""
    attended: object = True
    if contacts.status is not None:
        words = dict.fromkeys(contacts.attended, "yes") | dict.fromkeys(contacts.missed, "no")
        require(source, contacts.status, "whether the person came")
        status = source.parse(contacts.status, parse_word("status", words))
        attended = status.map({"yes": True, "no": False})
    facts = {
        "date": source.parse(contacts.date, parse_date),
        "activity": source.optional_text(contacts.activity),
        "attended": attended,
        "latest": pd.Timestamp(study.data_date),
    }
    require(source, contacts.date, "the day")
    frame = join_facts(source, people, facts, contacts.date).dropna(subset=["date", "attended"])
    return frame.astype({"date": "datetime64[ns]"})
