# Expected values of the regressions, tests against stated numbers, rank tests and kappas of tests/workflow/test_designs_run.py and of tests/golden/agreement_models.py, from R's survey
# package: Rscript models_run.R > models_run.csv (in this folder). Linearised variances of average marginal effects are made here from
# their influence functions (Graubard & Korn 1999) and numerical derivatives; for groups svypredmeans must give about the same.
suppressMessages(library(survey))
level <- 0.90
clus1 <- read.csv("apiclus1.csv"); strat <- read.csv("apistrat.csv")
clusters <- sort(unique(clus1$dnum))
for (k in seq_along(clusters)) clus1[[paste0("rep", k)]] <- clus1$pw * ifelse(clus1$dnum == clusters[k], 0.4, 1 + 0.6 / 14)
prepared <- function(d) {
  d$type <- relevel(factor(c(E = "elementary", H = "high", M = "middle")[d$stype]), "elementary")
  d$wide <- as.numeric(d$sch.wide == "Yes"); d$hundred <- d$api99 / 100; d
}
clus1 <- prepared(clus1); strat <- prepared(strat)
row <- function(...) cat(paste(..., sep = ","), "\n", sep = "")
number <- function(x) sprintf("%.17g", as.numeric(x))
row("exhibit", "variable", "group", "estimate", "se", "ci_low", "ci_high", "df", "p")
say <- function(exhibit, variable, group, estimate, se, df) {
  half <- qt((1 + level) / 2, df) * se
  row(exhibit, variable, group, number(estimate), number(se), number(estimate - half), number(estimate + half), number(df),
      number(2 * pt(-abs(estimate / se), df)))
}
names_of <- c("(Intercept)" = "constant", typehigh = "high", typemiddle = "middle", hundred = "api99")
coefficients <- function(exhibit, fit, outcome) {
  ends <- confint(fit, level = level, ddf = fit$df.residual)
  for (k in names(coef(fit))) {
    row(exhibit, names_of[[k]], outcome, number(coef(fit)[k]), number(SE(fit)[k]), number(ends[k, 1]), number(ends[k, 2]),
        number(fit$df.residual), number(coef(summary(fit, df.resid = fit$df.residual))[k, 4]))
  }
}
joint <- function(exhibit, fit, outcome) {
  test <- regTermTest(fit, ~type)
  row(exhibit, "joint", outcome, number(test$Ftest), "", "", "", number(test$ddf), number(test$p))
}
plain <- svydesign(id = ~dnum, weights = ~pw, data = clus1)
finite <- svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc, data = clus1)
strata <- svydesign(id = ~1, strata = ~stype, fpc = ~fpc, weights = ~pw, data = strat)
jack <- as.svrepdesign(plain, type = "JK1", mse = TRUE)
fay <- svrepdesign(weights = ~pw, repweights = "^rep[0-9]+$", type = "Fay", rho = 0.3, data = clus1, combined.weights = TRUE, mse = TRUE)
exact <- list(maxit = 5000, epsilon = 1e-12, verbose = FALSE)
raked <- rake(jack, list(~stype, ~sch.wide), list(data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018)),
                                                 data.frame(sch.wide = c("No", "Yes"), Freq = c(1072, 5122))), control = exact)
