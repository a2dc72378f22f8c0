# Random-effects pooling without metafor: the likelihood and the moment equation solved directly.
# Reads pooling_studies.csv; writes pooling_expected.csv. metafor's own published results for
# two of the sets are in the Python tests by their ids.
# Run from this folder: Rscript pooling.R   (base R only)
source("common.R")

restricted_likelihood <- function(tau2, y, v) {
  w <- 1 / (v + tau2)
  mu <- sum(w * y) / sum(w)
  -0.5 * sum(log(v + tau2)) - 0.5 * log(sum(w)) - 0.5 * sum(w * (y - mu)^2)
}
score <- function(tau2, y, v) {
  w <- 1 / (v + tau2)
  mu <- sum(w * y) / sum(w)
  0.5 * (sum(w^2 * (y - mu)^2) - sum(w) + sum(w^2) / sum(w))
}
reml <- function(y, v) {
  top <- 10 * var(y) + 1
  grid <- seq(0, top, length.out = 5001)
  best <- grid[which.max(sapply(grid, restricted_likelihood, y, v))]
  step <- grid[2]
  if (best == 0 && score(0, y, v) <= 0) return(0)
  uniroot(score, c(max(0, best - step), best + step), y, v, tol = 1e-14)$root
}
paule_mandel <- function(y, v) {
  excess <- function(tau2) {
    w <- 1 / (v + tau2)
    sum(w * (y - sum(w * y) / sum(w))^2) - (length(y) - 1)
  }
  if (excess(0) <= 0) 0 else uniroot(excess, c(0, 100 * var(y) + 1), tol = 1e-14)$root
}

studies <- read.csv("pooling_studies.csv")
rows <- list()
for (case in unique(studies$case)) {
  y <- studies$estimate[studies$case == case]
  v <- studies$variance[studies$case == case]
  k <- length(y)
  for (method in c("reml", "paule-mandel")) {
    tau2 <- if (method == "reml") reml(y, v) else paule_mandel(y, v)
    w <- 1 / (v + tau2)
    mu <- sum(w * y) / sum(w)
    f <- 1 / v
    typical <- (k - 1) * sum(f) / (sum(f)^2 - sum(f^2))
    for (adjustment in c("hartung-knapp", "none")) {
      hk <- adjustment == "hartung-knapp"
      se <- sqrt(1 / sum(w)) * (if (hk) sqrt(sum(w * (y - mu)^2) / (k - 1)) else 1)
      reach <- if (hk) qt(0.975, k - 1) else qnorm(0.975)
      rows[[length(rows) + 1]] <- data.frame(
        case = case, method = method, adjustment = adjustment, estimate = mu, std_error = se,
        ci_low = mu - reach * se, ci_high = mu + reach * se, tau2 = tau2,
        q = sum(f * (y - sum(f * y) / sum(f))^2), i2 = 100 * tau2 / (tau2 + typical))
    }
  }
}
write_answers(rows, "pooling_expected.csv")
