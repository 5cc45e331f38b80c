"""How quick the search over all markets is: ``script/bench markets [LISTINGS]``.

Makes a database of its own beside the bench's with that many invented listings (200,000), each with the words and the
vector of the text it was made of, lets 20 users search at once, and writes what was measured to docs/benchmarks.md.
"""

from __future__ import annotations

import http.client
import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import product
from multiprocessing import get_context
from pathlib import Path
from statistics import quantiles
from typing import Any
from urllib.parse import urlencode

import numpy as np

from bench.pages import _record

USERS, EACH, PAUSE = 20, 25, 1.0  # searches of a user; mean seconds they read before the next
WORKERS = 4  # processes of the web server
SEED = 2026
WHAT = {
    "fr": ["Formation", "Accompagnement", "Prototype", "Conseil", "Collecte", "Tri", "Vente", "Atelier", "Transport"],
    "ar": ["تكوين", "مواكبة", "نموذج أولي", "استشارة", "جمع", "فرز", "بيع", "ورشة", "نقل"],
    "en": ["Training", "Coaching", "Prototype", "Advice", "Collection", "Sorting", "Sale", "Workshop", "Transport"],
}
OF = {
    "fr": ["énergie solaire", "déchets plastiques", "huile d’argan", "tapis et tissage", "comptabilité", "marketing",
           "bois et palettes", "miel", "carton", "logiciel de gestion", "tourisme rural", "séchage de dattes"],
    "ar": ["الطاقة الشمسية", "النفايات البلاستيكية", "زيت الأركان", "الزرابي والنسيج", "المحاسبة", "التسويق",
           "الخشب والمنصات", "العسل", "الكرتون", "برنامج التسيير", "السياحة القروية", "تجفيف التمور"],
    "en": ["solar energy", "plastic waste", "argan oil", "carpets and weaving", "accounting", "marketing",
           "wood and pallets", "honey", "cardboard", "management software", "rural tourism", "drying dates"],
}  # fmt: skip
FOR = {
    "fr": ["coopératives", "jeunes diplômés", "femmes artisanes", "startups industrielles", "communes rurales"],
    "ar": ["التعاونيات", "الشباب الخريجين", "الصانعات التقليديات", "المقاولات الناشئة", "الجماعات القروية"],
    "en": ["cooperatives", "young graduates", "women in crafts", "industrial startups", "rural communes"],
}
PLACES = ["Oujda", "Berkane", "Jerada", "Nador", "Figuig", "Taourirt", "Driouch", "Guercif", "Fès", "Agadir", "Safi"]
MARKETS = ["talent_openings", "trainings", "services:offer", "waste_streams:offer", "waste_streams:need"]


def texts() -> Iterator[tuple[str, str]]:
    """Invented titles with their language: some 5,000 different ones."""
    for language in WHAT:
        for what, of, whom in product(WHAT[language], OF[language], FOR[language]):
            yield f"{what} {of}", f"{what} {of}, {whom}"


def prepare(count: int) -> None:
    """A database with that many listings, kept for the next run."""
    _setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    from mouakaba.base.places.actions import load_places

    load_places()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM match_opening")
        if cursor.fetchone()[0] >= count:
            return
        _fill(cursor, count)


def _fill(cursor: Any, count: int) -> None:
    from mouakaba.match.skills.queries import vectors

    rng, said = random.Random(SEED), list(texts())
    floats = vectors([f"{title}. {text}" for title, text in said])
    cursor.execute("""INSERT INTO base_organisation
        (id, slug, name, legal_form, ice, sectors, source_url, is_demo, search)
        SELECT gen_random_uuid(), 'demo-' || n, '{"fr": "DEMO"}', 'company', '', '[]', '', true, ''
        FROM generate_series(1, 500) n ON CONFLICT DO NOTHING""")
    cursor.execute("SELECT array_agg(id) FROM base_organisation")
    houses = cursor.fetchone()[0]
    cursor.execute("DROP INDEX entry_vector; DROP INDEX entry_words; SET maintenance_work_mem = '1GB'")
    chosen = [(n, rng.randrange(len(said)), rng.choice(MARKETS), rng.choice(PLACES)) for n in range(count)]
    _fill_listings(cursor, chosen, said, houses, rng)
    _fill_entries(cursor, chosen, said, floats, rng)
    start = time.perf_counter()
    cursor.execute("CREATE INDEX entry_vector ON match_entry USING hnsw (vector halfvec_cosine_ops)")
    cursor.execute("CREATE INDEX entry_words ON match_entry USING gin (words) WITH (fastupdate = off)")
    cursor.execute("ANALYZE match_entry; ANALYZE match_opening")
    print(f"indexes of {count} entries: {time.perf_counter() - start:.0f} s")


