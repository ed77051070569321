"""What others may listen to, in the past tense. Sent inside the transaction: a receiver only writes rows or tasks."""

from django.dispatch import Signal

certificate_issued = Signal()  # certificate
certificate_changed = Signal()  # certificate
product_changed = Signal()  # product
producer_changed = Signal()  # producer
product_shown = Signal()  # code, day; who knows products like it returns their codes in order
units_changed = Signal()  # no argument: names of communes on screen may differ now
