"""Ways to reach somebody, found in what people write: telephone, e-mail, link, name on a network."""

from mouakaba.kernel.contacts.finding import Contact, ContactKind, contacts, masked
from mouakaba.kernel.contacts.phones import phones

__all__ = ["Contact", "ContactKind", "contacts", "masked", "phones"]
