"""Logs of web servers, load balancers and a CDN, and spans, as the tools write them."""

import gzip
import json

import pytest
from conftest import Place

COMBINED = '"-" "Mozilla/5.0 (\\"quoted\\" 1.500)"'
AT = "[10/Oct/2026:13:55:36 +0200]"  # 11:55:36 UTC
NAMED = 'uct="-" urt="0.05" rt=0.200'
FORWARDED = '"1.2.3.4, 5.6.7.8"'

# nginx, rotated: $request_time first, last, quoted or named; the upstream times are parts of it
NGINX = f"""\
nginx.example:443 192.0.2.1 - - {AT} "GET /plain HTTP/1.1" 200 512 {COMBINED} 0.100
nginx.example:443 2001:db8::1 - ann {AT} "GET /plain HTTP/2.0" 200 512 {COMBINED} "0.300"
nginx.example:443 192.0.2.1 - - {AT} "GET /named HTTP/1.1" 200 5 {COMBINED} "-" {NAMED}
nginx.example:443 192.0.2.1 - - {AT} "GET /retried HTTP/1.1" 502 0 {COMBINED} "0.005, 0.120" 0.126
nginx.example:443 192.0.2.1 - - {AT} "GET /left HTTP/1.1" 499 0 {COMBINED} {FORWARDED} 0.050 -
nginx.example:443 192.0.2.1 - - {AT} "GET /none HTTP/1.1" 000 0 {COMBINED}
nginx.example:443 192.0.2.1 - - {AT} "GET /ratio HTTP/1.1" 200 9 {COMBINED} "3.14"
nginx.example:443 192.0.2.1 - - {AT} "\\x16\\x03\\x01\\x02 \\xA2" 400 157 "-" "-" 0.010
nginx.example:443 192.0.2.1 - - {AT} "-" 408 0 "-" "-" 60.000

nginx.example:443 192.0.2.1 - John Doe {AT} "GET http://nginx.example/a b HTTP/1.1" 200 5 {COMBINED}
nginx.example:443 192.0.2.1 - - {AT} "GET /cut off
"""
# %D: medians of 10 ms or more are microseconds
APACHE = "".join(
    f'apache.example:80 192.0.2.1 - - {AT} "GET /us HTTP/1.1" 200 {size} {COMBINED} {time}\n'
    for size, time in [(100, 250000), (200, 150000), (300, 8000)]
)
# %{ms}T, or %T, or %D of small files: cannot be told apart
UNCLEAR = "".join(
    f'unclear.example:80 192.0.2.1 - - {AT} "GET /ms HTTP/1.1" 200 9000 {COMBINED} {time}\n'
    for time in (120, 80, 4000)
)
# %O, the bytes sent: the size and its headers
BYTES = "".join(
    f'bytes.example:80 192.0.2.1 - - {AT} "GET /o HTTP/1.1" 200 {size} {COMBINED} {size + 300}\n'
    for size in (20000, 30000, 40000)
)
NGINX_ERRORS = """\
2026/10/10 13:55:36 [error] 12#12: *1 open() "/a" failed, request: "GET /a HTTP/1.1"
"""
APACHE_ERRORS = "[Sat Oct 10 13:55:36.123456 2026] [core:error] [pid 1] AH00126\n"
# the second start logs other columns in another order; the first list has no site
IIS = """\
#Software: Microsoft Internet Information Services 10.0
#Version: 1.0
#Date: 2026-10-10 11:00:00
#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) \
cs(Referer) sc-status sc-substatus sc-win32-status time-taken
2026-10-10 11:00:01 10.0.0.1 GET /my+file.htm - 443 - 192.0.2.1 Mozilla/5.0+(X11) - 200 0 0 40
2026-10-10 11:00:02 10.0.0.1 GET /cut - 443 - 192.0.2.1 Mozilla
#Software: Microsoft Internet Information Services 10.0
#Version: 1.0
#Date: 2026-10-10 11:30:00
#Fields: time date sc-status time-taken cs-method cs-uri-stem cs-uri-query \
sc-win32-status s-sitename\x20
11:30:01 2026-10-10 503 90 POST /cart id=1 64 W3SVC7
11:30:02 2026-10-10 200 - POST /cart - 0 W3SVC7
"""
CLOUDFRONT = (
    "#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem"
    " sc-status cs(User-Agent) x-host-header time-taken\n"
    "2026-10-10\t11:00:01\tFRA56-P1\t9\t192.0.2.1\tGET\td1.cloudfront.net\t/a%20b\t200\ta b\t"
    "cdn.example\t0.015\n"
    "2026-10-10\t11:00:02\tJFK6\t0\t192.0.2.1\tGET\td1.cloudfront.net\t/a%20b\t000\tx\tcdn.example\t"
    "1.500\n"
)
ALB = (
    "h2 2026-10-10T11:00:01.186641Z app/shop/50dc 192.0.2.1:4711 10.0.0.1:80 0.001 0.048 0.001 200"
    ' 200 34 366 "GET https://lb.example:443/cart?id=1 HTTP/2.0" "x" ECDHE TLSv1.2'
    ' arn:aws:elasticloadbalancing:eu-central-1:1:targetgroup/carts/73e2 "Root=1" "-" "-" 0\n'
    "https 2026-10-10T11:00:02.186641Z app/shop/50dc 192.0.2.1:4711 10.0.0.1:80 0.001 -1 -1 504 -"
    ' 34 366 "GET https://lb.example:443/cart?id=1 HTTP/2.0" "x" ECDHE TLSv1.2'
    ' arn:aws:elasticloadbalancing:eu-central-1:1:targetgroup/carts/73e2 "Root=1" "-" "-" 0\n'
    'http 2026-10-10T11:00:03.186641Z app/shop/50dc 192.0.2.1:4711 - -1 -1 -1 - - 0 0 "- '
    'http://lb.example:80- -" "-" - - - "-" "-" "-" -\n'
)