Chosen = list[tuple[int, int, str, str]]  # number of the listing, of its text, its market, its place


def _fill_listings(cursor: Any, chosen: Chosen, said: list[tuple[str, str]], houses: list[Any], rng: Any) -> None:
    cursor.execute("ALTER TABLE match_opening DISABLE TRIGGER USER")
    with cursor.copy(
        "COPY match_opening (id, kind_code, organisation_id, title, text, remote, languages, sector,"
        " closes_on, state, read, side, facts, version, source_url, made_at, is_demo) FROM STDIN"
    ) as rows:
        for n, which, market, place in chosen:
            kind, _colon, side = market.partition(":")
            title, text = f"{said[which][0]} {place}"[:150], said[which][1]
            rows.write_row(
                (
                    _uuid(n), kind, rng.choice(houses), title, text, False, "[]", "",
                    "2099-01-01", "open", True, side, "{}", 1, "", "2026-01-01", True,
                )
            )  # fmt: skip
    cursor.execute("ALTER TABLE match_opening ENABLE TRIGGER USER")


def _fill_entries(cursor: Any, chosen: Chosen, said: list[tuple[str, str]], floats: Any, rng: Any) -> None:
    from mouakaba.match.entries.actions import Told, tsvector
    from mouakaba.match.entries.queries import as_vector

    stray = np.random.default_rng(SEED)
    with cursor.copy(
        'COPY match_entry (opening_id, market, regions, until, words, vector, "of", stale) FROM STDIN'
    ) as rows:
        for n, which, market, place in chosen:
            noise = floats[which] + stray.normal(0, 0.02, 256)  # no two stand at one point
            region = f"MA-{rng.randint(1, 12):02}"
            words = tsvector(Told(((f"{said[which][0]} {place}", said[which][1]),), ("DEMO",), (region,)))
            rows.write_row((_uuid(n), market, f"{{{region}}}", "2099-01-01", words, as_vector(noise), "", 0))


def _uuid(n: int) -> str:
    return f"00000000-0000-4000-8000-{n:012x}"


def _setup() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mouakaba.site.settings")
    import django

    django.setup()


def asked(seed: int) -> Iterator[str]:
    """What users type: one to three words in a language, now and then with a place."""
    rng = random.Random(seed)
    while True:
        language = rng.choice(list(WHAT))
        words = [rng.choice(OF[language])]
        if rng.random() < 0.5:
            words.insert(0, rng.choice(WHAT[language]))
        if rng.random() < 0.3:
            words.append(rng.choice(PLACES))
        yield " ".join(words)


def user(seed: int, pause: float, begin: threading.Barrier, turn: threading.Semaphore) -> tuple[list[float], float]:
    """One user's searches: milliseconds of each, and CPU milliseconds of their database connection in all."""
    from django.db import connection

    from mouakaba.match.finding.queries import Sifted, meaning, search, shown

    words, rng, times = asked(seed), random.Random(seed), []
    meaning(next(words))  # loads the encoder
    shown(search(Sifted(next(words))).rows[:20])  # opens the connection
    server = backend(connection)
    begin.wait()
    before = ticks(server)
    for _turn in range(EACH):
        time.sleep(rng.random() * 2 * pause)
        sifted = Sifted(next(words), region=f"MA-{rng.randint(1, 12):02}" if rng.random() < 0.3 else "")
        meaning.cache_clear()  # every search is somebody's first
        start = time.perf_counter()
        with turn:
            answer = search(sifted)
            shown(answer.rows[:20], sifted.words)
        times.append(1000 * (time.perf_counter() - start))
    spent = ticks(server) - before
    connection.close()
    return times, spent


