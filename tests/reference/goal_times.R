# Kaplan-Meier quantiles with log-log intervals, as survival::survfit gives them.
# Writes goal_times.csv (made up, seeded; and the leukaemia times that survival distributes as aml) and
# goal_times_expected.csv.
# Run from this folder: Rscript goal_times.R   (R with survival)
source("common.R")
suppressPackageStartupMessages(library(survival))

set.seed(20261124)
followed <- function(case, time, happened) data.frame(case = case, time = time, happened = as.integer(happened))
drawn <- function(case, n, rate) {
  event <- ceiling(rexp(n, rate))
  last <- ceiling(runif(n, 20, 120))
  followed(case, pmin(event, last), event <= last)
}
sets <- list(
  followed("aml", aml$time, aml$status),
  drawn("many", 220, 1 / 50),
  drawn("few", 12, 1 / 60),
  drawn("slow", 40, 1 / 400),
  # Exactly a quarter has moved from day 4 to day 7
  followed("flat", c(2, 4, 5, 6, 7, 9, 12, 30), c(1, 1, 0, 0, 1, 1, 0, 0)),
  followed("flat_half", 1:8 * 7, c(1, 1, 1, 1, 0, 1, 1, 1)),
  followed("flat_to_the_end", c(3, 8, 10, 15, 21, 28), c(1, 1, 1, 0, 0, 0)),
  followed("everyone", c(5, 5, 9, 9, 9, 14, 20, 21, 35, 60), rep(1, 10)),
  followed("all_at_once", rep(7, 6), rep(1, 6)),
  followed("one_event", c(10, 12, 14, 16, 18), c(0, 1, 0, 0, 0)))
times <- do.call(rbind, sets)
write.csv(times, "goal_times.csv", row.names = FALSE, quote = FALSE)

rows <- list()
for (set in sets) for (level in c(0.9, 0.95)) {
  fit <- survfit(Surv(time, happened) ~ 1, data = set, conf.type = "log-log", conf.int = level)
  for (share in c(0.25, 0.5)) {
    found <- quantile(fit, share)
    rows[[length(rows) + 1]] <- data.frame(
      case = set$case[1], share = share, level = level, estimate = as.numeric(found$quantile),
      ci_low = as.numeric(found$lower), ci_high = as.numeric(found$upper),
      n = nrow(set), n_events = sum(set$happened))
  }
}
write_answers(rows, "goal_times_expected.csv")
