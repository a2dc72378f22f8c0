# Mean changes by the bootstrap, of people and of whole schools; one-way ICC; change against sessions;
# differences between completers and people lost; categories and bands with Wilson's limits; bounds.
# Reads ../data/beat-the-blues/btheb.csv; writes schools.csv, change_expected.csv.
# Run from this folder: Rscript change.R   (R with boot and psych)
source("common.R")
suppressPackageStartupMessages({library(boot); library(psych)})

people <- read.csv("../data/beat-the-blues/btheb.csv")
rows <- list()
keep <- function(case, statistic, estimate, low = NA, high = NA, std_error = NA) {
  rows[[length(rows) + 1]] <<- data.frame(
    case = case, statistic = statistic, estimate = as.numeric(estimate), ci_low = as.numeric(low),
    ci_high = as.numeric(high), std_error = as.numeric(std_error))
}
bca <- function(data, statistic) {
  set.seed(20261122)
  drawn <- boot(data, statistic, R = 100000)
  boot.ci(drawn, type = "bca", L = empinf(drawn, type = "jack"))$bca[4:5]
}

# Bootstrap of people
for (later in c("bdi.2m", "bdi.8m")) {
  change <- na.omit(people[[later]] - people$bdi.pre)
  limits <- bca(as.numeric(change), function(d, i) mean(d[i]))
  keep(later, "mean_change_bca", mean(change), limits[1], limits[2])
}

# Schools: 24 of unequal size, and 6 of one size
set.seed(20261123)
school_set <- function(case, sizes) {
  school <- rep(seq_along(sizes), sizes)
  own <- rnorm(length(sizes), 0, 3)[school]
  pre <- round(20 + own + rnorm(length(school), 0, 5))
  post <- round(pre - 4 + rnorm(length(sizes), 0, 2.5)[school] + rnorm(length(school), 0, 4))
  data.frame(case = case, school = sprintf("S%02d", school), pre = pre, post = post)
}
schools <- rbind(school_set("unequal", rep(c(3, 5, 8, 12, 4, 1), 4)), school_set("equal", rep(8, 6)))
write.csv(schools, "schools.csv", row.names = FALSE, quote = FALSE)
for (case in unique(schools$case)) {
  own <- schools[schools$case == case, ]
  own$change <- own$post - own$pre
  sums <- cbind(tapply(own$change, own$school, sum), tapply(own$change, own$school, length))
  limits <- bca(sums, function(d, i) sum(d[i, 1]) / sum(d[i, 2]))
  keep(case, "cluster_change", mean(own$change), limits[1], limits[2])
  table <- anova(lm(change ~ factor(school), data = own))
  n <- sums[, 2]
  n0 <- (sum(n) - sum(n^2) / sum(n)) / (length(n) - 1)
  f <- table[["F value"]][1]
  share <- function(over) (f / over - 1) / (f / over + n0 - 1)
  keep(case, "icc", share(1), share(qf(0.975, table$Df[1], table$Df[2])), share(qf(0.025, table$Df[1], table$Df[2])))
}
# One size: psych's ICC1 of a table of schools by places
equal <- schools[schools$case == "equal", ]
icc <- ICC(matrix(equal$post - equal$pre, 6, byrow = TRUE), lmer = FALSE)$results[1, ]
keep("equal", "icc_psych", icc$ICC, icc$`lower bound`, icc$`upper bound`)

# Change against sessions (made up, with ties)
change <- c(-1, -2, -2, -5, -4, 0, -7, 1, -3, -6, -2, -8)
sessions <- c(2, 3, 5, 8, 9, 1, 8, 2, 4, 7, 4, 8)
line <- lm(change ~ sessions)
keep("sessions", "slope", coef(line)[2], confint(line)[2, 1], confint(line)[2, 2], summary(line)$coefficients[2, 2])
keep("sessions", "slope_p_value", summary(line)$coefficients[2, 4])
ranks <- cor.test(change, sessions, method = "spearman", exact = FALSE)
keep("sessions", "spearman", ranks$estimate)
keep("sessions", "spearman_p_value", ranks$p.value)

# Completers at 8 months against people lost
stayed <- !is.na(people$bdi.8m)
a <- people$bdi.pre[stayed]
b <- people$bdi.pre[!stayed]
keep("lost", "bdi.pre", (mean(a) - mean(b)) / sqrt((var(a) + var(b)) / 2))
for (variable in c("treatment", "drug", "length")) {
  for (category in unique(people[[variable]])) {
    p <- mean(people[[variable]][stayed] == category)
    q <- mean(people[[variable]][!stayed] == category)
    keep("lost", paste(variable, category), (p - q) / sqrt((p * (1 - p) + q * (1 - q)) / 2))
  }
}

# Bounds at 8 months; the inventory goes from 0 to 63
keep("bounds", "observed", mean(people$bdi.8m - people$bdi.pre, na.rm = TRUE))
keep("bounds", "worst", mean(ifelse(stayed, people$bdi.8m, 63) - people$bdi.pre))
keep("bounds", "best", mean(ifelse(stayed, people$bdi.8m, 0) - people$bdi.pre))

# Categories: 9 points or more count; 14 and above is the clinical range here
wilson <- function(case, statistic, who) {
  test <- suppressWarnings(prop.test(sum(who), length(who), correct = FALSE))
  keep(case, statistic, mean(who), test$conf.int[1], test$conf.int[2])
}
pre <- people$bdi.pre[stayed]
post <- people$bdi.8m[stayed]
wilson("categories", "reliably_improved", post - pre <= -9)
wilson("categories", "no_reliable_change", abs(post - pre) < 9)
wilson("categories", "reliably_worse", post - pre >= 9)
wilson("categories", "clinically_significant", post - pre <= -9 & pre >= 14 & post < 14)
wilson("categories", "recovered", (post - pre <= -9 & post < 14)[pre >= 14])

# Bands: minimal to 13, mild to 19, moderate to 28, severe
band <- function(score) cut(score, c(-1, 13, 19, 28, 63), c("minimal", "mild", "moderate", "severe"))
for (name in levels(band(0))) {
  wilson("before", name, band(pre) == name)
  wilson("after", name, band(post) == name)
}
write_answers(rows, "change_expected.csv")
