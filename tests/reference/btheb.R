# Change of the Beck Depression Inventory in the Beat the Blues trial, for everybody and each arm.
# Reads ../data/beat-the-blues/btheb.csv, writes btheb_expected.csv.
# Run from this folder: Rscript btheb.R   (R with effectsize and boot; about two minutes)
source("common.R")
suppressPackageStartupMessages({library(boot); library(effectsize)})

data <- read.csv("../data/beat-the-blues/btheb.csv")
columns <- c(baseline = "bdi.pre", "2m" = "bdi.2m", "3m" = "bdi.3m", "5m" = "bdi.5m", "8m" = "bdi.8m")

# 100,000 resamples: the limits' own Monte-Carlo error is a third of that of 10,000.
bca <- function(from, to) {
  set.seed(20261122)
  drawn <- boot(cbind(from, to), function(d, i) hedges_g_av(d[i, 1], d[i, 2]), R = 100000)
  boot.ci(drawn, type = "bca", L = empinf(drawn, type = "jack"))$bca[4:5]
}

compare <- function(people, variable, subgroup, later) {
  from <- people[[columns[["baseline"]]]]
  to <- people[[columns[[later]]]]
  both <- complete.cases(from, to)
  row <- function(statistic, estimate, limits = c(NA, NA)) {
    data.frame(subgroup_variable = variable, subgroup = subgroup, timepoint_from = "baseline",
               timepoint_to = later, statistic = statistic, estimate = as.numeric(estimate),
               ci_low = as.numeric(limits[1]), ci_high = as.numeric(limits[2]))
  }
  counts <- list(row("n_from", sum(!is.na(from))), row("n_to", sum(!is.na(to))), row("n_pairs", sum(both)))
  from <- from[both]
  to <- to[both]
  change <- to - from
  t <- t.test(to, from, paired = TRUE)
  # The two-vector form of rank_biserial() counts the zeros of its first argument, not those of the
  # differences, so the differences themselves go in.
  ranks <- rank_biserial(change)
  c(counts, list(
    row("mean_from", mean(from)), row("sd_from", sd(from)),
    row("mean_to", mean(to)), row("sd_to", sd(to)),
    row("mean_change", t$estimate, t$conf.int),
    row("p_value_t", t$p.value),
    row("cohens_dz", mean(change) / sd(change), d_z_limits(change)),
    row("hedges_g_av", hedges_g_av(from, to), bca(from, to)),
    row("rank_biserial", ranks$r_rank_biserial, c(ranks$CI_low, ranks$CI_high)),
    row("p_value_wilcoxon", suppressWarnings(wilcox.test(to, from, paired = TRUE)$p.value))
  ))
}

rows <- list()
for (later in names(columns)[-1]) {
  rows <- c(rows, compare(data, "all", "all", later))
  for (arm in c("BtheB", "TAU")) {
    rows <- c(rows, compare(data[data$treatment == arm, ], "treatment", arm, later))
  }
}
write_answers(rows, "btheb_expected.csv")
