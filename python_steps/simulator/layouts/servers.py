"""Logs of web servers, load balancers and a CDN, and spans.

All of them leave out rows with a broken value: a log has none.
"""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

IIS_FIELDS = (
    "date time s-sitename s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip "
    "cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken"
)
CLOUDFRONT_FIELDS = (
    "date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) "
    "cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header "
    "cs-protocol cs-bytes time-taken"
)
TARGET_GROUP = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/{}/0123456789ab"
SERVER = 2  # kind of a span


def write_access_log(rows: pd.DataFrame, folder: Path) -> None:
    """Write an access log in nginx's combined format with the host and the time of the request.

    Args:
        rows: Rows of api_logs; the service is the host.
        folder: Folder for the file.
    """
    lines = (
        f"{row.service_name}:443 10.0.0.1 - - [{row.timestamp:%d/%b/%Y:%H:%M:%S +0000}] "
        f'"GET {row.endpoint} HTTP/1.1" {row.status_code:03.0f} 512 "-" "app/1.0" '
        f"{_seconds(row.response_time_ms)}\n"
        for row in _complete(rows)
    )
    (folder / "access.log").write_text("".join(lines), encoding="utf-8")


def write_iis_log(rows: pd.DataFrame, folder: Path) -> None:
    """Write an IIS log in the W3C format.

    Args:
        rows: Rows of api_logs; the service is the site.
        folder: Folder for the file.
    """
    lines = (
        f"{row.timestamp:%Y-%m-%d %H:%M:%S} {row.service_name} 10.0.0.1 GET {row.endpoint} - 443 - "
        f"10.0.0.2 app/1.0 - {row.status_code:.0f} 0 0 "
        f"{'-' if pd.isna(row.response_time_ms) else int(row.response_time_ms)}\r\n"
        for row in _complete(rows)
    )
    comments = (
        "#Software: Microsoft Internet Information Services 10.0\r\n#Version: 1.0\r\n"
        f"#Fields: {IIS_FIELDS}\r\n"
    )
    (folder / "u_ex.log").write_text(comments + "".join(lines), encoding="utf-8", newline="")


def write_cloudfront_log(rows: pd.DataFrame, folder: Path) -> None:
    """Write a standard log of CloudFront.

    Args:
        rows: Rows of api_logs; the service is the host.
        folder: Folder for the file.
    """
    lines = (
        f"{row.timestamp:%Y-%m-%d\t%H:%M:%S}\tFRA56-P1\t512\t192.0.2.1\tGET\td1.cloudfront.net\t"
        f"{row.endpoint}\t{row.status_code:03.0f}\t-\tapp/1.0\t-\t-\tMiss\tr1\t{row.service_name}\t"
        f"https\t64\t{_seconds(row.response_time_ms)}\n"
        for row in _complete(rows)
    )
    text = f"#Version: 1.0\n#Fields: {CLOUDFRONT_FIELDS}\n" + "".join(lines)
    _write_gzip(folder / "E2EXAMPLE.2026-08-03-00.1a2b3c4d.gz", text)


def write_aws_alb_log(rows: pd.DataFrame, folder: Path) -> None:
    """Write a log of an Application Load Balancer.

    Args:
        rows: Rows of api_logs; the service is the target group.
        folder: Folder for the file.
    """
    lines = (
        f"https {row.timestamp:%Y-%m-%dT%H:%M:%S.%fZ} app/shop/0123456789ab 192.0.2.1:4711 "
        f"10.0.0.1:8080 {_times(row.response_time_ms)} {int(row.status_code) or '-'} - 64 512 "
        f'"GET https://shop.example.org:443{row.endpoint} HTTP/2.0" "app/1.0" ECDHE TLSv1.3 '
        f'{TARGET_GROUP.format(row.service_name)} "Root=1-0" "shop.example.org" "-" 0 '
        f'{row.timestamp:%Y-%m-%dT%H:%M:%S.%fZ} "forward" "-" "-" "10.0.0.1:8080" "-" "-" "-"\n'
        for row in _complete(rows)
    )
    name = "123456789012_elasticloadbalancing_eu-central-1_app.shop.log.gz"
    _write_gzip(folder / name, "".join(lines))


def write_otel_spans(rows: pd.DataFrame, folder: Path) -> None:
    """Write spans as the file exporter of the OpenTelemetry Collector does, with one per line.

    Args:
        rows: Rows of api_logs.
        folder: Folder for the file.
    """
    lines = (f"{json.dumps(_document(row), separators=(',', ':'))}\n" for row in _complete(rows))
    (folder / "spans.jsonl").write_text("".join(lines), encoding="utf-8")


def _complete(rows: pd.DataFrame) -> Iterator[Any]:
    needed = ["timestamp", "endpoint", "status_code", "service_name"]
    return rows[rows["response_time_ms"].fillna(0) >= 0].dropna(subset=needed).itertuples()


def _seconds(milliseconds: float) -> str:
    return "-" if pd.isna(milliseconds) else f"{milliseconds / 1000:.3f}"


def _times(milliseconds: float) -> str:
    return "-1 -1 -1" if pd.isna(milliseconds) else f"0.000 {milliseconds / 1000:.3f} 0.000"


def _document(row: Any) -> dict:
    start = row.timestamp.value // 1000 * 1000
    took = 0 if pd.isna(row.response_time_ms) else int(row.response_time_ms)
    span = {
        "traceId": f"{row.Index:032x}",
        "spanId": f"{row.Index:016x}",
        "name": f"GET {row.endpoint}",
        "kind": SERVER,
        "startTimeUnixNano": str(start),
        "endTimeUnixNano": "0" if pd.isna(row.response_time_ms) else str(start + took * 10**6),
        "attributes": [
            {"key": "http.request.method", "value": {"stringValue": "GET"}},
            {"key": "url.path", "value": {"stringValue": row.endpoint}},
            {
                "key": "http.response.status_code",
                "value": {"intValue": str(int(row.status_code))},
            },
        ],
        "status": {},
    }
    service = {"key": "service.name", "value": {"stringValue": row.service_name}}
    return {
        "resourceSpans": [
            {
                "resource": {"attributes": [service]},
                "scopeSpans": [{"scope": {}, "spans": [span]}],
            }
        ]
    }


def _write_gzip(path: Path, text: str) -> None:
    with gzip.GzipFile(path, "wb", mtime=0) as file:
        file.write(text.encode())


API_LOGS = {
    "access_log": write_access_log,
    "aws_alb_log": write_aws_alb_log,
    "cloudfront_log": write_cloudfront_log,
    "iis_log": write_iis_log,
    "otel_spans": write_otel_spans,
}
