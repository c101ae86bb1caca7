# Expected values of standard deviations and net scores with R's survey package:
# Rscript spreads.R > spreads.csv, in this folder. The answers are made of the api files, so that both read the same ones.
suppressMessages(library(survey))
options(digits = 15, survey.lonely.psu = "fail")
rows <- list()
put <- function(design, what, value) rows[[length(rows) + 1]] <<- data.frame(design, what, value = as.numeric(value))
with_answers <- function(d) {
  d$score <- pmin(10, pmax(0, floor((d$api00 - 300) / 60)))
  d$net <- (d$score >= 9) - (d$score <= 6)
  d$known <- d$api99 > 500
  d
}
for (name in c("apisrs", "apistrat", "apiclus1", "apiclus2")) {
  d <- with_answers(read.csv(paste0(name, ".csv"), stringsAsFactors = FALSE))
  design <- switch(name,
    apisrs = svydesign(~1, weights = ~pw, data = d),
    apistrat = svydesign(~1, strata = ~stype, weights = ~pw, data = d),
    apiclus1 = svydesign(~dnum, weights = ~pw, data = d),
    apiclus2 = svydesign(~dnum, weights = ~pw, data = d))
  for (part in c("all", "known")) {
    of <- if (part == "known") subset(design, known) else design
    label <- paste(name, part, sep = ".")
    put(label, "sd", sqrt(as.numeric(svyvar(~api00, of))))
    put(label, "nps", coef(svymean(~net, of))); put(label, "nps_se", SE(svymean(~net, of)))
  }
}
write.csv(do.call(rbind, rows), stdout(), row.names = FALSE, quote = FALSE)
