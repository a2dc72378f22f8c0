"""Definitions: what grantee.yml and the measure files declare, as frozen objects."""

from evalkit.definitions.measure import Measure, list_measures, load_measure
from evalkit.definitions.study import Study
from evalkit.definitions.study_loader import load_study

__all__ = ["Measure", "Study", "list_measures", "load_measure", "load_study"]
