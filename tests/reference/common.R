# Shared by the scripts of this folder. Run each script from this folder: Rscript btheb.R
options(digits = 17, warn = 1)

number <- function(x) ifelse(is.na(x), "", sprintf("%.17g", x))

write_answers <- function(rows, file) {
  table <- do.call(rbind, rows)
  for (column in names(table)) {
    if (is.numeric(table[[column]])) table[[column]] <- number(table[[column]])
  }
  write.csv(table, file, row.names = FALSE, quote = FALSE, na = "")
}

# Hedges' correction, exact: effectsize and metafor use the same gamma function.
hedges_j <- function(df) exp(lgamma(df / 2) - log(sqrt(df / 2)) - lgamma((df - 1) / 2))

hedges_g_av <- function(from, to) {
  hedges_j(length(from) - 1) * mean(to - from) / ((sd(from) + sd(to)) / 2)
}

# Limits of d_z: the noncentrality parameters under which t sits at the two tail probabilities.
# effectsize finds the same limits with optim(), good to about seven digits; uniroot() goes further.
d_z_limits <- function(change, level = 0.95) {
  n <- length(change)
  t <- mean(change) / (sd(change) / sqrt(n))
  limit <- function(p) {
    suppressWarnings(uniroot(function(ncp) pt(t, n - 1, ncp) - p, t + c(-15, 15), tol = 1e-13))$root / sqrt(n)
  }
  c(limit(1 - (1 - level) / 2), limit((1 - level) / 2))
}
