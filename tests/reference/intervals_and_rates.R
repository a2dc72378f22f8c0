# Intervals of proportions and counts, rates, and comparisons of two groups, zero cells among them.
# Writes intervals_expected.csv and comparisons_expected.csv.
# Run from this folder: Rscript intervals_and_rates.R   (base R only)
source("common.R")

limits <- function(fn, x, n, level, estimate, interval) {
  data.frame(fn = fn, x = x, n = n, level = level, estimate = estimate,
             ci_low = interval[1], ci_high = interval[2])
}

# Byar, and Dobson's limits around it, written from the formula: the package PHEindicatormethods has
# the same, and its own published test values are in the Python tests by their ids.
byar <- function(x, level = 0.95) {
  z <- qnorm(1 - (1 - level) / 2)
  c(x * (1 - 1 / (9 * x) - z / (3 * sqrt(x)))^3,
    (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * sqrt(x + 1)))^3)
}

rows <- list()
for (level in c(0.9, 0.95, 0.99)) {
  for (pair in list(c(0, 7), c(7, 7), c(1, 1), c(3, 20), c(65, 100), c(1, 1000), c(450, 900))) {
    interval <- suppressWarnings(prop.test(pair[1], pair[2], conf.level = level, correct = FALSE)$conf.int)
    rows <- c(rows, list(limits("wilson", pair[1], pair[2], level, pair[1] / pair[2], interval)))
  }
  for (x in c(0, 1, 3, 9, 10, 65, 1200)) {
    interval <- poisson.test(x, conf.level = level)$conf.int
    rows <- c(rows, list(limits("exact_poisson", x, NA, level, x, interval)))
    if (x > 0) rows <- c(rows, list(limits("byar", x, NA, level, x, byar(x, level))))
    shown <- if (x < 10) interval else byar(x, level)
    rows <- c(rows, list(limits("crude_rate", x, 12345, level, x / 12345 * 1e5, shown / 12345 * 1e5)))
  }
}
write_answers(rows, "intervals_expected.csv")

comparison <- function(fn, a, n1, c, n0, estimate, interval, p) {
  data.frame(fn = fn, a = a, n1 = n1, c = c, n0 = n0, estimate = estimate,
             ci_low = interval[1], ci_high = interval[2], p_value = p)
}
wilson <- function(x, n) suppressWarnings(prop.test(x, n, correct = FALSE)$conf.int)
z <- qnorm(0.975)

rows <- list()
for (cell in list(c(4, 123, 11, 139), c(56, 70, 48, 80), c(0, 50, 5, 50), c(5, 50, 0, 40),
                  c(0, 30, 0, 25), c(12, 12, 9, 14), c(10, 10, 8, 8), c(1, 4, 3, 5))) {
  a <- cell[1]; n1 <- cell[2]; c0 <- cell[3]; n0 <- cell[4]
  # As metafor::escalc(measure = "RR", add = 1/2), where the plain logarithm or its error fails.
  add <- if (a == 0 || c0 == 0 || (a == n1 && c0 == n0)) 0.5 else 0
  log_rr <- log((a + add) / (n1 + 2 * add)) - log((c0 + add) / (n0 + 2 * add))
  se <- sqrt(1 / (a + add) - 1 / (n1 + 2 * add) + 1 / (c0 + add) - 1 / (n0 + 2 * add))
  rows <- c(rows, list(comparison("risk_ratio", a, n1, c0, n0, exp(log_rr),
                                  exp(log_rr + c(-1, 1) * z * se), 2 * pnorm(-abs(log_rr / se)))))
  w1 <- wilson(a, n1); w0 <- wilson(c0, n0); d <- a / n1 - c0 / n0
  newcombe <- c(d - sqrt((a / n1 - w1[1])^2 + (w0[2] - c0 / n0)^2),
                d + sqrt((w1[2] - a / n1)^2 + (c0 / n0 - w0[1])^2))
  p <- suppressWarnings(prop.test(c(a, c0), c(n1, n0), correct = FALSE)$p.value)
  rows <- c(rows, list(comparison("risk_difference", a, n1, c0, n0, d, newcombe, p)))
}
for (cell in list(c(11, 800, 21, 3011), c(0, 120, 4, 100), c(4, 100, 0, 120), c(7, 50, 7, 50),
                  c(250, 10000, 180, 9000))) {
  test <- poisson.test(cell[c(1, 3)], cell[c(2, 4)])
  rows <- c(rows, list(comparison("rate_ratio_exact", cell[1], cell[2], cell[3], cell[4],
                                  test$estimate, test$conf.int, test$p.value)))
  add <- if (cell[1] == 0 || cell[3] == 0) 0.5 else 0
  log_rr <- log((cell[1] + add) / cell[2]) - log((cell[3] + add) / cell[4])
  se <- sqrt(1 / (cell[1] + add) + 1 / (cell[3] + add))
  rows <- c(rows, list(comparison("rate_ratio_wald", cell[1], cell[2], cell[3], cell[4], exp(log_rr),
                                  exp(log_rr + c(-1, 1) * z * se), 2 * pnorm(-abs(log_rr / se)))))
}
write_answers(rows, "comparisons_expected.csv")
