# Reliable change from a grantee's own answers: SD and Cronbach's alpha before, threshold, and who changed.
# Four items from 1 to 5, the second is turned round; two people left an answer blank before.
# Writes change_rules_answers.csv (answers as ticked, later totals) and change_rules_expected.csv.
# Run from this folder: Rscript change_rules.R   (R with psych)
source("common.R")
suppressPackageStartupMessages(library(psych))
set.seed(20261122)

people <- 36
held <- rnorm(people)
tick <- function(x) pmin(5, pmax(1, round(x)))
answers <- data.frame(person = seq_len(people))
for (item in 1:4) answers[[paste0("i", item)]] <- tick(3 + held + rnorm(people, sd = 0.8))
answers$i2 <- 6 - answers$i2
answers$i3[7] <- NA
answers$i2[21] <- NA
answers$after <- pmin(20, pmax(4, round(13 + 3 * held + rnorm(people, sd = 3))))
answers$after[c(3, 30)] <- NA
write.csv(answers, "change_rules_answers.csv", row.names = FALSE, quote = FALSE, na = "")

items <- answers[, paste0("i", 1:4)]
items$i2 <- 6 - items$i2
before <- rowSums(items)
of_all <- suppressMessages(suppressWarnings(alpha(na.omit(items), check.keys = FALSE, warnings = FALSE)))
r <- of_all$total$raw_alpha
threshold <- 1.96 * sqrt(2) * sd(before, na.rm = TRUE) * sqrt(1 - r)
change <- (answers$after - before)[!is.na(answers$after - before)]

rows <- list()
answer <- function(what, value) rows[[length(rows) + 1]] <<- data.frame(what = what, value = as.numeric(value))
answer("n", sum(!is.na(before)))
answer("alpha", r)
answer("sd", sd(before, na.rm = TRUE))
answer("threshold", threshold)
answer("improved", sum(change > threshold))
answer("no_reliable_change", sum(abs(change) <= threshold))
answer("worse", sum(change < -threshold))
write_answers(rows, "change_rules_expected.csv")
