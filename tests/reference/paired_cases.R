# Awkward pairs: ties, zeros, missing scores, the boundary of the exact test, tiny groups.
# Writes paired_cases.csv (the pairs) and paired_cases_expected.csv (R's answers).
# Run from this folder: Rscript paired_cases.R   (R with effectsize)
source("common.R")
suppressPackageStartupMessages(library(effectsize))

# Changes of 49 or 50 different sizes, a third of them downwards; exact in binary arithmetic.
ladder <- function(n) (seq_len(n) + 0.25) * ifelse(seq_len(n) %% 3 == 0, -1, 1)
from50 <- 20 + (seq_len(50) * 7) %% 11

cases <- list(
  sleep = list(sleep$extra[sleep$group == 1], sleep$extra[sleep$group == 2]),
  no_ties = list(c(10, 12, 9, 14, 11), c(8, 9, 10, 10, 6)),
  ties = list(c(5, 6, 7, 8, 9, 10), c(7, 4, 9, 9, 6, 14)),
  zeros = list(c(3, 4, 5, 6, 7, 8, 9), c(3, 6, 4, 6, 10, 13, 9)),
  zeros_and_ties = list(c(0, 0, 1, 2, 3, 3, 4, 5), c(0, 1, 2, 2, 1, 5, 3, 9)),
  missing = list(c(4, NA, 6, 9, 2, 7), c(6, 5, NA, 8, 7, 10)),
  halves = list(c(1.5, 2.5, 3, 4.5, 2), c(2, 4.5, 2.5, 7, 5.5)),
  one_direction = list(c(1, 2, 3, 4, 5), c(2, 4, 6, 9, 13)),
  balanced = list(c(1, 2, 3, 4), c(2, 1, 4, 3)),
  two_pairs = list(c(3, 5), c(4, 9)),
  three_pairs = list(c(3, 5, 8), c(4, 9, 7)),
  exact_49 = list(from50[1:49], from50[1:49] + ladder(49)),
  normal_50 = list(from50, from50 + ladder(50)),
  normal_49_of_50 = list(from50, from50 + c(ladder(49), 0)),
  tie_in_49 = list(from50[1:49], from50[1:49] + c(ladder(48), 1.25)),
  no_change = list(c(4, 5, 6), c(4, 5, 6))
)

pairs <- lapply(names(cases), function(case) {
  data.frame(case = case, pre = cases[[case]][[1]], post = cases[[case]][[2]])
})

answers <- lapply(names(cases), function(case) {
  pre <- cases[[case]][[1]]
  post <- cases[[case]][[2]]
  both <- complete.cases(pre, post)
  pre <- pre[both]
  post <- post[both]
  change <- post - pre
  n <- length(change)
  row <- function(statistic, estimate, limits = c(NA, NA)) {
    data.frame(case = case, statistic = statistic, estimate = as.numeric(estimate),
               ci_low = as.numeric(limits[1]), ci_high = as.numeric(limits[2]))
  }
  w <- suppressWarnings(wilcox.test(post, pre, paired = TRUE))
  rows <- list(row("n", n), row("statistic", w$statistic), row("p_value_wilcoxon", w$p.value))
  if (any(change != 0)) {
    ranks <- rank_biserial(change)
    # On one side only, the transformed correlation is infinite and R's interval has no width.
    limits <- if (abs(ranks$r_rank_biserial) < 1) c(ranks$CI_low, ranks$CI_high) else c(NA, NA)
    t <- t.test(post, pre, paired = TRUE)
    rows <- c(rows, list(
      row("rank_biserial", ranks$r_rank_biserial, limits),
      row("mean_change", mean(change), t$conf.int), row("sd_change", sd(change)),
      row("std_error", t$stderr), row("t", t$statistic), row("df", t$parameter),
      row("p_value", t$p.value), row("r", cor(pre, post)),
      row("d_z", cohens_d(change)$Cohens_d, d_z_limits(change)),
      row("d_av", mean(change) / ((sd(pre) + sd(post)) / 2)),
      row("d_av_rms", mean(change) / sqrt((var(pre) + var(post)) / 2))
    ))
    # With two pairs the correction has no meaning; R's formula gives 0 there.
    # Two pairs lie on a line: d_rm is 0 there, up to the rounding of 1 - r.
    if (n > 2) {
      rows <- c(rows, list(row("d_rm", mean(change) / sd(change) * sqrt(2 * (1 - cor(pre, post)))),
                           row("hedges_g_av", hedges_g_av(pre, post)),
                           row("hedges_g_z", hedges_g(change)$Hedges_g)))
    }
  }
  do.call(rbind, rows)
})

write_answers(pairs, "paired_cases.csv")
write_answers(answers, "paired_cases_expected.csv")
