# XmR charts and the ratio of two directly standardised rates, worked out from their formulas in base R.
# Writes programme_series.csv (made up, seeded), programme_expected.csv and standardised_ratio_expected.csv.
source("common.R")
set.seed(20240331)

series <- list(
  no_shift = round(rnorm(36, 50, 4), 1),
  two_shifts = round(c(rnorm(12, 40, 2), rnorm(14, 47, 2), rnorm(13, 41, 2)), 1),
  one_spike = {x <- round(rnorm(24, 10, 1), 1); x[17] <- 19; x},
  late_shift = round(c(rnorm(20, 5, 1), rnorm(9, 9, 1)), 1),
  short = round(rnorm(11, 3, 1), 1)
)
write_answers(lapply(names(series), function(name) {
  data.frame(series = name, position = seq_along(series[[name]]), value = series[[name]])
}), "programme_series.csv")

# Runs by rle() on the side of the running mean: another route than a moving window.
shifts <- function(x) {
  found <- integer(0)
  phase <- x
  offset <- 0
  repeat {
    n <- length(phase)
    at <- NA
    if (n >= 20) for (first in 13:(n - 7)) {
      run <- rle(sign(phase[first:n] - mean(phase[seq_len(first - 1)])))
      if (run$values[1] != 0 && run$lengths[1] >= 8) { at <- first; break }
    }
    if (is.na(at)) return(found)
    offset <- offset + at - 1
    found <- c(found, offset + 1)
    phase <- phase[at:n]
  }
}

answers <- list()
for (name in names(series)) {
  x <- series[[name]]
  starts <- c(1, shifts(x))
  stops <- c(starts[-1] - 1, length(x))
  for (place in seq_along(starts)) {
    points <- x[starts[place]:stops[place]]
    limits <- length(points) >= 12
    range <- 2.66 * mean(abs(diff(points)))
    lower <- if (limits) mean(points) - range else NA
    upper <- if (limits) mean(points) + range else NA
    beyond <- if (limits) starts[place] - 1 + which(points < lower | points > upper) else integer(0)
    answers[[length(answers) + 1]] <- data.frame(
      series = name, phase = place, start = starts[place], stop = stops[place], mean = mean(points),
      lower = lower, upper = upper, beyond = paste(beyond, collapse = " "))
  }
}
write_answers(answers, "programme_expected.csv")

# ln ratio with the variance of each standardised rate as the sum of weighted Poisson variances.
standard <- c(5500, 6000, 7000, 4000)
cases <- list(
  common = list(x1 = c(20, 35, 18, 9), n1 = c(4000, 5200, 3100, 900), x0 = c(90, 140, 120, 80), n0 = c(60000, 72000, 80000, 41000)),
  alike = list(x1 = c(10, 12, 14, 8), n1 = c(1000, 1200, 1400, 800), x0 = c(20, 24, 28, 16), n0 = c(2000, 2400, 2800, 1600)))
write_answers(lapply(names(cases), function(name) {
  with(cases[[name]], {
    w <- standard / sum(standard)
    log_ratio <- log(weighted.mean(x1 / n1, standard)) - log(weighted.mean(x0 / n0, standard))
    relative <- function(x, n) sum(w^2 * x / n^2) / sum(w * x / n)^2
    error <- sqrt(relative(x1, n1) + relative(x0, n0))
    data.frame(case = name, ratio = exp(log_ratio), low = exp(log_ratio + qnorm(0.025) * error),
               high = exp(log_ratio + qnorm(0.975) * error), p = 2 * pnorm(-abs(log_ratio / error)))
  })
}), "standardised_ratio_expected.csv")
