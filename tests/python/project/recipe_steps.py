"""The steps of "Add an input and a KPI" in CONTRIBUTING.md: the text that each file gets.

The input `demo` counts product demos. Its KPI `total_demos` is additive.
"""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Edit:
    """A new file, or text that is inserted into a file.

    Attributes:
        file: The path in the project.
        text: The text to write, append or insert.
        after: A text of the file, after whose line the new text is inserted. It occurs once, or
            the new text is inserted after every occurrence. Empty: the text is appended; it is the
            whole file if there is none.
    """

    file: str
    text: str
    after: str = ""

    def apply(self, project: Path) -> None:
        """Make the edit in a copy of the project."""
        path = project / self.file
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        if not self.after:
            path.write_text(old + self.text, encoding="utf-8")
            return
        assert self.after in old, f"{self.file} has no line with {self.after!r}"
        lines = [line + (self.text if self.after in line else "") for line in old.splitlines(True)]
        path.write_text("".join(lines), encoding="utf-8")


BASE = """\
with
demo as (
    {{ raw('demo') }}
),

parse_columns as (
    select
        source_file,
        input_row,
        raw_row,
        {{ to_timestamp('timestamp') }} as shown_at,
        {{ to_value('product') }} as product
    from demo
),

validate_rows as (
    select
        *,
        case
            when shown_at is null then {{ missing_or_invalid('timestamp') }}
            when {{ is_out_of_range_timestamp('shown_at') }} then 'out_of_range_timestamp'
        end as reject_reason,
        case when {{ is_in_future('shown_at') }} then 'in_the_future' end as exclude_reason
    from parse_columns
),

base_demo as (
    select
        source_file,
        input_row,
        shown_at,
        {{ reporting_date('shown_at') }} as shown_date,
        product,
        {{ row_status() }} as row_status,
        reject_reason,
        exclude_reason,
        {{ rejected_row('demo') }} as rejected_row
    from validate_rows
)

select * from base_demo
"""

BASE_YML = """\
version: 2

models:
  - name: base_demo
    description: One row per row of the input demo, accepted or rejected, parsed and cleaned.
    columns:
      - name: source_file
        description: "{{ doc('source_file') }}"
      - name: input_row
        description: "{{ doc('input_row') }}"
      - name: shown_at
        description: Time of the demo, UTC.
      - name: shown_date
        description: Day of the demo.
      - name: product
        description: Product shown, if known.
      - name: row_status
        description: "{{ doc('row_status') }}"
      - name: reject_reason
        description: "{{ doc('reject_reason') }}"
      - name: exclude_reason
        description: "{{ doc('exclude_reason') }}"
      - name: rejected_row
        description: "{{ doc('rejected_row') }}"

unit_tests:
  - name: an_invalid_demo_is_rejected_with_its_reason
    model: base_demo
    overrides:
      vars: {raw_dir: "", as_of: "", source_timezone: UTC, reporting_timezone: UTC}
    given:
      - input: ref('demo')
        format: csv
        rows: |
          timestamp,product
          2026-01-01 10:00,valid
          ,no time
          noon,bad time
          1989-12-31 23:59:59,old
    expect:
      format: csv
      rows: |
        product,reject_reason
        valid,
        no time,missing_timestamp
        bad time,invalid_timestamp
        old,out_of_range_timestamp
"""

STAGING = """\
with
demo as (
    {{ accepted_events('demo') }}
),

stg_demo as (
    select
        shown_at,
        shown_date,
        product
    from demo
)

select * from stg_demo
"""

STAGING_YML = """\
version: 2

models:
  - name: stg_demo
    description: One row per accepted demo.
    columns:
      - name: shown_at
        description: Time of the demo, UTC.
        data_tests:
          - not_null
      - name: shown_date
        description: Day of the demo.
      - name: product
        description: Product shown, if known.

unit_tests:
  - name: a_rejected_demo_is_left_out
    model: stg_demo
    given:
      - input: ref('base_demo')
        rows:
          - {product: a, row_status: accepted}
          - {product: b, row_status: rejected}
      - {input: ref('stg_isolated_dates'), rows: []}
      - {input: ref('stg_repeated_hours'), rows: []}
    expect:
      rows:
        - {product: a}
"""

