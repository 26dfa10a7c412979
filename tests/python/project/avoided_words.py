"""Words that the project does not use, what to write instead, and the places that may use them.

Patterns are in lower case and match from the start of a word, in text of any case. A blank in a
pattern matches any white space, including a line break within a comment. Names of three underscores
or more, such as those of tests, are read as sentences.
"""

VERBS_IN_ISE = (
    "apolog|author|capital|categor|character|custom|emphas|external|final|general|initial|local|"
    "material|maxim|memor|minim|modern|normal|optim|organ|parameter|priorit|pseudonym|random|real|"
    "recogn|serial|special|standard|summar|synchron|token|util|visual"
)
# a word that follows a phrase but is not its noun
NO_NOUN = r" (?:and|are|as|below|for|from|has|have|in|is|of|on|or|so|that|to|when|which|with)\b"

AVOIDED = {
    # comparisons and baselines
    r"(?:held|hold|holds|holding)(?: [\w`'\"./-]+){0,5} against\b": "compared with",
    r"usual(?:ly)?\b|usual_(?!low\b|high\b|rate\b)\w+": "baseline, expected",
    r"within chance\b": "no significant change",
    r"half of them\b|nine of ten\b": "median, 90th percentile",
    # detection
    r"shifts?\b|find_shifts\b|shifts_\w+": "change window",
    r"traces\b": "corroborating signal",
    r"slices?\b|slice_at\b": "5-minute window",
    r"hits?\b|hit_(?:count|share|rate)\b": "occurrence",
    r"min_evidence\b|evidence of (?:at least )?\d": "log-likelihood ratio",
    r"rows? of clicks\b|dead buttons?\b|in vain\b": "click burst, rage click, dead click",
    r"refusals?\b|refused as too many\b": "rate limiting, throttled (HTTP 429)",
    r"puts? off\b": "checkout friction",
    r"bad batch(?:es)?\b": "spike of product complaints",
    r"too few (?:support )?staff\b": "support understaffing",
    r"(?:standing|lasting) (?:finding|condition|problem|issue)s?\b": "ongoing condition",
    r"leading (?:finding|condition|problem|issue|cause)s?\b": "top issue",
    r"told with\b": "attributed to",
    # simulation and evaluation
    r"worlds?\b": "simulated dataset, control dataset",
    r"calm\b": "without incidents, control dataset",
    r"truths?\b|truth_\w+": "ground truth",
    r"planted\b|planted_\w+": "injected",
    r"loss(?:es)? inside (?:the|its|their) ranges?\b": "interval coverage",
    r"false(?: |_|-)alarms?\b": "false positive",
    # inputs
    r"judg(?:e|es|ed|ing|ement|ment)\b|judge_rows\b|judged_\w+": "validate, score",
    r"(?:rows? (?:that|which)|what) cannot be used\b": "rejected rows, quarantined",
    r"is out of time\b|is_unreadable\b": "is_out_of_range_timestamp, is_invalid",
    r"(?:come|comes|came) to pass\b": "is_no_longer_in_future",
    r"not usable\b": "rejected",
    # builds
    r"in(?:to)? the place of\b": "atomic swap, instead of",
    r"late rows\b|once more\b": "late-arriving rows, duplicate key, again",
    r"everything is built\b|added to the last build\b": "full refresh, incremental build",
    r"loads\.(?:files|moved|days|users|texts|fingerprint|plan)\w*": "manifest",
    r"days_touched\b|rebuild_days\b|of days to rebuild\b": "where_affected_dates",
    r"macros/dialect\b|joined_in_order\b|text_literal\b": "cross_db, listagg",
    r"stop_with\b|words_of\b": "raise_error, tokenize",
    r"mend(?:s|ed|ing)?\b": "fix",
    r"torture\b": "resilience",
    # owners and money
    r"desks?\b": "support queue",
    r"whose it is\b": "owner",
    r"what it may have cost\b|money at stake\b": "estimated impact, lower bound",
    # headings
    r"(?<=#\x20)(?:what it answers|what it finds|how far to trust them)\b": "KPIs, Findings",
    r"(?<=#\x20)(?:your own exports|every night)\b": "Use your own data, Scheduling",
    r"(?<=#\x20)(?:when the data grows|the map)\b": "Incremental builds, Project structure",
    # archaic phrases
    r"(?:nobody|somebody)(?:'s)?\b|who(?:so)?ever\b": "no user, a user, the reader",
    r"stands?\b|stood\b": "is",
    r"anew\b": "again",
    r"in silence\b": "silently",
    rf"of (?:its|their|our) own(?=[.,:;)]|{NO_NOUN})": "separate",
    r"at odds\b": "contradicts",
    r"no more than a\b|nothing that is none\b": "only",
    # figures
    rf"\d[\d.,]* %(?=[.,;:)|]|{NO_NOUN})": "12.3%",
    # British spelling
    r"(?:mis|dis)?(?:behaviour|colour|favour|neighbour|honour|flavour)\w*\b": "American spelling",
    r"gr[e]y\b|centre[sd]?\b|licences?\b|towards\b|whilst\b": "American spelling",
    r"(?:labell|modell|cancell|travell)(?:ed|ing)\b|analys(?:e|ed|ing)\b": "American spelling",
    rf"(?:re|un|de)?(?:{VERBS_IN_ISE})is(?:e|es|ed|ing|ation|ations)\b": "American spelling",
}

# phrases that contain an avoided word and are fine
FINE = (
    r"ground(?: |-)truths?\b|stack traces\b|stands? (?:for|out)\b|help desks?\b|"
    r"usual range\b|slice\(|shift\(|shift to\b|analyse page load times\b|"
    r"cancelled['\"]|,cancelled(?:,|\\n)|"  # a status of orders, as shops write it
    r"cancelled at\b"  # a column of Shopify
)

# texts of users, rows of inputs, and files that describe past versions or the words themselves
DATA = (
    r"^seeds/raw/.*\.csv$",
    r"^seeds/reference/(?:issue_terms|order_statuses|pages|shop_lexicon)\.csv$",
    r"^tests/fixtures/.*\.csv$",
    r"^python_steps/.*\.csv$",
    r"^docs/images/",
    r"^requirements[\w-]*\.txt$",
    r"^CHANGELOG\.md$",
    r"^tests/python/project/(?:avoided_words|test_language)\.py$",
)

# file: {text of the line: why it may use the word}
ALLOWED = {
    "macros/on_run/validate_var_names.sql": {"'usual_": "var names of version 0.1"},
    "pyproject.toml": {"sqlfluff.rules.capitalisation": "a setting of sqlfluff"},
    "python_steps/__main__.py": {"_add_old_name(": "option names of version 0.1"},
    "tests/python/evaluation/test_evaluate.py": {
        '"--worlds", "1", "--calm-worlds", "1"': "option names of version 0.1",
        '"world" not in': "option names of version 0.1",
    },
    "tests/python/on_run/test_var_names.py": {'"usual_days"': "a var name of version 0.1"},
    "tests/python/command_line/test_main.py": {'"--truth"': "an option name of version 0.1"},
    "tests/singular/the_playbook_is_complete.sql": {"{hits}": "a placeholder of version 0.1"},
}
