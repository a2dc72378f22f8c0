# Rows of outcomes.csv that stand beside the paired result: changes of people in schools by a mixed model
# with schools as groups, marginal means of the trial's waves, and Holm over two declared outcomes.
# Reads ../data/beat-the-blues/btheb.csv and schools.csv; writes outcome_rows_expected.csv.
# Run from this folder: Rscript outcome_rows.R   (R with nlme)
source("common.R")
suppressPackageStartupMessages(library(nlme))

rows <- list()
keep <- function(case, statistic, estimate, std_error = NA, df = NA) {
  reach <- qt(0.975, df) * std_error
  rows[[length(rows) + 1]] <<- data.frame(
    case = case, statistic = statistic, estimate = as.numeric(estimate),
    ci_low = as.numeric(estimate - reach), ci_high = as.numeric(estimate + reach), std_error = as.numeric(std_error))
}
tight <- lmeControl(tolerance = 1e-13, msTol = 1e-15, niterEM = 200, msMaxIter = 500, opt = "nlminb")

# Schools: the six of one size, the first eight of the unequal ones, all of them; schools - 1 degrees of freedom
schools <- read.csv("schools.csv")
schools$change <- schools$post - schools$pre
for (case in c("equal", "unequal", "unequal all")) {
  own <- schools[schools$case == sub(" all", "", case), ]
  if (!grepl("all", case)) own <- own[own$school %in% sort(unique(own$school))[1:8], ]
  fit <- lme(change ~ 1, random = ~ 1 | school, data = own, method = "REML", control = tight)
  keep(case, "mean_change_cluster", fixef(fit), sqrt(fit$varFix), length(unique(own$school)) - 1)
}

# Waves of the trial: everybody with any score; people - 1 degrees of freedom
people <- read.csv("../data/beat-the-blues/btheb.csv")
times <- c("bdi.pre", "bdi.2m", "bdi.3m", "bdi.5m", "bdi.8m")
waves <- reshape(people[c("id", times)], idvar = "id", varying = times, v.names = "bdi", timevar = "wave",
                 times = times, direction = "long")
for (start in c("bdi.pre", "bdi.2m")) {
  waves$wave <- factor(waves$wave, unique(c(start, times)))
  fit <- lme(bdi ~ wave, random = ~ 1 | id, data = waves, na.action = na.omit, method = "REML", control = tight)
  covariance <- fit$varFix
  df <- length(unique(waves$id[!is.na(waves$bdi)])) - 1
  case <- paste(start, "bdi.8m")
  name <- "wavebdi.8m"
  both <- c("(Intercept)", name)
  keep(case, "mean_from_model", fixef(fit)[1], sqrt(covariance[1, 1]), df)
  keep(case, "mean_to_model", sum(fixef(fit)[both]), sqrt(sum(covariance[both, both])), df)
  keep(case, "mean_change_model", fixef(fit)[name], sqrt(covariance[name, name]), df)
}

# Two declared outcomes: before to 2 months in all, 2 to 8 months in all
p_values <- c(t.test(people$bdi.2m, people$bdi.pre, paired = TRUE)$p.value,
              t.test(people$bdi.8m, people$bdi.2m, paired = TRUE)$p.value)
adjusted <- p.adjust(p_values, "holm")
keep("bdi.pre bdi.2m", "p_value_t_holm", adjusted[1])
keep("bdi.2m bdi.8m", "p_value_t_holm", adjusted[2])
write_answers(rows, "outcome_rows_expected.csv")
