"""evalkit: from a community organisation's files to an evaluation report."""
