"""People with an account, and the roles they hold in organisations."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

import pghistory
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """A person known by e-mail; without a password nobody can log in as them."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """An operator: may open the admin."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


@pghistory.track(fields=["email", "name", "language", "is_active", "is_staff", "is_superuser"])
class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody with an account. Only what the service needs: name, e-mail, language, and a phone if they wish."""

    class Language(models.TextChoices):
        AR = "ar", "العربية"
        FR = "fr", "Français"
        EN = "en", "English"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.AR)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[PersonManager] = PersonManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.name or self.email


@pghistory.track()
class Membership(models.Model):
    """What a person may do for an organisation."""

    class Role(models.TextChoices):
        OWNER = "owner", _("owner")
        OFFICER = "officer", _("programme officer")
        VIEWER = "viewer", _("reader")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey("base.Organisation", on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "organisation"], name="one_role_per_organisation")]
