"""Words of the audit of printed tables, per language (see `language`), and the labels it knows a total, a sum or a base by."""

TOTAL_LABELS = frozenset({"total", "totalt", "alle", "all", "i alt", "samlet", "samla", "totals", "everybody"})
SUM_LABELS = frozenset({"sum", "summen", "sums"})
BASE_LABELS = frozenset({"n", "antall", "antal", "antall svar", "base", "number", "count"})

AUDIT_WORDS: dict[str, dict[str, str]] = {
    "audit_title": {
        "nb": "Det som ikke kan stemme",
        "nn": "Det som ikkje kan stemme",
        "en": "What cannot be right",
    },
    "audit_running": {
        "nb": "Kontroll av trykte tall",
        "nn": "Kontroll av trykte tal",
        "en": "Audit of printed numbers",
    },
    "audit_of": {
        "nb": "Kontroll av trykte tall: {tables} tabeller, {cells} tall.",
        "nn": "Kontroll av trykte tal: {tables} tabellar, {cells} tal.",
        "en": "Audit of printed numbers: {tables} tables, {cells} numbers.",
    },
    "audit_none": {"nb": "Ingen funn.", "nn": "Ingen funn.", "en": "No findings."},
    "audit_findings_caption": {
        "nb": "Funn ved kontroll av trykte tall: {grade}",
        "nn": "Funn ved kontroll av trykte tal: {grade}",
        "en": "Findings of the audit of printed numbers: {grade}",
    },
    "audit_grade": {"nb": "Klasse", "nn": "Klasse", "en": "Class"},
    "audit_proven": {"nb": "bevist", "nn": "bevist", "en": "proven"},
    "audit_strong": {"nb": "sterkt", "nn": "sterkt", "en": "strong"},
    "audit_soft": {"nb": "svakt", "nn": "svakt", "en": "soft"},
    "audit_proven_means": {
        "nb": "Ingen avrunding og ingen lesning av det oppgitte grunnlaget gjør tallene forenlige.",
        "nn": "Inga avrunding og inga lesing av det oppgjevne grunnlaget gjer tala foreinlege.",
        "en": "No rounding and no reading of the stated base makes the numbers agree.",
    },
    "audit_strong_means": {
        "nb": "Tallene er uforenlige under én vanlig forutsetning, som står i funnet.",
        "nn": "Tala er uforeinlege under éin vanleg føresetnad, som står i funnet.",
        "en": "The numbers disagree under one ordinary assumption, which the finding states.",
    },
    "audit_soft_means": {
        "nb": "Opplysninger en leser bør kjenne til; det finnes gode forklaringer.",
        "nn": "Opplysningar ein lesar bør kjenne til; det finst gode forklaringar.",
        "en": "Things a reader should know; there are innocent explanations.",
    },
    "audit_where": {"nb": "Hvor", "nn": "Kvar", "en": "Where"},
    "audit_what": {"nb": "Funn", "nn": "Funn", "en": "Finding"},
    "audit_how": {"nb": "Regnestykke", "nn": "Reknestykke", "en": "Arithmetic"},
    "audit_row": {"nb": "rad {row}", "nn": "rad {row}", "en": "row {row}"},
    "audit_line": {"nb": "linje {line}", "nn": "linje {line}", "en": "line {line}"},
    "audit_neighbours": {
        "nb": "{near}, så {value} finnes ikke",
        "nn": "{near}, så {value} finst ikkje",
        "en": "{near}, so {value} does not exist",
    },
    "audit_fitting": {
        "nb": "I nærheten passer N = {n}.",
        "nn": "I nærleiken passar N = {n}.",
        "en": "Nearby, N = {n} fits.",
    },
    "audit_fitting_less_one": {
        "nb": "I nærheten passer N = {n}, med én person i et svar som ikke er trykt.",
        "nn": "I nærleiken passar N = {n}, med éin person i eit svar som ikkje er trykt.",
        "en": "Nearby, N = {n} fits, with one person in an answer that is not printed.",
    },
    "audit_grim_one": {
        "nb": "Ett av {all} prosenttall under «{line}» kan ikke komme av N = {n}.",
        "nn": "Eitt av {all} prosenttal under «{line}» kan ikkje kome av N = {n}.",
        "en": "One of {all} percentages under “{line}” cannot come from N = {n}.",
    },
    "audit_grim_many": {
        "nb": "{wrong} av {all} prosenttall under «{line}» kan ikke komme av N = {n}.",
        "nn": "{wrong} av {all} prosenttal under «{line}» kan ikkje kome av N = {n}.",
        "en": "{wrong} of {all} percentages under “{line}” cannot come from N = {n}.",
    },
    "audit_grim_cut": {
        "nb": " De passer hvis desimalene er kuttet og ikke avrundet.",
        "nn": " Dei passar om desimalane er kutta og ikkje avrunda.",
        "en": " They fit if the decimals were cut off, not rounded.",
    },
    "audit_grim_mean": {
        "nb": "Gjennomsnittet {value} kan ikke komme av {n} hele tall.",
        "nn": "Gjennomsnittet {value} kan ikkje kome av {n} heile tal.",
        "en": "The mean {value} cannot come from {n} whole numbers.",
    },
    "audit_half_up": {
        "nb": "Tallene under «{line}» er avrundet med halve oppover; avrunding til nærmeste partall gir dem ikke.",
        "nn": "Tala under «{line}» er avrunda med halve oppover; avrunding til næraste partal gjev dei ikkje.",
        "en": "The numbers under “{line}” were rounded half up; rounding half to even does not give them.",
    },
    "audit_half_up_too": {
        "nb": "Det krever at halve er rundet oppover.",
        "nn": "Det krev at halve er runda oppover.",
        "en": "That takes halves rounded up.",
    },
    "audit_sum_counts": {
        "nb": "Personene bak prosentene under «{line}» blir {sum} til sammen, men N er {n}.",
        "nn": "Personane bak prosentane under «{line}» blir {sum} til saman, men N er {n}.",
        "en": "The persons behind the percentages under “{line}” add up to {sum}, but N is {n}.",
    },
    "audit_sum_pct": {
        "nb": "Prosentene under «{line}» blir {sum}, mens summen er trykt som {stated}. Avrunding forklarer det ikke.",
        "nn": "Prosentane under «{line}» blir {sum}, medan summen er trykt som {stated}. Avrunding forklarer det ikkje.",
        "en": "The percentages under “{line}” come to {sum}, the printed sum is {stated}. Rounding does not explain it.",
    },
    "audit_sum_odd": {
        "nb": "Summen under «{line}» er trykt som {stated}. Avrunding av hvert tall forklarer det.",
        "nn": "Summen under «{line}» er trykt som {stated}. Avrunding av kvart tal forklarer det.",
        "en": "The sum under “{line}” is printed as {stated}. Rounding each number explains it.",
    },
    "audit_sum_not_100": {
        "nb": "Summen under «{line}» er trykt som {stated}, og avrunding forklarer ikke avstanden til 100.",
        "nn": "Summen under «{line}» er trykt som {stated}, og avrunding forklarer ikkje avstanden til 100.",
        "en": "The sum under “{line}” is printed as {stated}, and rounding does not explain its distance from 100.",
    },
    "audit_sum_over": {
        "nb": "Prosentene under «{line}» blir {sum}, mer enn avrunding gir, hvis hver har ett svar.",
        "nn": "Prosentane under «{line}» blir {sum}, meir enn avrunding gjev, om kvar har eitt svar.",
        "en": "The percentages under “{line}” come to {sum}, more than rounding gives, if everybody has one answer.",
    },
    "audit_blank": {
        "nb": "Under «{line}» står det ikke noe tall for «{answer}». Skal alle svar være med, er det mellom {low} og {high}.",
        "nn": "Under «{line}» står det ikkje noko tal for «{answer}». Skal alle svar vere med, er det mellom {low} og {high}.",
        "en": "Under “{line}” nothing is printed for “{answer}”. If all answers are there, it lies between {low} and {high}.",
    },
    "audit_slack": {
        "nb": "avrunding gir høyst {slack} til hver side",
        "nn": "avrunding gjev høgst {slack} til kvar side",
        "en": "rounding gives at most {slack} either way",
    },
    "audit_sum_whole": {
        "nb": "Antallene for «{line}» blir {sum}, mens summen er trykt som {stated}.",
        "nn": "Tala for «{line}» blir {sum}, medan summen er trykt som {stated}.",
        "en": "The counts for “{line}” come to {sum}, the printed total is {stated}.",
    },
    "audit_sum_blank": {
        "nb": "Antallene for «{line}» blir {sum}, mens summen er trykt som {stated}; tomme celler kan ha resten.",
        "nn": "Tala for «{line}» blir {sum}, medan summen er trykt som {stated}; tomme celler kan ha resten.",
        "en": "The counts for “{line}” come to {sum}, the printed total is {stated}; empty cells may hold the rest.",
    },
    "audit_total_hidden": {
        "nb": "«{line}» er ikke gruppene til sammen: {hidden} av {n} er ikke i noen av kolonnene.",
        "nn": "«{line}» er ikkje gruppene til saman: {hidden} av {n} er ikkje i nokon av kolonnane.",
        "en": "“{line}” is not the groups together: {hidden} of {n} are in none of the columns.",
    },
    "audit_total_wider": {
        "nb": "«{line}» har {hidden} mer enn gruppene til sammen; alle i grunnlaget er med.",
        "nn": "«{line}» har {hidden} meir enn gruppene til saman; alle i grunnlaget er med.",
        "en": "“{line}” holds {hidden} more than the groups together; everybody in the base is in it.",
    },
    "audit_total_overlap": {
        "nb": "Gruppene har {sum} til sammen, {hidden} flere enn «{line}», hvis ingen er i to grupper.",
        "nn": "Gruppene har {sum} til saman, {hidden} fleire enn «{line}», om ingen er i to grupper.",
        "en": "The groups have {sum} together, {hidden} more than “{line}”, if nobody is in two groups.",
    },
    "audit_held": {"nb": "disse er", "nn": "desse er", "en": "these are"},
    "audit_total_row": {
        "nb": "«{answer}»: gruppene har {own} personer til sammen, men «{line}» må ha {whole}.",
        "nn": "«{answer}»: gruppene har {own} personar til saman, men «{line}» må ha {whole}.",
        "en": "“{answer}”: the groups have {own} persons together, “{line}” must have {whole}.",
    },
    "audit_total_row_wider": {
        "nb": "«{answer}»: gruppene har {own} personer, «{line}» må ha {whole}, og bare {hidden} er utenfor gruppene.",
        "nn": "«{answer}»: gruppene har {own} personar, «{line}» må ha {whole}, og berre {hidden} er utanfor gruppene.",
        "en": "“{answer}”: the groups have {own} persons, “{line}” must have {whole}, and only {hidden} are outside the groups.",
    },
    "audit_total_outside": {
        "nb": "«{answer}»: {value} under «{line}» ligger utenfor alle gruppene, hvis de er hele utvalget.",
        "nn": "«{answer}»: {value} under «{line}» ligg utanfor alle gruppene, om dei er heile utvalet.",
        "en": "“{answer}”: {value} under “{line}” lies outside all the groups, if they are the whole sample.",
    },
    "audit_bases": {
        "nb": "«{group}» har {count} ulike N, fra {low} til {high}. Manglende svar kan forklare det; tabellene sier det ikke.",
        "nn": "«{group}» har {count} ulike N, frå {low} til {high}. Manglande svar kan forklare det; tabellane seier det ikkje.",
        "en": "“{group}” has {count} different Ns, from {low} to {high}. Missing answers may explain it; the tables do not say so.",
    },
    "audit_bases_more": {
        "nb": "{table} fordeler alle på gruppene; minst {extra} svar under «{group}» kommer fra personer uten gruppe.",
        "nn": "{table} fordeler alle på gruppene; minst {extra} svar under «{group}» kjem frå personar utan gruppe.",
        "en": "{table} distributes everybody over the groups; at least {extra} answers under “{group}” come from persons without one.",
    },
    "audit_base_unique": {
        "nb": "N er ikke trykt for «{line}». Av alle N til og med {most} gir bare {n} prosentene.",
        "nn": "N er ikkje trykt for «{line}». Av alle N til og med {most} gjev berre {n} prosentane.",
        "en": "No N is printed for “{line}”. Of all N up to {most} only {n} gives the percentages.",
    },
    "audit_base_together": {
        "nb": "N er ikke trykt for «{line}». Skal gruppene bli totalen i hvert svar, passer bare N = {n} (av alle N til og med {most}).",
        "nn": "N er ikkje trykt for «{line}». Skal gruppene bli totalen i kvart svar, passar berre N = {n} (av alle N til og med {most}).",
        "en": "No N is printed for “{line}”. If the groups are to make the total in every answer, only N = {n} fits (up to {most}).",
    },
    "audit_base_other": {
        "nb": "Grunnlaget er flere personer enn {small} i {table} har, så tabellen kan ikke gjelde bare dem.",
        "nn": "Grunnlaget er fleire personar enn {small} i {table} har, så tabellen kan ikkje gjelde berre dei.",
        "en": "The base is more persons than {small} in {table} have, so the table cannot be about them alone.",
    },
    "audit_base_enough": {
        "nb": "Derimot rommes den av {enough}.",
        "nn": "Derimot får det plass i {enough}.",
        "en": "{enough} has room for it.",
    },
    "audit_catalogue": {
        "nb": "«{row}», {column}: trykt {printed}, men katalogen gir {counted}.",
        "nn": "«{row}», {column}: trykt {printed}, men katalogen gjev {counted}.",
        "en": "“{row}”, {column}: {printed} printed, the catalogue gives {counted}.",
    },
    "audit_catalogue_possible": {
        "nb": "«{row}», {column}: trykt {printed}; katalogen gir {counted}, flere bare hvis tvilsomme rader er med.",
        "nn": "«{row}», {column}: trykt {printed}; katalogen gjev {counted}, fleire berre om tvilsame rader er med.",
        "en": "“{row}”, {column}: {printed} printed; the catalogue gives {counted}, more only with doubtful rows.",
    },
    "audit_doubtful": {"nb": "tvilsomme", "nn": "tvilsame", "en": "doubtful"},
    "audit_p_below": {
        "nb": "{table} ({rows}) er oppgitt som signifikant, p < {level}; kjikvadrattesten av tallene gir ikke det.",
        "nn": "{table} ({rows}) er oppgjeven som signifikant, p < {level}; khikvadrattesten av tala gjev ikkje det.",
        "en": "{table} ({rows}) is stated as significant, p < {level}; the chi-square test of the numbers does not give that.",
    },
    "audit_p_not_below": {
        "nb": "{table} ({rows}) er oppgitt som ikke signifikant; kjikvadrattesten av tallene gir p under {level}.",
        "nn": "{table} ({rows}) er oppgjeven som ikkje signifikant; khikvadrattesten av tala gjev p under {level}.",
        "en": "{table} ({rows}) is stated as not significant; the chi-square test of the numbers gives p below {level}.",
    },
    "audit_p": {
        "nb": "{table} ({rows}) har p = {level} i trykk; kjikvadrattesten av tallene gir noe annet.",
        "nn": "{table} ({rows}) har p = {level} på trykk; khikvadrattesten av tala gjev noko anna.",
        "en": "{table} ({rows}) has p = {level} in print; the chi-square test of the numbers gives something else.",
    },
    "audit_p_assumed": {
        "nb": "N er ikke trykt; det største mulige er brukt.",
        "nn": "N er ikkje trykt; det største moglege er brukt.",
        "en": "No N is printed; the largest possible is used.",
    },
    "audit_prose": {
        "nb": "Teksten sier {value} om «{row}», {column}; {table} gir {sum}.",
        "nn": "Teksten seier {value} om «{row}», {column}; {table} gjev {sum}.",
        "en": "The text says {value} of “{row}”, {column}; {table} gives {sum}.",
    },
    "audit_prose_cut": {
        "nb": "Teksten sier {value} om «{row}», {column}; {table} gir {sum}."
        " Desimalene er kuttet, ikke avrundet, eller grunnlaget er et annet.",
        "nn": "Teksten seier {value} om «{row}», {column}; {table} gjev {sum}."
        " Desimalane er kutta, ikkje avrunda, eller grunnlaget er eit anna.",
        "en": "The text says {value} of “{row}”, {column}; {table} gives {sum}."
        " The decimals were cut off, not rounded, or the base is another.",
    },
    "audit_prose_similar": {
        "nb": "Teksten sier {value} om «{row}», {column}; {table} har {sum} om noe som ligner.",
        "nn": "Teksten seier {value} om «{row}», {column}; {table} har {sum} om noko som liknar.",
        "en": "The text says {value} of “{row}”, {column}; {table} has {sum} of something like it.",
    },
    "audit_pair": {
        "nb": "«{row}»: {first} for {one} og {second} for {other} passer bare hvis de bytter plass.",
        "nn": "«{row}»: {first} for {one} og {second} for {other} passar berre om dei byter plass.",
        "en": "“{row}”: {first} for {one} and {second} for {other} fit only if they change places.",
    },
}
