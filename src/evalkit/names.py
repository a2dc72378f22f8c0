"""Every column name and every closed vocabulary of evalkit, once.

Other programs read these names in ``reports/<grantee>/tables``; a name that has been
released is never changed, only added to.
"""

from __future__ import annotations

from typing import Final

STUDY_FILE: Final = "grantee.yml"
PROGRAMME: Final = "_programme"
"""Name of the programme's folder below ``data/raw``; the leading line keeps it apart from grantees."""
REACH_FILES: Final = ("reach.csv", "study.json")
"""Released files from which the programme's page takes how many people a grantee reached."""

ALL: Final = "all"
TOTAL: Final = "total"
NOT_RECORDED: Final = "not recorded"

GRANTEE: Final = "grantee"
COMPONENT: Final = "component"
RESPONDENT_ID: Final = "respondent_id"
TIMEPOINT: Final = "timepoint"
MEASURE: Final = "measure"
SUBSCALE: Final = "subscale"
SCORE: Final = "score"
BAND: Final = "band"
ITEM: Final = "item"
RESPONSE: Final = "response"
N_ANSWERED: Final = "n_answered"
N_MISSING: Final = "n_missing"
SUBGROUP_VARIABLE: Final = "subgroup_variable"
SUBGROUP: Final = "subgroup"
TIMEPOINT_FROM: Final = "timepoint_from"
TIMEPOINT_TO: Final = "timepoint_to"
STATISTIC: Final = "statistic"
ESTIMATE: Final = "estimate"
CI_LOW: Final = "ci_low"
CI_HIGH: Final = "ci_high"
CONFIDENCE_LEVEL: Final = "confidence_level"
N: Final = "n"
METHOD: Final = "method"
SUPPRESSED: Final = "suppressed"
STD_ERROR: Final = "std_error"

OUTCOME_COLUMNS: Final[tuple[str, ...]] = (
    GRANTEE,
    COMPONENT,
    MEASURE,
    SUBSCALE,
    SUBGROUP_VARIABLE,
    SUBGROUP,
    TIMEPOINT_FROM,
    TIMEPOINT_TO,
    STATISTIC,
    ESTIMATE,
    CI_LOW,
    CI_HIGH,
    CONFIDENCE_LEVEL,
    N,
    N_MISSING,
    METHOD,
    SUPPRESSED,
    STD_ERROR,
)
"""Columns of ``outcomes.csv``, in order; those up to ``statistic`` are a unique key."""

OUTCOME_GROUP: Final[tuple[str, ...]] = OUTCOME_COLUMNS[1:8]
"""The columns that name one group of people at one pair of timepoints."""

SCORE_COLUMNS: Final[tuple[str, ...]] = (
    RESPONDENT_ID,
    TIMEPOINT,
    MEASURE,
    SUBSCALE,
    SCORE,
    BAND,
    N_ANSWERED,
    N_MISSING,
)
"""Columns that ``evalkit.score`` returns, in order."""

FAULT_COLUMNS: Final[tuple[str, ...]] = ("file", "sheet", "row", "column", "value", "rule", "remedy")
"""Columns of ``quarantine.csv``, in order."""

HIGHER: Final = "higher"
LOWER: Final = "lower"
HIDDEN: Final = "*"

HIDDEN_BECAUSE: Final = "hidden_because"
SMALL: Final = "a small number of people"
PROTECTS: Final = "it would give a small number away"
WITHHELD: Final = "too few people to compare its groups"
"""Why a number is hidden. The gate protects against somebody who knows this, so a report may say it."""

CATEGORY_COLUMNS: Final = (
    *OUTCOME_COLUMNS[:9],
    "category",
    N,
    "of",
    ESTIMATE,
    CI_LOW,
    CI_HIGH,
    CONFIDENCE_LEVEL,
    "threshold",
    METHOD,
    SUPPRESSED,
    HIDDEN_BECAUSE,
)
"""Columns of ``categories.csv``: people by reliable change and by band, in parts that add up to ``of``."""

MISSING_COLUMNS: Final = (
    GRANTEE,
    *(COMPONENT, MEASURE, SUBSCALE, TIMEPOINT_FROM, TIMEPOINT_TO),
    "variable",
    "category",
    "completers",
    "lost",
    ESTIMATE,
    "n_completers",
    "n_lost",
    SUPPRESSED,
    HIDDEN_BECAUSE,
)
"""Columns of ``missing.csv``: those who answered twice beside those lost, as they were at the start."""

INDICATOR_COLUMNS: Final = (
    *("id", "title", "priority", "owner", "unit", "direction", "baseline", "target"),
    *("first_period", "last_period", "n_periods", "value", "status", "trend", "signals"),
    METHOD,
    SUPPRESSED,
    HIDDEN_BECAUSE,
)
"""Columns of the programme's ``indicators.csv``: where each indicator stands."""

POINT_COLUMNS: Final = (
    *("id", "period", "position", "value", "numerator", "denominator"),
    *(CI_LOW, CI_HIGH, "centre", "lower", "upper", "phase", "signal"),
    SUPPRESSED,
    HIDDEN_BECAUSE,
)
"""Columns of the programme's ``points.csv``: one row per indicator and period."""

DETENTION_COLUMNS: Final = (
    *("year", "ethnic_group", "basis", "rate", CI_LOW, CI_HIGH),
    *("ratio", "ratio_low", "ratio_high", "reference", "census_base", "break_before", "source"),
    METHOD,
    SUPPRESSED,
    HIDDEN_BECAUSE,
)
"""Columns of the programme's ``detentions.csv``: rates per 100,000 people, ratios to the reference."""

PURPOSES: Final = ("letter", "report", "anonymous_quote", "named_quote", "media", "research")
"""What somebody can agree to: their own letter, the report, a quote without or with name, pictures, research."""

CONSENT_COLUMNS: Final = (RESPONDENT_ID, ITEM, "purpose", "given", "date", "withdrawn")
"""Columns of the person-level table ``consents``; a blank item stands for all items."""

FINDING_COLUMNS: Final = ("excerpt_id", "start", "end", "text", "kind", "detector", "score")
"""Columns of what the identity check finds in an excerpt."""

MARKED: Final = "marked by a coder"
"""The kind of a finding that nobody's rule made: a coder marked it as not to be shown."""

IDENTITY_KINDS: Final = (
    *("name", "place", "organisation", "postcode", "phone", "email", "web"),
    *("nhs_number", "number", "date", "age", "rare", MARKED),
)
"""What can give a person away in an excerpt."""

REVIEW_COLUMNS: Final = (
    *("excerpt_id", "document", "text", "finding", "kind", "start", "end"),
    *("decision", "replacement", "who", "when"),
)
"""Columns of the review file: one row per finding, the last four filled in by a person."""

REVIEW_DECISIONS: Final = ("keep", "redact", "drop")
"""What a person can decide of a finding: leave it, put a word in its place, or leave out the excerpt."""
