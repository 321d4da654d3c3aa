"""What the tables hold that are not read from the document: official wages, and our objections to it."""

from tpm_data.columns import PAY_UNIT, Column, Table

_MARKET_TABLES = (
    Table(
        "market_wages",
        "Official wage percentiles of occupations beside the career",
        "a percentile of the pay of an occupation, in an industry and an area",
        (
            Column("occupation_code", "text", "SOC 2018 code; 00-0000 is every occupation.", required=True),
            Column("occupation", "text", "The occupation as BLS names it.", required=True),
            Column("industry_code", "text", "NAICS code; 000000 is every industry."),
            Column("industry", "text", "The industry as BLS names it, or all industries.", required=True),
            Column("area_code", "text", "BLS code of the area; 0000000 is the nation."),
            Column("area", "text", "The nation or a metropolitan area, as BLS names it.", required=True),
            Column("percentile", "integer", "Share paid at most this wage.", "percent", True, minimum=1),
            Column(
                "annual_wage",
                "integer",
                "Wage at the percentile, for 2,080 hours a year.",
                PAY_UNIT,
                True,
                minimum=1,
            ),
            Column("hourly_wage", "number", "The same wage by the hour.", "currency per hour", minimum=0),
            Column("currency", "text", "ISO 4217 code of the wages.", is_currency=True),
            Column("employment", "integer", "Estimated number of employees.", "employees", minimum=0),
            Column(
                "employment_rse",
                "number",
                "Relative standard error of the employment.",
                "percent",
                minimum=0,
            ),
            Column(
                "wage_rse",
                "number",
                "Relative standard error of the mean wage; none is published for a percentile.",
                "percent",
                minimum=0,
            ),
            Column("release", "text", "Month the estimates are for."),
            Column("published", "text", "Day the release came out, as year-month-day."),
            Column("series_id", "text", "BLS series of the annual wage."),
            Column("caveat", "text", "Why a wage deserves a second look, if it does.", nullable=True),
        ),
        key=("series_id",),
        basis="BLS May 2025",
        notice="Source: U.S. Bureau of Labor Statistics, Occupational Employment and Wage Statistics, "
        "May 2025, published 2026-05-15, retrieved 2026-09-26. BLS answers for its figures as they "
        "stand on its own site, not for copies of them or for what others make of them.",
    ),
    Table(
        "market_fit",
        "Which occupations may stand beside which level, and why weakly",
        "a level set beside an occupation",
        (
            Column("level", "integer", "Rung of the bundled ladder.", "rank", True, minimum=1),
            Column("occupation_code", "text", "SOC 2018 code, as in market_wages.", required=True),
            Column(
                "fit",
                "text",
                "Weak: some of the work is the same; context: only a yardstick beside it.",
                required=True,
                one_of=("weak", "context"),
            ),
            Column("reason", "text", "What the two share, and why that is not much.", required=True),
        ),
        key=("level", "occupation_code"),
        basis="judgement of the authors",
        notice="No SOC code is a product manager: an occupation is context for a level, and verifies none.",
    ),
)
_QUALITY_FINDINGS = Table(
    "quality_findings",
    "What an expert would object to in the document",
    "an objection to the document",
    (
        Column("finding", "text", "The objection in a few words.", required=True),
        Column(
            "severity",
            "text",
            "Serious: a figure cannot be used for what it seems to say; moderate: a conclusion from it is "
            "weaker than it looks; minor: wording or order.",
            required=True,
            one_of=("serious", "moderate", "minor"),
        ),
        Column("lines", "text", "Lines of the document that show it, separated by semicolons."),
        Column("tokens", "text", "A word or figure on each of these lines, in the same order."),
        Column("effect", "text", "What goes wrong for someone who uses the document."),
        Column("handling", "text", "What this package does about it."),
    ),
    unique=("finding",),
    basis="our reading of the document",
)
OTHER_TABLES = (*_MARKET_TABLES, _QUALITY_FINDINGS)
