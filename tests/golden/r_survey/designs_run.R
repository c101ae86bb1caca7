# Expected values of tests/workflow/test_designs_run.py, from R's survey package: Rscript designs_run.R > designs_run.csv (in this folder).
suppressMessages(library(survey))
level <- 0.90
clus1 <- read.csv("apiclus1.csv"); clus2 <- read.csv("apiclus2.csv"); strat <- read.csv("apistrat.csv")
clusters <- sort(unique(clus1$dnum))
for (k in seq_along(clusters)) clus1[[paste0("rep", k)]] <- clus1$pw * ifelse(clus1$dnum == clusters[k], 0.4, 1 + 0.6 / 14)
row <- function(...) cat(paste(..., sep = ","), "\n", sep = "")
number <- function(x) sprintf("%.17g", as.numeric(x))
row("exhibit", "variable", "category", "group", "estimate", "se", "ci_low", "ci_high", "deff")
say <- function(exhibit, variable, category, group, estimate, df) {
  ends <- confint(estimate, level = level, df = df)
  row(exhibit, variable, category, group, number(coef(estimate)), number(SE(estimate)), number(ends[1]), number(ends[2]),
      if (is.null(attr(estimate, "deff"))) "" else number(deff(estimate)))
}
groups <- c(elementary = "E", high = "H", middle = "M")
means <- function(exhibit, design, variable = ~api00, freedom = design, effect = FALSE) {
  for (g in names(groups)) {
    of <- subset(design, stype == groups[[g]])
    m <- if (effect) svymean(variable, of, deff = "replace") else svymean(variable, of)
    say(exhibit, all.vars(variable), "mean", g, m, degf(subset(freedom, stype == groups[[g]])))
  }
}
plain <- svydesign(id = ~dnum, weights = ~pw, data = clus1)
finite <- svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc, data = clus1)
means("plain", plain)
means("finite", finite)
two <- svydesign(id = ~dnum + snum, fpc = ~fpc1 + fpc2, weights = ~pw, data = clus2)
means("stages", two)
total <- svytotal(~api.stu, two)
say("stages_total", "api_stu", "sum", "total", total, degf(two))
strata <- svydesign(id = ~1, strata = ~stype, fpc = ~fpc, weights = ~pw, data = strat)
means("strata", strata)
say("strata_total", "enroll", "sum", "total", svytotal(~enroll, strata), degf(strata))
for (g in names(groups)) {
  of <- subset(finite, stype == groups[[g]])
  share <- svyciprop(~I(sch.wide == "Yes"), of, method = "beta", level = level, df = degf(of))
  ends <- attr(share, "ci")
  row("shares", "sch_wide", "counted", g, number(share), number(sqrt(attr(share, "var"))), number(ends[1]), number(ends[2]), "")
}
q <- svyquantile(~api00, finite, c(0.25, 0.5), alpha = 1 - level, interval.type = "mean", qrule = "hf7", df = degf(finite))
for (k in 1:2) row("quantiles", "api00", c("q25", "q50")[k], "total", number(coef(q)[k]), "", number(confint(q)[k, 1]), number(confint(q)[k, 2]), "")
cells <- expand.grid(stype = c("E", "H", "M"), sch.wide = c("No", "Yes"))
cells$Freq <- c(472, 334, 266, 3949, 421, 752)
means("cells", postStratify(strata, ~stype + sch.wide, cells))
of_type <- data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))
of_wide <- data.frame(sch.wide = c("No", "Yes"), Freq = c(1072, 5122))
exact <- list(maxit = 500, epsilon = 1e-9, verbose = FALSE)
again <- as.svrepdesign(plain, type = "JK1", mse = TRUE)
means("raked", rake(again, list(~stype, ~sch.wide), list(of_type, of_wide), control = exact), freedom = plain)
population <- c(`(Intercept)` = 6194, stypeH = 755, stypeM = 1018, api99 = 3914069)
means("linear", calibrate(plain, ~stype + api99, population))
scales <- (1:15) / 8
other <- svrepdesign(weights = ~pw, repweights = "^rep[0-9]+$", type = "other", scale = 0.5, rscales = scales, data = clus1,
                     combined.weights = TRUE, mse = TRUE)
means("replicates", other)
fay <- svrepdesign(weights = ~pw, repweights = "^rep[0-9]+$", type = "Fay", rho = 0.3, data = clus1, combined.weights = TRUE, mse = TRUE)
means("fay", fay)
means("replicates_raked", rake(other, list(~stype, ~sch.wide), list(of_type, of_wide), control = exact), freedom = other)
two_groups <- svyttest(api00 ~ stype, subset(other, stype != "M"))
row("replicates_test", "api00", "p", "elementary|high", number(two_groups$p.value), "", "", "", "")
means("effects", finite, effect = TRUE)
pairs <- list(c("elementary", "high"), c("elementary", "middle"), c("high", "middle"))
p <- sapply(pairs, function(pair) svyttest(api00 ~ stype, subset(strata, stype %in% groups[pair]))$p.value)
held <- p.adjust(p, "holm")
for (k in 1:3) row("pairs", "api00", "p", paste(pairs[[k]], collapse = "|"), number(p[k]), number(held[k]), "", "", "")
