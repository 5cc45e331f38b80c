"""``/api/v1/data/…``: open data in CSV, JSON and Parquet, and their catalogue (DCAT). No right is asked."""

from __future__ import annotations

import json

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from mouakaba.base.sheets.actions import csv_file
from mouakaba.observe.opendata.phrases import parquet, turtle
from mouakaba.observe.opendata.queries import catalogue, dataset, rows_of
from mouakaba.observe.opendata.rules import MEDIA

router = Router(tags=["data"])


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


@router.get("/data/catalogue.jsonld", summary="What data there is (DCAT, JSON-LD)")
def catalogue_json(request: HttpRequest) -> HttpResponse:
    """The catalogue of the datasets."""
    text = json.dumps(catalogue(_site(request), str(settings.PRODUCT_NAME)), ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type="application/ld+json; charset=utf-8")


@router.get("/data/catalogue.ttl", summary="What data there is (DCAT, Turtle)")
def catalogue_turtle(request: HttpRequest) -> HttpResponse:
    """The same triples."""
    text = turtle(catalogue(_site(request), str(settings.PRODUCT_NAME)))
    return HttpResponse(text, content_type="text/turtle; charset=utf-8")


@router.get("/data/{code}.csv", summary="A dataset as CSV")
def dataset_csv(request: HttpRequest, code: str) -> HttpResponse:
    """All rows of a dataset."""
    one = dataset(code)
    if one is None:
        raise Http404
    rows = [["" if row[name] is None else row[name] for name in one.columns] for row in rows_of(one)]
    return csv_file(f"{code}.csv", one.columns, rows)


@router.get("/data/{code}.json", summary="A dataset as JSON")
def dataset_json(request: HttpRequest, code: str) -> HttpResponse:
    """All rows of a dataset."""
    one = dataset(code)
    if one is None:
        raise Http404
    rows = [{name: row[name] for name in one.columns} for row in rows_of(one)]
    return HttpResponse(json.dumps(rows, ensure_ascii=False), content_type="application/json; charset=utf-8")


@router.get("/data/{code}.parquet", summary="A dataset as Apache Parquet")
def dataset_parquet(request: HttpRequest, code: str) -> HttpResponse:
    """All rows of a dataset, with types; what is left unsaid is null."""
    one = dataset(code)
    if one is None:
        raise Http404
    response = HttpResponse(parquet(one, rows_of(one)), content_type=MEDIA["parquet"])
    response["Content-Disposition"] = f'attachment; filename="{code}.parquet"'
    return response
