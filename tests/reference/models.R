# Mixed models with a random intercept: Beat the Blues, with covariates and with time as a factor, and
# a made-up set in which people differ less than chance has it. Holm's correction.
# Reads ../data/beat-the-blues/btheb.csv; writes models_expected.csv, models_boundary.csv, holm_expected.csv.
# Run from this folder: Rscript models.R   (R with nlme)
source("common.R")
suppressPackageStartupMessages(library(nlme))

people <- read.csv("../data/beat-the-blues/btheb.csv")
later <- c("bdi.2m", "bdi.3m", "bdi.5m", "bdi.8m")
people$treatment <- relevel(factor(people$treatment), "TAU")
people$drug <- relevel(factor(people$drug), "No")
people$length <- relevel(factor(people$length), "<6m")
people$bdi_pre <- people$bdi.pre
follow_ups <- reshape(people, idvar = "id", varying = later, v.names = "bdi", timevar = "time",
                      times = c(2, 3, 5, 8), direction = "long")
waves <- reshape(people, idvar = "id", varying = c("bdi.pre", later), v.names = "bdi", timevar = "wave",
                 times = c("baseline", "2m", "3m", "5m", "8m"), direction = "long")
waves$wave <- factor(waves$wave, c("baseline", "2m", "3m", "5m", "8m"))

# A dozen people whose two scores are less alike than those of different people.
set.seed(20261122)
opposite <- data.frame(person = rep(1:12, each = 2), wave = rep(c("t1", "t2"), 12))
level <- round(rnorm(12, 0, 4))
opposite$score <- 20 + c(rbind(level, -level)) + round(rnorm(24)) + ifelse(opposite$wave == "t2", 2, 0)
write.csv(opposite, "models_boundary.csv", row.names = FALSE, quote = FALSE)

tight <- lmeControl(tolerance = 1e-13, msTol = 1e-15, niterEM = 200, msMaxIter = 500, opt = "nlminb")
rows <- list()
keep <- function(model, method, fit) {
  terms <- names(fixef(fit))
  between <- as.numeric(VarCorr(fit)["(Intercept)", "Variance"])
  rows[[length(rows) + 1]] <<- data.frame(
    model = model, method = method, name = c(terms, "variance_between", "variance_within", "log_likelihood"),
    estimate = c(fixef(fit), between, fit$sigma^2, as.numeric(logLik(fit))),
    # summary.lme() widens the errors of ML; varFix is the usual (X'V^-1 X)^-1.
    std_error = c(sqrt(diag(as.matrix(fit$varFix))), NA, NA, NA),
    df = c(fit$fixDF$X, NA, NA, NA))
}
for (method in c("ML", "REML")) {
  keep("covariates", method, lme(bdi ~ bdi_pre + time + treatment + drug + length, random = ~ 1 | id,
                                 data = follow_ups, na.action = na.omit, method = method, control = tight))
  keep("means", method, lme(bdi ~ 0 + wave, random = ~ 1 | id, data = waves, na.action = na.omit,
                            method = method, control = tight))
  keep("changes", method, lme(bdi ~ wave, random = ~ 1 | id, data = waves, na.action = na.omit,
                              method = method, control = tight))
}
# With no variance between people the model is ordinary regression.
for (restricted in c(FALSE, TRUE)) {
  fit <- lm(score ~ 0 + wave, data = opposite)
  residual <- sum(resid(fit)^2) / (nrow(opposite) - 2 * restricted)
  rows[[length(rows) + 1]] <- data.frame(
    model = "boundary", method = c("ML", "REML")[1 + restricted],
    name = c(names(coef(fit)), "variance_between", "variance_within", "log_likelihood"),
    estimate = c(coef(fit), 0, residual, as.numeric(logLik(fit, REML = restricted))),
    std_error = c(rep(sqrt(residual / 12), 2), NA, NA, NA), df = NA)
}
write_answers(rows, "models_expected.csv")

p_values <- list(c(0.01, 0.04, 0.03), c(0.5, 0.5, 0.02, 0.013), c(0.04, NA, 0.03, 0.9), c(0.001, 0.001), 0.2)
answers <- lapply(seq_along(p_values), function(case) {
  data.frame(case = case, p = p_values[[case]], holm = p.adjust(p_values[[case]], "holm"))
})
write_answers(answers, "holm_expected.csv")