def _span(service, name, milliseconds, kind=2, **attributes):
    """Return a line of the file exporter with one span."""
    start = 1791630000 * 10**9  # 2026-10-10 11:00 UTC
    scope = {
        "spans": [
            {
                "name": name,
                "kind": kind,
                "startTimeUnixNano": str(start),
                "endTimeUnixNano": str(start + milliseconds * 10**6),
                "attributes": [
                    {"key": key.replace("__", "."), "value": _value(each)}
                    for key, each in attributes.items()
                ],
                "status": {"code": 2},
            }
        ]
    }
    resource = {"attributes": [{"key": "service.name", "value": {"stringValue": service}}]}
    return json.dumps({"resourceSpans": [{"resource": resource, "scopeSpans": [scope]}]}) + "\n"


def _value(value):
    return {"intValue" if isinstance(value, int) else "stringValue": str(value)}


SPANS = (
    _span("traced", "GET", 30, http__method="GET", http__target="/old?a=1", http__status_code=200)
    + _span(
        "traced", "GET", 5, url__path="/n/7", http__route="/n/:key", http__response__status_code=500
    )
    + _span("traced", "GET", 4, kind="SPAN_KIND_SERVER", url__path="/wild", http__route="/*")
    + _span("traced", "SELECT", 1, kind=3)
)
FILES = {
    "access.log.1": NGINX.encode(),
    "apache.log.2.gz": gzip.compress(APACHE.encode()),
    "unclear.log": UNCLEAR.encode(),
    "bytes.log": BYTES.encode(),
    "error.log": NGINX_ERRORS.encode(),
    "apache_error.log": APACHE_ERRORS.encode(),
    "u_ex261010.log": IIS.replace("\n", "\r\n").encode(),
    "E2EXAMPLE.2026-10-10-11.1a2b.gz": gzip.compress(CLOUDFRONT.encode()),
    "1_elasticloadbalancing_eu-central-1_app.shop.log.gz": gzip.compress(ALB.encode()),
    # the last line is cut
    "spans.jsonl": (SPANS.rstrip() + "\n" + SPANS[:200]).encode(),
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory) -> Place:
    """Build the logs of all tools in one folder."""
    folder = tmp_path_factory.mktemp("logs")
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    place = Place(tmp_path_factory.mktemp("logs_build"))
    run = place.build(raw_dir=str(folder), max_rejected_share=0.5)
    place.folder.joinpath("output.txt").write_text(run.text, encoding="utf-8")
    return place


def requests_of(shop, *services):
    """Return {service endpoint: (requests, errors, no responses, timed, mean time)}."""
    rows = shop.query(
        "select service_name, endpoint, sum(request_count)::int, sum(error_count)::int,"
        " sum(no_response_count)::int, sum(timed_count)::int,"
        " round(sum(avg_response_ms * timed_count) / nullif(sum(timed_count), 0), 3)"
        " from reliability.endpoint_health_hourly"
        f" where service_name in {(*services, '')} group by all order by all"
    )
    rows = rows.astype(object).where(rows.notna(), None)
    return {" ".join(each[:2]): tuple(each[2:]) for each in rows.itertuples(index=False)}


