"""Scoring: answers in, scores, bands and missing counts out, by the rules of the measure."""

from evalkit.scoring.answers import ImpossibleAnswers, find_faults_in_answers
from evalkit.scoring.scorer import score

__all__ = ["ImpossibleAnswers", "find_faults_in_answers", "score"]
