# Cronbach's alpha, Cohen's kappa (plain and weighted) and Krippendorff's alpha.
# Reads agreement_items.csv, agreement_tables.csv and agreement_codes.csv; writes agreement_expected.csv.
# Run from this folder: Rscript agreement.R   (R with psych)
source("common.R")
suppressPackageStartupMessages(library(psych))

rows <- list()
answer <- function(fn, case, estimate) {
  rows[[length(rows) + 1]] <<- data.frame(fn = fn, case = case, estimate = as.numeric(estimate))
}

items <- read.csv("agreement_items.csv")
for (case in unique(items$case)) {
  answers <- na.omit(items[items$case == case, -1])
  alpha_of <- suppressMessages(suppressWarnings(alpha(answers, check.keys = FALSE, warnings = FALSE)))
  answer("cronbach_alpha", case, alpha_of$total$raw_alpha)
}

tables <- read.csv("agreement_tables.csv")
for (case in unique(tables$case)) {
  cells <- tables[tables$case == case, ]
  counts <- xtabs(n ~ first + second, cells)
  k <- nrow(counts)
  answer("kappa_none", case, cohen.kappa(counts)$kappa)
  # psych takes weights of agreement; its own default weights are the quadratic ones
  answer("kappa_linear", case, cohen.kappa(counts, w = 1 - abs(outer(1:k, 1:k, "-")) / (k - 1))$weighted.kappa)
  answer("kappa_quadratic", case, cohen.kappa(counts)$weighted.kappa)
}

# Krippendorff's alpha from all pairs of codes, without the coincidence matrix: within a unit of m
# codes each ordered pair weighs 1/(m - 1); by chance any code meets any other.
krippendorff <- function(codes, level) {
  units <- lapply(split(codes$code, codes$unit), function(x) x[!is.na(x)])
  units <- units[lengths(units) > 1]
  all <- unlist(units)
  delta <- function(a, b) {
    switch(level, nominal = as.numeric(a != b), interval = (a - b)^2,
           ratio = ifelse(a + b == 0, 0, ((a - b) / (a + b))^2),
           ordinal = {
             lo <- pmin(a, b); hi <- pmax(a, b)
             between <- mapply(function(l, h) sum(all >= l & all <= h), lo, hi)
             ends <- mapply(function(l, h) (sum(all == l) + sum(all == h)) / 2, lo, hi)
             ifelse(a == b, 0, (between - ends)^2)
           })
  }
  pairs <- function(x) {
    g <- expand.grid(i = seq_along(x), j = seq_along(x))
    g <- g[g$i != g$j, ]
    sum(delta(x[g$i], x[g$j]))
  }
  observed <- sum(sapply(units, function(x) pairs(x) / (length(x) - 1))) / length(all)
  expected <- pairs(all) / (length(all) * (length(all) - 1))
  1 - observed / expected
}
codes <- read.csv("agreement_codes.csv")
for (case in unique(codes$case)) {
  for (level in c("nominal", "ordinal", "interval", "ratio")) {
    answer(paste0("krippendorff_", level), case, krippendorff(codes[codes$case == case, ], level))
  }
}
write_answers(rows, "agreement_expected.csv")
