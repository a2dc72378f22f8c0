# Expected number of codes in k documents: vegan::specaccum(method = "exact"). Needs vegan.
source("common.R")
suppressMessages(library(vegan))

cases <- list(
  small = matrix(c(1, 0, 0, 1, 1, 0, 1, 1, 1, 0, 0, 1), nrow = 4, byrow = TRUE),
  one_code_everywhere = matrix(1, nrow = 5, ncol = 1),
  each_its_own = diag(6)
)
set.seed(20261122)
cases$larger <- matrix(rbinom(40 * 25, 1, rep(runif(25, 0.02, 0.8), each = 40)), nrow = 40)
cases$larger <- cases$larger[rowSums(cases$larger) > 0, colSums(cases$larger) > 0]

rows <- list()
marks <- list()
for (case in names(cases)) {
  table <- cases[[case]]
  curve <- specaccum(table, method = "exact")
  rows[[case]] <- data.frame(case = case, documents = curve$sites, expected_codes = curve$richness)
  places <- which(table > 0, arr.ind = TRUE)
  marks[[case]] <- data.frame(case = case, document = places[, 1], code = places[, 2], row.names = NULL)
}
write_answers(unname(rows), "saturation_expected.csv")
write_answers(unname(marks), "saturation_marks.csv")