SEED_YML = """\
version: 2

seeds:
  - name: demo
    description: One row per product demo. Text as exported; base_demo parses and validates it.
    columns:
      - name: timestamp
        description: Time of the demo, ISO 8601 with or without offset.
        config:
          meta: {required: true}
      - name: product
        description: Product shown, if known.
        config:
          meta: {required: false}
"""

RAW = """\
timestamp,product
2026-08-04T10:00:00,lamp
2026-08-04T11:30:00,
2026-09-13T09:00:00,table
"""

AWKWARD = """\
timestamp,product
2025-03-03T10:00:00,lamp
2025-03-04 11:30:00+02:00,
,no time
noon,bad time
1989-12-31,old
03/04/2025,slashes
2025-03-04,table
2025-03-04T12:00:00Z,table
"""

ORACLE = """

def demo_kpis(shop: Shop) -> list[dict[str, Any]]:
    \"\"\"Compute the KPIs of product demos.\"\"\"
    return [figure("total_demos", len(shop.tables["demo"]))]
"""

# the numbers are those of the page
STEPS: dict[int, list[Edit]] = {
    1: [Edit("seeds/raw/demo.csv", RAW)],
    2: [Edit("seeds/raw/demo.yml", SEED_YML)],
    3: [
        Edit(
            "macros/sources/input_contract.sql",
            """\
        'demo': {
            'key': none,
            'date': 'shown_date',
            'identity': ['shown_at', 'product'],
            'times': {'shown_at': 'timestamp'},
        },
""",
            after="{{ return({",
        )
    ],
    4: [Edit("models/staging/base/base_demo.sql", BASE)],
    5: [Edit("models/staging/base/base_demo.yml", BASE_YML)],
    6: [Edit("models/staging/stg_demo.sql", STAGING)],
    7: [Edit("models/staging/stg_demo.yml", STAGING_YML)],
    8: [Edit("docs/inputs.md", "| demo | timestamp | product |\n", after="| support_tickets |")],
    9: [
        Edit(
            "seeds/reference/kpis.csv",
            "total_demos,ux,Demos,count,demo,sum,false,,,,,Number of product demos.\n",
        )
    ],
    10: [
        Edit(
            "models/kpis/int_kpi_components_daily.sql",
            "demo as (select * from {{ ref('stg_demo') }}),\n",
            after="tickets as (select",
        ),
        Edit(
            "models/kpis/int_kpi_components_daily.sql",
            "    {{ kpi_component('total_demos', 'count(*)', date_day='shown_date') }} from demo\n"
            "    group by shown_date\n"
            "    union all\n",
            after="int_kpi_components_daily as (",
        ),
    ],
    11: [
        Edit(
            "models/kpis/int_kpi_components_daily.unit_tests.yml",
            "      - input: ref('stg_demo')\n"
            "        rows: [{shown_date: 2026-01-01}, {shown_date: 2026-01-01}]\n",
            after="    given:",
        ),
        Edit(
            "models/kpis/int_kpi_components_daily.unit_tests.yml",
            "        2026-01-01,total_demos,2,\n",
            after="        date_day,kpi,numerator,denominator",
        ),
    ],
    12: [
        Edit(
            "tests/python/semantic/test_metrics.py",
            '    "total_demos",\n',
            after='    "slowest_service",',
        )
    ],
    13: [
        Edit(
            "tests/python/oracle/pandas_oracle/contract.py",
            '    "demo": {"timestamp": REQUIRED_TIME, "product": TEXT},\n',
            after="TABLES: dict[str, dict[str, Column]] = {",
        ),
        Edit(
            "tests/python/oracle/pandas_oracle/ux.py",
            '        *unless_absent(shop, "demo", demo_kpis(shop)),\n',
            after='        *unless_absent(shop, "session_tracking"',
        ),
        Edit("tests/python/oracle/pandas_oracle/ux.py", ORACLE),
    ],
    14: [Edit("tests/fixtures/shop_small/demo.csv", AWKWARD)],
}  # fmt: skip
