"""The product's settings, with plain static files, quick password hashing and a data folder of their own."""

import os

os.environ.setdefault("MOUAKABA_DATA", "var/test")
os.environ["MOUAKABA_PLAIN_STATIC"] = "1"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in the thread that makes rows

from mouakaba.site.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SKILLS = next(  # script/test sets it up in var/test; a folder of one's own may do without
    (folder for folder in (DATA / "skills", ROOT / "var/test/skills", ROOT / "var/skills") if folder.exists()),  # noqa: F405
    DATA / "skills",  # noqa: F405
)
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