def test_each_file_is_read_as_what_it_is(shop):
    text = shop.folder.joinpath("output.txt").read_text(encoding="utf-8")
    assert "access.log.1, apache.log.2.gz, bytes.log and 1 more: read as access_log" in text
    assert "u_ex261010.log: read as iis_log" in text
    assert "E2EXAMPLE.2026-10-10-11.1a2b.gz: read as cloudfront_log" in text
    assert "app.shop.log.gz: read as aws_alb_log" in text
    assert "spans.jsonl: read as otel_spans" in text
    assert "Ignored in raw_dir: apache_error.log, error.log" in text
    audit = shop.query("from quality.load_audit where input_table = 'api_logs'").iloc[0]
    # 11 + 3 + 3 + 3 of access logs without the empty line, 4 of IIS, 2, 3, 3 server spans and the
    # line that is cut
    assert audit["rows_read"] == 33
    assert audit["rows_rejected"] == 3
    broken = shop.query("from quality.rejected_rows where source_file = 'spans.jsonl'").iloc[0]
    assert (broken["raw_row"], broken["reason"]) == ("not JSON", "missing_timestamp")


def test_seconds_of_nginx_are_read_wherever_they_are(shop):
    found = requests_of(shop, "nginx.example")
    assert found == {
        "nginx.example (no request)": (2, 2, 0, 0, None),  # 400 and 408; they have no time
        "nginx.example /a b": (1, 0, 0, 0, None),
        "nginx.example /left": (1, 1, 0, 1, 50),
        "nginx.example /named": (1, 0, 0, 1, 200),
        "nginx.example /none": (1, 1, 1, 0, None),
        "nginx.example /plain": (2, 0, 0, 2, 200),  # (100 + 300) / 2
        "nginx.example /ratio": (1, 0, 0, 0, None),  # a gzip ratio is no time
        "nginx.example /retried": (1, 1, 0, 1, 126),  # not 5 or 120, its parts
    }
    hours = shop.query("select distinct hour_at from reliability.endpoint_health_hourly")
    assert set(hours["hour_at"].astype(str)) == {"2026-10-10 11:00:00"}


def test_whole_numbers_are_read_only_where_their_unit_is_certain(shop):
    found = requests_of(shop, "apache.example", "unclear.example", "bytes.example")
    assert found == {
        "apache.example /us": (3, 0, 0, 3, 136),  # (250 + 150 + 8) / 3
        "bytes.example /o": (3, 0, 0, 0, None),
        "unclear.example /ms": (3, 0, 0, 0, None),
    }
    text = shop.folder.joinpath("output.txt").read_text(encoding="utf-8")
    assert "apache.log.2.gz: whole numbers at the end of lines are read as microseconds" in text
    assert "bytes.log, unclear.log: whole numbers at the end of lines are not read" in text


def test_a_w3c_log_may_change_its_fields(shop):
    found = requests_of(shop, "(not recorded)", "W3SVC7")
    assert found == {
        "(not recorded) /my+file.htm": (1, 0, 0, 1, 40),
        "W3SVC7 /cart": (2, 1, 0, 1, 90),
    }
    rejected = shop.query("from quality.rejected_rows where source_file = 'u_ex261010.log'")
    assert rejected[["source_row", "reason"]].values.tolist() == [[6, "missing_timestamp"]]


def test_a_request_without_an_answer_has_no_status_or_no_time(shop):
    found = requests_of(shop, "cdn.example", "carts", "shop")
    assert found == {
        "carts /cart": (2, 1, 0, 1, 50),  # 1 + 48 + 1; the 504 waited for an unknown time
        "cdn.example /a%20b": (2, 1, 1, 2, 757.5),  # (15 + 1500) / 2
        "shop (no request)": (1, 1, 1, 0, None),
    }


def test_only_server_spans_are_requests_and_may_lack_a_status(shop):
    found = requests_of(shop, "traced")
    assert found == {
        "traced /n/{id}": (1, 1, 0, 1, 5),
        "traced /old": (1, 0, 0, 1, 30),
        "traced /wild": (1, 0, 0, 1, 4),  # of unknown outcome
    }