precise <- list(epsilon = 1e-14, maxit = 100)
for (one in list(list("ols", strata), list("ols_finite", finite), list("ols_jackknife", jack), list("ols_raked", raked), list("ols_fay", fay))) {
  fit <- svyglm(api00 ~ type + hundred, one[[2]])
  coefficients(one[[1]], fit, "api00")
  joint(one[[1]], fit, "api00")
}
logistic <- function(design, ...) svyglm(wide ~ type + hundred, design, family = quasibinomial, control = precise, ...)
ratios <- function(exhibit, fit) {
  ends <- exp(confint(fit, level = level, ddf = fit$df.residual))
  for (k in names(coef(fit))[-1]) row(exhibit, names_of[[k]], "sch_wide", number(exp(coef(fit)[k])), number(SE(fit)[k] * exp(coef(fit)[k])),
                                      number(ends[k, 1]), number(ends[k, 2]), number(fit$df.residual), "")
}
ratios("odds", logistic(finite))
effects <- function(b, x, w) {
  mu <- function(eta) 1 / (1 + exp(-eta))
  base <- x; base[, 2:3] <- 0
  high <- base; high[, 2] <- 1
  middle <- base; middle[, 3] <- 1
  slope <- mu(x %*% b) * (1 - mu(x %*% b)) * b[4]
  each <- cbind(mu(high %*% b) - mu(base %*% b), mu(middle %*% b) - mu(base %*% b), slope)
  list(mean = colSums(w * each) / sum(w), each = each)
}
marginal <- function(exhibit, design) {
  fit <- logistic(design)
  x <- model.matrix(fit); w <- weights(design, "sampling"); b <- coef(fit); mu <- fitted(fit)
  influence <- (w * (fit$y - mu) * x) %*% solve(t(x) %*% (w * mu * (1 - mu) * x))
  here <- effects(b, x, w)
  slope <- sapply(1:4, function(k) {
    h <- 1e-5; up <- b; down <- b; up[k] <- b[k] + h; down[k] <- b[k] - h
    up2 <- b; down2 <- b; up2[k] <- b[k] + 2 * h; down2[k] <- b[k] - 2 * h  # fourth-order difference
    (8 * (effects(up, x, w)$mean - effects(down, x, w)$mean) - effects(up2, x, w)$mean + effects(down2, x, w)$mean) / (12 * h)
  })
  score <- sweep(here$each, 2, here$mean) * w / sum(w) + influence %*% t(slope)
  V <- vcov(svytotal(score / w, design))
  for (k in 1:3) say(exhibit, c("high", "middle", "api99")[k], "sch_wide", here$mean[k], sqrt(V[k, k]), fit$df.residual)
  stopifnot(max(abs(sqrt(diag(vcov(svytotal(influence / w, design)))) - SE(fit))) < 1e-8)
  check <- svypredmeans(svyglm(wide ~ hundred, design, family = quasibinomial, control = precise), ~type)
  stopifnot(max(abs(SE(svycontrast(check, list(a = c(high = 1, elementary = -1), b = c(middle = 1, elementary = -1)))) - sqrt(diag(V))[1:2])) < 1e-3)
}
marginal("marginal", finite)
marginal("marginal_strata", strata)
replicated <- function(exhibit, design) {
  found <- withReplicates(design, function(w, data) {
    fit <- suppressWarnings(glm(wide ~ type + hundred, data = data, weights = w / mean(w), family = quasibinomial, control = precise))
    effects(coef(fit), model.matrix(fit), w)$mean
  })
  df <- degf(design) + 1 - 4
  for (k in 1:3) say(exhibit, c("high", "middle", "api99")[k], "sch_wide", found[k], SE(found)[k], df)
}
replicated("marginal_jackknife", jack)
replicated("marginal_raked", raked)
tested <- function(exhibit, variable, group, test) {
  row(exhibit, variable, group, number(test$statistic), "", "", "", number(test$parameter[length(test$parameter)]), number(test$p.value))
}
for (g in c(elementary = "E", high = "H", middle = "M")) {
  name <- c(E = "elementary", H = "high", M = "middle")[[g]]
  tested("stated", "api00", name, svyttest(I(api00 - 600) ~ 0, subset(finite, stype == g)))
}
tested("stated_share", "sch_wide", "total", svyttest(I(wide - 0.7) ~ 0, finite))
tested("ranks_two", "api00", "improved", svyranktest(api00 ~ factor(comp.imp, c("Yes", "No")), finite))
three <- svyranktest(api00 ~ stype, finite, test = "KruskalWallis")
tested("ranks_three", "api00", "type", list(statistic = three$parameter / 2, parameter = three$ddf, p.value = three$p.value))
rank <- (rank(clus1$api00) - 0.5) / nrow(clus1)  # equal weights
gap <- withReplicates(jack, function(w, data) { no <- data$comp.imp == "No"; weighted.mean(rank[no], w[no]) - weighted.mean(rank[!no], w[!no]) })
t <- gap[1] / SE(gap); df <- degf(jack) - 1
row("ranks_jackknife", "api00", "improved", number(t), "", "", "", number(df), number(2 * pt(-abs(t), df)))
k <- svykappa(~sch.wide + comp.imp, finite)
say("kappa", "sch_wide", "total", as.numeric(coef(k)), as.numeric(SE(k)), degf(finite))
again <- withReplicates(jack, function(w, data) {
  p <- xtabs(w ~ data$sch.wide + data$comp.imp) / sum(w); e <- sum(rowSums(p) * colSums(p)); (sum(diag(p)) - e) / (1 - e)
})
say("kappa_jackknife", "sch_wide", "total", again[1], SE(again)[1], degf(jack))
# Non-response: who improved is taken as having answered. Linearised variances are made from numerical derivatives of each estimate in the
# weights of those drawn, so that they know nothing of the formulas.
answered <- clus1$comp.imp == "Yes"
explain <- model.matrix(~ type + hundred, clus1)
in_classes <- function(class) function(w) ifelse(answered, w * (tapply(w, class, sum) / tapply(w * answered, class, sum))[class], 0)
propensity <- function(w) {
  as.numeric(1 / (1 + exp(-explain %*% coef(suppressWarnings(glm(answered ~ explain - 1, weights = w / mean(w), family = quasibinomial, control = precise))))))
}
inverse <- function(w) ifelse(answered, w / propensity(w), 0)
in_propensity <- function(w) {
  p <- factor(round(propensity(w), 12)); weight <- tapply(w, p, sum)
  class <- pmin(floor((cumsum(weight) - weight / 2) / sum(w) * 4), 3)
  in_classes(factor(class[p]))(w)
}
adjusted <- function(exhibit, adjust, replicates) {
  of <- function(w) { v <- adjust(w); sum(v * clus1$api00) / sum(v) }
  w0 <- clus1$pw
  if (replicates) {
    found <- withReplicates(jack, function(w, data) of(w))
    say(exhibit, "api00", "total", found[1], SE(found)[1], degf(subset(jack, comp.imp == "Yes")))
  } else {
    h <- 1e-3 * w0[1]
    slope <- sapply(seq_along(w0), function(i) {
      at <- function(step) { w <- w0; w[i] <- w0[i] + step; of(w) }
      (8 * (at(h) - at(-h)) - at(2 * h) + at(-2 * h)) / (12 * h)
    })
    say(exhibit, "api00", "total", of(w0), as.numeric(SE(svytotal(slope, finite))), degf(subset(finite, comp.imp == "Yes")))
  }
}
adjusted("response_classes", in_classes(clus1$type), FALSE)
adjusted("response_inverse", inverse, FALSE)
adjusted("response_classes_jackknife", in_classes(clus1$type), TRUE)
adjusted("response_inverse_jackknife", inverse, TRUE)
adjusted("response_propensity_jackknife", in_propensity, TRUE)
# Multiple imputation by mitools: m completed data sets. Its degrees of freedom leave the factor 1 + 1/m out of the part that is
# observed; those of the paper (Barnard & Rubin 1999, Biometrika 86) are made here.
suppressMessages(library(mitools))
i <- seq_len(nrow(clus1))
imputed <- lapply(1:5, function(k) {
  d <- clus1
  d$index <- ifelse(i %% 6 == 0, d$api99 + 20 + 9 * ((i * k) %% 7 - 3), d$api00)
  d$reached <- as.numeric(ifelse(i %% 5 == 0, (i * k) %% 3 != 0, d$sch.wide == "Yes"))
  update(finite, index = d$index, reached = d$reached)
})
together <- function(exhibit, variable, group, estimates, df, share = 0) {
  found <- MIcombine(lapply(estimates, coef), lapply(estimates, vcov))
  between <- 6 / 5 * apply(rbind(sapply(estimates, coef)), 1, var)
  for (k in seq_along(coef(found))) {
    value <- coef(found)[k]; se <- SE(found)[k]; lambda <- between[k] / se^2
    f <- 1 / (1 / (4 / lambda^2) + 1 / ((df + 1) / (df + 3) * df * (1 - lambda)))
    if (share == 0) { say(exhibit, variable[k], group, value, se, f); next }
    size <- value * (1 - value) / se^2 * (qt((1 + level) / 2, share - 1) / qt((1 + level) / 2, f))^2
    row(exhibit, variable[k], group, number(value), number(se), number(qbeta((1 - level) / 2, size * value, size * (1 - value) + 1)),
        number(qbeta((1 + level) / 2, size * value + 1, size * (1 - value))), number(f), "")
  }
}
for (g in names(groups <- c(elementary = "E", high = "H", middle = "M"))) {
  of <- lapply(imputed, function(d) subset(d, stype == groups[[g]]))
  together("imputed", "index", g, lapply(of, function(d) svymean(~index, d)), degf(of[[1]]))
}
together("imputed_share", "reached", "total", lapply(imputed, function(d) svymean(~reached, d)), degf(finite), nrow(clus1))
fits <- lapply(imputed, function(d) svyglm(index ~ type + hundred, d))
together("imputed_ols", names_of[names(coef(fits[[1]]))], "index", fits, fits[[1]]$df.residual)