def backend(connection: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def ticks(pid: int) -> float:
    """CPU milliseconds a process of this machine has taken so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return 1000 * sum(int(field) for field in fields[11:13]) / os.sysconf("SC_CLK_TCK")


def _enter(everybody: Any) -> None:
    global _everybody
    _everybody = everybody
    _setup()


def worker(first: int, users: int, pause: float, at_once: int) -> tuple[list[float], float, float]:
    """A process of the web server with that many of the users: times, CPU ms of ours and of the database's."""
    clock: list[float] = []

    def begin() -> None:
        _everybody.wait()  # the last of all processes is warm
        clock.append(time.process_time())

    ready, turn = threading.Barrier(users, action=begin), threading.Semaphore(at_once)
    with ThreadPoolExecutor(users) as pool:
        results = list(pool.map(user, range(first, first + users), [pause] * users, [ready] * users, [turn] * users))
    own = 1000 * (time.process_time() - clock[0])
    return [one for times, _cpu in results for one in times], own, sum(cpu for _times, cpu in results)


def measure(users: int, pause: float, workers: int, at_once: int) -> tuple[list[float], float, float]:
    """All users at once, spread over so many processes that do so many searches at once: milliseconds of every search,
    CPU ms a search of ours and of the database's."""
    context = get_context("spawn")
    barrier = context.Barrier(workers)
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_enter, initargs=(barrier,)) as pool:
        firsts = [n * users // workers for n in range(workers)]
        results = list(pool.map(worker, firsts, [users // workers] * workers, [pause] * workers, [at_once] * workers))
    times = [one for theirs, _own, _database in results for one in theirs]
    own, database = (sum(column) / len(times) for column in list(zip(*results, strict=True))[1:])
    return times, own, database


@contextmanager
def server() -> Iterator[int]:
    """The web server as the README starts it, warm; its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    how = ["gunicorn", "mouakaba.site.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS), "--threads", "4"]
    process = subprocess.Popen([sys.executable, "-m", *how, "--log-level", "warning"])
    try:
        _until_up(port, process)
        with ThreadPoolExecutor(USERS) as pool:  # every process loads the encoder
            list(pool.map(visitor, [port] * USERS, range(USERS), [0.0] * USERS))
        yield port
    finally:
        process.terminate()
        process.wait()


def _until_up(port: int, process: subprocess.Popen[bytes]) -> None:
    for _try in range(600):
        if process.poll() is not None:
            raise SystemExit("the web server did not start")
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except ConnectionRefusedError:
            time.sleep(0.1)
    raise SystemExit("the web server did not answer within a minute")


def visitor(port: int, seed: int, pause: float) -> list[float]:
    """One person's pages of results: milliseconds of each, from the request to the last byte."""
    words, rng, times = asked(seed), random.Random(seed), []
    for _turn in range(EACH):
        time.sleep(rng.random() * 2 * pause)
        query = {"q": next(words), "region": f"MA-{rng.randint(1, 12):02}" if rng.random() < 0.3 else ""}
        start = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", f"/{rng.choice(list(WHAT))}/markets/search/?{urlencode(query)}")
        answer = connection.getresponse()
        answer.read()
        times.append(1000 * (time.perf_counter() - start))
        connection.close()
        if answer.status != 200:
            raise SystemExit(f"the page answered {answer.status}")
    return times


def pages(pause: float) -> list[float]:
    """All visitors at once."""
    with server() as port, ThreadPoolExecutor(USERS) as pool:
        times = pool.map(visitor, [port] * USERS, range(100, 100 + USERS), [pause] * USERS)
        return [one for theirs in times for one in theirs]


def main(count: int = 200_000) -> None:
    """Prepares, measures, prints and records."""
    prepare(count)
    from django.db import connection

    connection.close()
    load = os.getloadavg()[0]
    lines = [
        f"{count:,} invented listings; a search is words, where they leave room the encoder and meaning, and the 20"
        f" rows shown; load of the machine before the start {load:.1f}:",
        "",
        "| users at once | pause between searches | processes | searches of one at once | p50, ms | p95, ms"
        " | our CPU, ms | the database's, ms |",
        "|---|---|---|---|---|---|---|---|",
    ]
    measure(WORKERS, 0.0, WORKERS, 1)  # what a server that runs has in memory
    cores = os.cpu_count() or 1
    for users, pause, workers, at_once in (
        (1, 0.0, 1, 1), (USERS, PAUSE, WORKERS, 4), (USERS, 0.0, WORKERS, 4), (USERS, 0.0, cores, 1)
    ):  # fmt: skip
        times, own, database = measure(users, pause, workers, at_once)
        cut = quantiles(times, n=20)
        shown_pause = f"{pause:.0f} s" if pause else "none"
        asking, found = (users, shown_pause, workers, at_once), (cut[9], cut[18])
        cells = [*map(str, asking), *(f"{one:.0f}" for one in found), f"{own:.1f}", f"{database:.1f}"]
        lines.append(f"| {' | '.join(cells)} |")
        print(lines[-1], flush=True)
    cut = quantiles(pages(PAUSE), n=20)
    lines += [
        "",
        f"The whole page of results, from the web server as the README starts it, {USERS} people who read {PAUSE:.0f} s"
        f" between their searches: p50 {cut[9]:.0f} ms, p95 {cut[18]:.0f} ms.",
    ]
    print("\n".join(lines))
    _record("markets", lines)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
