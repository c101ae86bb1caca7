# Expected values of standard deviations, net promoter scores, paired change and correlations, with R's survey package:
# Rscript spreads.R > spreads.csv, in this folder. The answers are made of the api files, so that both read the same ones.
suppressMessages(library(survey))
options(digits = 15, survey.lonely.psu = "fail")
rows <- list()
put <- function(design, what, value) rows[[length(rows) + 1]] <<- data.frame(design, what, value = as.numeric(value))
with_answers <- function(d) {
  d$score <- pmin(10, pmax(0, floor((d$api00 - 300) / 60)))
  d$net <- (d$score >= 9) - (d$score <= 6)
  d$change <- d$api00 - d$api99
  d$passed <- (d$api00 > 650) - (d$api99 > 650)
  d$known <- d$api99 > 500
  d
}
# The correlation is a function of five means; svycontrast has its delta-method variance.
correlated <- function(design) {
  means <- svymean(~api00 + meals + I(api00^2) + I(meals^2) + I(api00 * meals), design)
  names(means) <- c("x", "y", "xx", "yy", "xy")
  attr(means, "var") <- matrix(attr(means, "var"), 5, dimnames = list(names(means), names(means)))
  svycontrast(means, quote((xy - x * y) / sqrt((xx - x^2) * (yy - y^2))))
}
mid <- function(x, w) { # weighted share below, and half of that at the same value
  of <- tapply(w, x, sum)
  shares <- (cumsum(of) - of / 2) / sum(of)
  as.numeric(shares[as.character(x)])
}
spearman <- function(w, x, y) {
  rank_x <- mid(x, w); rank_y <- mid(y, w)
  cov.wt(cbind(rank_x, rank_y), w, cor = TRUE)$cor[1, 2]
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
    for (pair in c("change", "passed")) {
      found <- svymean(as.formula(paste0("~", pair)), of)
      test <- svyttest(as.formula(paste0(pair, "~0")), of)
      put(label, pair, coef(found)); put(label, paste0(pair, "_se"), SE(found))
      put(label, paste0(pair, "_t"), test$statistic); put(label, paste0(pair, "_df"), test$parameter)
      put(label, paste0(pair, "_p"), test$p.value)
    }
    r <- correlated(of)
    put(label, "pearson", coef(r)); put(label, "pearson_se", SE(r))
    again <- as.svrepdesign(design, type = if (name == "apistrat") "JKn" else "JK1", mse = TRUE)
    if (part == "known") again <- subset(again, known)
    rank <- withReplicates(again, function(w, data) spearman(w[w > 0], data$score[w > 0], data$meals[w > 0]))
    put(label, "spearman", coef(rank)); put(label, "spearman_jackknife_se", SE(rank))
    put(label, "pearson_jackknife_se", SE(withReplicates(again, function(w, data) cov.wt(cbind(data$api00, data$meals), w, cor = TRUE)$cor[1, 2])))
  }
}
write.csv(do.call(rbind, rows), stdout(), row.names = FALSE, quote = FALSE)
