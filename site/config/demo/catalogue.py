"""What the registry of the demonstration is made of: the shape of its data and all of it by key."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProducerData:
    """A producer: named by place and kind, never by a person."""

    name: str
    kind: str
    commune: str
    address: str
    introduction: str
    account: str = ""


@dataclass(frozen=True, slots=True)
class ProductData:
    """A product or service of a producer; prices in đồng."""

    producer: str
    name: str
    set_no: int
    specification: str
    prices: tuple[int, int] | None
    village: str
    ingredients: str
    description: str
    story: str
