# Expected values of tests/unit/exhibits/answers/test_paired_change.py, from R's survey package: Rscript paired.R > paired.csv (in this folder).
# The schools of apistrat.csv and apiclus1.csv are persons who answered twice: api99 in wave 1, api00 in wave 2. Every seventh has no
# second answer, every eleventh no first one, and the weights of the second wave differ.
suppressMessages(library(survey))
long <- function(file) {
  d <- read.csv(file); n <- nrow(d); k <- seq_len(n)
  one <- data.frame(person = k, wave = 1, y = d$api99, w = d$pw, stype = d$stype, dnum = d$dnum)[k %% 11 != 0, ]
  two <- data.frame(person = k, wave = 2, y = d$api00, w = d$pw * (1 + 0.1 * (k %% 3)), stype = d$stype, dnum = d$dnum)[k %% 7 != 0, ]
  all <- rbind(one, two)
  all$paired <- all$person %in% one$person & all$person %in% two$person
  all$high <- as.numeric(all$y >= 650)
  all
}
number <- function(x) sprintf("%.17g", as.numeric(x))
cat("case,outcome,group,n,first,second,change,se,ci_low,ci_high,df,p\n")
say <- function(case, outcome, group, n, first, second, change, se, df) {
  ends <- as.numeric(change) + c(-1, 1) * qt(0.975, df) * as.numeric(se)
  cat(paste(case, outcome, group, n, number(first), number(second), number(change), number(se), number(ends[1]), number(ends[2]), df,
            number(2 * pt(-abs(change / se), df)), sep = ","), "\n", sep = "")
}
designed <- function(case, design, groups) {
  for (outcome in c("y", "high")) for (g in groups) {
    of <- if (g == "total") subset(design, paired) else subset(design, paired & stype == g)
    m <- svyby(as.formula(paste0("~", outcome)), ~wave, of, svymean, covmat = TRUE)
    d <- svycontrast(m, c("1" = -1, "2" = 1))
    say(case, outcome, g, nrow(of$variables) / 2, coef(m)[1], coef(m)[2], coef(d), SE(d), degf(of))
  }
}
strat <- long("apistrat.csv"); clus <- long("apiclus1.csv")
for (outcome in c("y", "high")) for (g in c("total", "E", "H", "M")) {
  of <- strat[strat$paired & (g == "total" | strat$stype == g), ]
  one <- of[of$wave == 1, ]; two <- of[of$wave == 2, ]; two <- two[match(one$person, two$person), ]
  t <- t.test(two[[outcome]], one[[outcome]], paired = TRUE)
  say("simple", outcome, g, nrow(one), mean(one[[outcome]]), mean(two[[outcome]]), t$estimate, t$stderr, t$parameter)
}
designed("weights", svydesign(ids = ~person, weights = ~w, data = strat), c("total", "E", "H", "M"))
designed("strata", svydesign(ids = ~person, strata = ~stype, weights = ~w, data = strat), c("total", "E", "H", "M"))
designed("clusters", svydesign(ids = ~dnum, weights = ~w, data = clus), c("total", "E"))
